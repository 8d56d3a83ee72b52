import { test } from 'vitest'
import { type AlgorithmDefinition, type EnvironmentDefinition, applicability } from '@gauntlet/core'
import { expectContracts, expectPlays } from '../contracts.ts'
import { algorithms, environments } from '../../src/contextual/contextual-plugin.ts'
import { bernoulli } from '../../src/arms/bernoulli.ts'
import { linear } from '../../src/contextual/linear.ts'
import { logistic } from '../../src/contextual/logistic.ts'
import { slates } from '../../src/contextual/slates.ts'
import { supervised } from '../../src/contextual/supervised.ts'

const CASES: readonly (readonly [string, object])[] = [
  ['bandits/linear', { horizon: 60 }],
  ['bandits/linear', { horizon: 2, actions: 3, dimension: 2, availability: 0.3, noise: 0 }],
  ['bandits/logistic', { horizon: 60, availability: 0.5 }],
  ['bandits/non-linear', { horizon: 60 }],
  ['bandits/non-linear', { horizon: 60, function: 'quadratic', availability: 0 }],
  ['bandits/non-linear', { horizon: 60, function: 'cosine' }],
  ['bandits/slates', { horizon: 60 }],
  ['bandits/slates', { horizon: 60, items: 7, slots: 3, feedback: 'cascade', availability: 0.5 }],
  ['bandits/supervised', { horizon: 60 }],
  ['bandits/supervised', { horizon: 1500 }],
]

test.each(CASES)('%s keeps the contracts: %j', async (id, parameters) => {
  const definition = environments.find((environment) => environment.id === id)!
  await expectContracts(definition, parameters)
})

const PAIRS: readonly (readonly [string, AlgorithmDefinition, EnvironmentDefinition, object])[] =
  algorithms.flatMap((algorithm) =>
    (
      [
        [linear, { horizon: 30 }],
        [logistic, { horizon: 30, availability: 0.4 }],
        [supervised, { horizon: 30 }],
        [slates, { horizon: 30, availability: 0.6 }],
        [bernoulli, { horizon: 30 }],
      ] as const
    )
      .filter(([{ id, ...environment }, parameters]) => {
        const spec = environment.describe(parameters as object)
        return applicability(id, spec, algorithm.requires).kind === 'runs'
      })
      .map(
        ([environment, parameters]) =>
          [
            `${algorithm.id} on ${environment.id}`,
            algorithm,
            environment as EnvironmentDefinition,
            parameters,
          ] as const,
      ),
  )

test.each(PAIRS)(
  '%s keeps the contracts',
  { timeout: 30_000 },
  async (_, algorithm, environment, parameters) => {
    await expectPlays(algorithm, environment, parameters)
  },
)
