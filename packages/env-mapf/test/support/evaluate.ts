/** Playing scenarios with a policy: `evaluate`. */
import { type Environment, type Policy, Seed } from '@gauntlet/core'
import { type LifelongParameters, lifelong } from '../../src/index.ts'

/** Mean and spread of the throughput over episodes. */
export interface Throughput {
  readonly mean: number
  readonly deviation: number
  readonly episodes: number
}

/** Plays `scenarios` scenarios from number `first` on once each, 16 side by side. */
export async function evaluate(
  parameters: Partial<LifelongParameters>,
  policyOf: (environment: Environment) => Policy,
  scenarios: number,
  seed: Seed = Seed.from(0),
  first: number = 0,
): Promise<Throughput> {
  const batch = 16
  const environment = await lifelong.make(parameters, batch)
  const policy = policyOf(environment)
  const actions = new Int32Array(environment.rewards.length)
  const scores: number[] = []
  environment.reset(seed, (w, k) => ({
    key: seed.fold(w).fold(k),
    index: first + ((w + batch * k) % scenarios),
  }))
  policy.begin(environment, seed)
  while (scores.length < scenarios) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    for (let w = 0; w < batch && environment.ended[w] === 1; w++)
      scores.push(environment.metrics[w * environment.spec.metrics.length])
  }
  return summary(scores.slice(0, scenarios))
}

export function summary(scores: readonly number[]): Throughput {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  const squares = scores.reduce((sum, score) => sum + (score - mean) * (score - mean), 0)
  return { mean, deviation: Math.sqrt(squares / Math.max(1, scores.length - 1)), episodes: scores.length }
}
