/** Playing scenarios with a policy: `evaluate`. */
import { type Environment, type EnvironmentDefinition, type Policy, Seed, scoreOf } from '@gauntlet/core'

/** Mean and spread of the score over episodes. */
export interface Scores {
  readonly mean: number
  readonly deviation: number
  readonly episodes: number
}

const BATCH = 16

/** Plays scenarios number `first` to `first + scenarios - 1` once each, 16 side by side. */
export async function evaluate<P extends object>(
  definition: EnvironmentDefinition<P>,
  parameters: Partial<P>,
  policyOf: (environment: Environment) => Policy,
  scenarios: number,
  seed: Seed = Seed.from(0),
  first: number = 0,
): Promise<Scores> {
  const environment = await definition.make(parameters, BATCH)
  const { index } = scoreOf(environment.spec)
  const policy = policyOf(environment)
  const actions = new Int32Array(environment.rewards.length)
  const scores: number[] = Array.from({ length: scenarios })
  const episodes = new Int32Array(BATCH)
  environment.reset(seed, (w, k) => ({
    key: seed.fold(w).fold(k),
    index: first + ((w + BATCH * k) % scenarios),
  }))
  policy.begin(environment, seed)
  for (let left = scenarios; left > 0;) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    for (let w = 0; w < BATCH; w++) {
      if (environment.ended[w] === 0) continue
      const scenario = w + BATCH * episodes[w]++
      if (scenario >= scenarios) continue
      scores[scenario] = environment.metrics[w * environment.spec.metrics.length + index]
      left--
    }
  }
  return summary(scores)
}

function summary(scores: readonly number[]): Scores {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  const squares = scores.reduce((sum, score) => sum + (score - mean) * (score - mean), 0)
  return { mean, deviation: Math.sqrt(squares / Math.max(1, scores.length - 1)), episodes: scores.length }
}
