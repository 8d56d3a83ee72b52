/** Playing scenarios with a policy: `evaluate`. */
import type { EnvironmentDefinition } from '../../src/definition.ts'
import type { Environment } from '../../src/environment.ts'
import type { Policy } from '../../src/policy.ts'
import { Seed } from '../../src/random/index.ts'
import { allocateActions } from '../../src/spaces.ts'
import { scoreOf } from '../../src/spec.ts'

/** Mean and spread of the score over episodes. */
export interface Scores {
  readonly mean: number
  readonly deviation: number
  readonly episodes: number
}

const BATCH = 16

/** Plays episodes, or the instances number `first` to `first + scenarios - 1` once each, 16 side by side. */
export async function evaluate<P extends object>(
  definition: EnvironmentDefinition<P>,
  parameters: Partial<P>,
  policyOf: (environment: Environment) => Policy,
  scenarios: number,
  seed: Seed = Seed.from(0),
  first: number = 0,
): Promise<Scores> {
  const environment = await definition.make(parameters, BATCH)
  const { index: metric } = scoreOf(environment.spec)
  const policy = policyOf(environment)
  const { instances, agents, action } = environment.spec
  const actions = allocateActions(action, BATCH * agents)
  const scores: number[] = Array.from({ length: scenarios })
  const episodes = new Int32Array(BATCH)
  environment.reset(seed, (w, k) => {
    const index = first + ((w + BATCH * k) % scenarios)
    return { key: seed.fold(w).fold(k), index: instances === undefined ? index : index % instances }
  })
  policy.begin(environment, seed)
  for (let left = scenarios; left > 0;) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    for (let w = 0; w < BATCH; w++) {
      if (environment.ended[w] === 0) continue
      const scenario = w + BATCH * episodes[w]++
      if (scenario >= scenarios) continue
      scores[scenario] = environment.metrics[w * environment.spec.metrics.length + metric]
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
