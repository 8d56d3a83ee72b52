/** Playing whole batches of episodes: `evaluate`. */
import {
  type Environment,
  type EnvironmentDefinition,
  type Policy,
  Seed,
  allocateActions,
  scoreOf,
} from '@gauntlet/core'

/** Mean of the score over episodes, and its standard error. */
export interface Score {
  readonly mean: number
  readonly error: number
}

/**
 * The first `episodes` / `batch` episodes of each of `batch` worlds, all of the same length. The same seed is the same
 * demand, whatever the policy.
 */
export async function evaluate<P extends object>(
  definition: EnvironmentDefinition<P>,
  parameters: Partial<P>,
  policyOf: (environment: Environment) => Policy,
  episodes: number,
  batch: number = 128,
): Promise<Score> {
  const environment = await definition.make(parameters, batch)
  const { spec } = environment
  const { index } = scoreOf(spec)
  const policy = policyOf(environment)
  const actions = allocateActions(spec.action, batch * spec.agents)
  const seed = Seed.from(0)
  const scores: number[] = []
  environment.reset(seed)
  policy.begin(environment, seed)
  for (let t = 1; t <= (spec.horizon * episodes) / batch; t++) {
    policy.act(environment, actions, 'greedy')
    environment.step(actions)
    if (t % spec.horizon > 0) continue
    for (let w = 0; w < batch; w++) scores.push(environment.metrics[w * spec.metrics.length + index])
  }
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  const squares = scores.reduce((sum, score) => sum + (score - mean) * (score - mean), 0)
  return { mean, error: Math.sqrt(squares / (scores.length - 1) / scores.length) }
}
