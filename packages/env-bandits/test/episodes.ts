/** Whole episodes side by side: `episodeMetrics`, `policyFor`, `summaryOf`. */
import {
  type AlgorithmDefinition,
  type Environment,
  type Policy,
  Seed,
  allocateActions,
  uniformPolicy,
} from '@gauntlet/core'

/** The policy of an algorithm, or the uniform one. */
export async function policyFor<C extends object>(
  algorithm: AlgorithmDefinition<C> | undefined,
  { spec }: Environment,
  configuration: Partial<C> = {},
): Promise<Policy> {
  if (algorithm === undefined) return uniformPolicy()
  const { policy } = await algorithm.create({ spec, seed: Seed.from(0), backend: 'wasm', configuration })
  return policy
}

/** Plays one episode in every world; column `name` of their metrics. Episodes must be of one length. */
export function episodeMetrics(
  environment: Environment,
  policy: Policy,
  seed: Seed,
): (name: string) => number[] {
  const { spec, batch } = environment
  const actions = allocateActions(spec.action, batch * spec.agents)
  environment.reset(seed)
  policy.begin(environment, seed)
  while (environment.ended[0] === 0) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
  }
  const metrics = Float64Array.from(environment.metrics)
  return (name) => {
    const column = spec.metrics.findIndex((metric) => metric.name === name)
    return Array.from({ length: batch }, (_, w) => metrics[w * spec.metrics.length + column])
  }
}

/** Mean and standard error. */
export function summaryOf(values: readonly number[]): {
  readonly mean: number
  readonly standardError: number
} {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  return { mean, standardError: Math.sqrt(squares / (values.length - 1) / values.length) }
}
