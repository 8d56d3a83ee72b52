/** Plays whole episodes of `bandits/bernoulli`: `policyOf`, `regretOf`, and the policies under test. */
import {
  type AlgorithmDefinition,
  type Environment,
  type Policy,
  Seed,
  allocateActions,
  uniformPolicy,
} from '@gauntlet/core'
import { type BernoulliParameters, bernoulli } from '../src/bernoulli.ts'
import { exp3 } from '../src/policies/exp3.ts'
import { klUcb } from '../src/policies/kl-ucb.ts'
import { thompson } from '../src/policies/thompson.ts'
import { ucb1 } from '../src/policies/ucb1.ts'

export const ALGORITHMS: readonly AlgorithmDefinition[] = [ucb1, klUcb, thompson, exp3]

/** The policy of an algorithm by its id; `random` is the uniform policy. */
export async function policyOf(id: string, environment: Environment): Promise<Policy> {
  const algorithm = ALGORITHMS.find((candidate) => candidate.id === id)
  if (algorithm === undefined) return uniformPolicy()
  const { policy } = await algorithm.create({ spec: environment.spec, seed: Seed.from(0), backend: 'wasm' })
  return policy
}

/** Mean pseudo-regret over whole episodes, and its standard error. `episodes` is a multiple of `batch`. */
export async function regretOf(
  id: string,
  parameters: Partial<BernoulliParameters>,
  episodes: number,
  batch: number,
): Promise<{ readonly mean: number; readonly standardError: number }> {
  const environment = await bernoulli.make(parameters, batch)
  const policy = await policyOf(id, environment)
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
