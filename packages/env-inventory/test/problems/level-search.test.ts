import { expect, test } from 'vitest'
import { anyNetwork, poissonDemand } from '../../src/index.ts'
import { assembleProblem } from '../../src/problems/common-parameters.ts'
import { tunedLevels } from '../../src/problems/level-search.ts'
import { DIAMOND } from '../../src/problems/network-settings.ts'

test('levels are those of the demand, also where the network is the same', () => {
  const parameters = anyNetwork.resolve({ demand: 'poisson', horizon: 20, warmUp: 0 })
  const problem = assembleProblem('diamond', parameters, { network: DIAMOND })
  const more = {
    ...problem,
    demand: poissonDemand({ means: [50, 50, 50] }),
    orderLimits: problem.orderLimits.map((limit) => 10 * limit),
  }
  const [few, many] = [problem, more].map((own) => Math.max(...tunedLevels(own)))
  expect(many).toBeGreaterThan(5 * few)
})
