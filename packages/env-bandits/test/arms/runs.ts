/** Plays whole episodes of `bandits/bernoulli`: `policyOf`, `regretOf`, and the policies under test. */
import {
  type AlgorithmDefinition,
  type Environment,
  type EnvironmentDefinition,
  type Policy,
  Seed,
  allocateActions,
  uniformPolicy,
} from '@gauntlet/core'
import { bernoulli } from '../../src/arms/bernoulli.ts'
import { algorithms } from '../../src/arms/arms-plugin.ts'

export const ALGORITHMS: readonly AlgorithmDefinition[] = algorithms

/** The policy of an algorithm by its id; `random` is the uniform policy. */
export async function policyOf(
  id: string,
  environment: Environment,
  configuration: object = {},
): Promise<Policy> {
  if (id === 'random') return uniformPolicy()
  const algorithm = ALGORITHMS.find((candidate) => candidate.id === id)!
  const { spec } = environment
  const { policy } = await algorithm.create({ spec, configuration, seed: Seed.from(0), backend: 'wasm' })
  return policy
}

/** Mean pseudo-regret over whole episodes, and its standard error. `episodes` is a multiple of `batch`. */
export async function regretOf(
  id: string,
  parameters: object,
  episodes: number,
  batch: number,
  configuration: object = {},
  definition: EnvironmentDefinition = bernoulli,
): Promise<{ readonly mean: number; readonly standardError: number }> {
  const environment = await definition.make(parameters, batch)
  const policy = await policyOf(id, environment, configuration)
  const actions = allocateActions(environment.spec.action, batch)
  const seed = Seed.from(2)
  environment.reset(seed)
  policy.begin(environment, seed)
  const regrets: number[] = []
  while (regrets.length < episodes) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    for (let w = 0; w < batch; w++) {
      if (environment.ended[w] === 1) regrets.push(environment.metrics[w * environment.spec.metrics.length])
    }
  }
  const mean = regrets.reduce((sum, regret) => sum + regret, 0) / episodes
  const squares = regrets.reduce((sum, regret) => sum + (regret - mean) * (regret - mean), 0)
  return { mean, standardError: Math.sqrt(squares / (episodes - 1) / episodes) }
}
