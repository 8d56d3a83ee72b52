/** The methods that compare trajectories of one instance: contracts, and one lesson each. */
import { type AlgorithmDefinition, Seed } from '@gauntlet/core'
import { checkAlgorithm } from '@gauntlet/core/check'
import { describe, expect, it } from 'vitest'
import { asymre } from '../src/methods/asymre.ts'
import { bnpo } from '../src/methods/bnpo.ts'
import { clipCov } from '../src/methods/clip-cov.ts'
import { drGrpo } from '../src/methods/dr-grpo.ts'
import { flowGrpo } from '../src/methods/flow-grpo.ts'
import { klCov } from '../src/methods/kl-cov.ts'
import { litePpo } from '../src/methods/lite-ppo.ts'
import { loop } from '../src/methods/loop.ts'
import { opmd } from '../src/methods/opmd.ts'
import { ppoKlReg } from '../src/methods/ppo-kl-reg.ts'
import { recOneSide, recRing, recTwoSide } from '../src/methods/rec.ts'
import { rloo } from '../src/methods/rloo.ts'
import { cartPole } from '../src/studies/cart-pole.ts'
import { greedyActions, makeTask, outcomes } from './tasks.ts'

const SEVERAL_STEPS = [drGrpo, loop, litePpo, flowGrpo, bnpo, clipCov, klCov]
const ONE_STEP = [rloo, opmd, asymre, recOneSide, recTwoSide, recRing]
const LAGGING = new Set(['opmd', 'asymre', 'rec-one-side', 'rec-two-side', 'rec-ring'])

describe.each([...SEVERAL_STEPS, ...ONE_STEP])('$id', (algorithm) => {
  it('learns which doors hide something', async () => {
    const environment = makeTask(outcomes, 16)
    const lag = LAGGING.has(algorithm.id) ? { lag: 3 } : {}
    const learner = await algorithm.create({
      spec: environment.spec,
      configuration: { worlds: 16, groupSize: 8, learningRate: 0.03, hidden: [], ...lag },
      seed: Seed.from(4),
      backend: 'wasm',
    })
    environment.reset(Seed.from(1))
    expect(greedyActions(learner.policy, outcomes)).not.toEqual(outcomes.best)
    for (const event of learner.train!(environment, 6000) as Iterable<unknown>) expect(event).toBeDefined()
    expect(greedyActions(learner.policy, outcomes)).toEqual(outcomes.best)
    learner.dispose?.()
  })
})

const REMEMBERING: readonly (readonly [AlgorithmDefinition, object])[] = [
  [flowGrpo, { worlds: 4, groupSize: 2 }],
  [opmd, { worlds: 4, groupSize: 2, lag: 2 }],
  [ppoKlReg, { worlds: 4, steps: 16, minibatches: 2, reference: 'average' }],
]

it.each(REMEMBERING)(
  '$id keeps every contract, with what it remembers beside its policy',
  async (algorithm, configuration) => {
    const { checks } = await checkAlgorithm(algorithm, cartPole, {
      parameters: { horizon: 20 },
      configuration: { ...configuration, hidden: [8] },
      steps: 40,
      trainingBudget: 1200,
    })
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    expect(checks.find(({ id }) => id === 'learner/checkpoints')?.status).toBe('passed')
  },
  60_000,
)
