/** What this package adds to the matrix. */
import { type Plugin, definePlugin } from '@gauntlet/core'
import { bernoulli } from './bernoulli.ts'
import { exp3 } from './policies/exp3.ts'
import { klUcb } from './policies/kl-ucb.ts'
import { thompson } from './policies/thompson.ts'
import { ucb1 } from './policies/ucb1.ts'

const algorithms: readonly string[] = ['random', 'ucb1', 'kl-ucb', 'thompson', 'exp3']

const plugin: Plugin = definePlugin({
  name: '@gauntlet/env-bandits',
  environments: [bernoulli],
  algorithms: [ucb1, klUcb, thompson, exp3],
  presets: {
    quick: [
      {
        settings: ['two-90-80', 'two-50-40', 'ten-low', 'nine-lin-100'].map(
          (name) => `${bernoulli.id}:${name}`,
        ),
        algorithms,
        seeds: 5,
        budget: 0,
      },
    ],
    standard: [{ settings: ['bandits/bernoulli:*'], algorithms, seeds: 10, budget: 0 }],
    full: [{ settings: ['bandits/bernoulli:*'], algorithms, seeds: 30, budget: 0 }],
  },
})

export default plugin
