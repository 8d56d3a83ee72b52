/** Playing episodes with an expert or at random: `evaluateLotSizing`. */
import { Seed, allocateActions, uniformPolicy } from '@gauntlet/core'
import { type LotSizingParameters, lotSizing } from '../../src/index.ts'

const BATCH = 10

/** Mean of an episode's cost, and its standard error, over the first episodes of 10 worlds. */
export async function evaluateLotSizing(
  parameters: Partial<LotSizingParameters>,
  name: string,
  episodes: number,
  seed: Seed = Seed.from(0),
): Promise<{ readonly cost: number; readonly error: number }> {
  const environment = await lotSizing.make(parameters, BATCH)
  const policy = name === 'random' ? uniformPolicy() : environment.expert!.policy(name)
  const actions = allocateActions(environment.spec.action, BATCH)
  const costs: number[] = []
  environment.reset(seed)
  policy.begin(environment, seed)
  while (costs.length < episodes) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    for (let w = 0; w < BATCH; w++) {
      if (environment.ended[w] === 1) costs.push(environment.metrics[w * environment.spec.metrics.length])
    }
  }
  const cost = costs.reduce((sum, next) => sum + next, 0) / costs.length
  const squares = costs.reduce((sum, next) => sum + (next - cost) * (next - cost), 0)
  return { cost, error: Math.sqrt(squares / (costs.length - 1) / costs.length) }
}
