/** What this package adds to the matrix: algorithms, the adapters that learners need, and a task to study them on. */
import { type Plugin, definePlugin } from '@gauntlet/core'
import { a2c } from './a2c.ts'
import { banditAsMdp } from './adapters/bandit-as-mdp.ts'
import { shareParameters } from './adapters/share-parameters.ts'
import { cem } from './cem.ts'
import { dqn } from './dqn.ts'
import { grpo } from './grpo.ts'
import { ppo } from './ppo.ts'
import { random } from './random.ts'
import { reinforce } from './reinforce.ts'
import { cartPole } from './studies/cart-pole.ts'

const CART_POLE = 'classic/cart-pole:v1'
const BANDIT = 'bandits/bernoulli:nine-lin-100'
const MAPF = 'mapf/lifelong:random-8'

const learners = ['reinforce', 'a2c', 'ppo', 'grpo', 'dqn', 'cem']

const plugin: Plugin = definePlugin({
  name: '@gauntlet/algos',
  environments: [cartPole],
  algorithms: [random, reinforce, a2c, ppo, grpo, dqn, cem],
  adapters: [shareParameters, banditAsMdp],
  presets: {
    quick: [{ settings: [CART_POLE, BANDIT], algorithms: ['random', ...learners], seeds: 5, budget: 16_384 }],
    standard: [
      {
        settings: [CART_POLE, BANDIT, MAPF],
        algorithms: ['random', ...learners],
        seeds: 10,
        budget: 100_000,
      },
    ],
    full: [
      {
        settings: [CART_POLE, BANDIT, MAPF],
        algorithms: ['random', ...learners],
        seeds: 20,
        budget: 500_000,
      },
    ],
    'study-classic': [
      { settings: [CART_POLE], algorithms: ['ppo', 'dqn'], seeds: 10, budget: 500_000 },
      {
        settings: [CART_POLE],
        algorithms: ['random', 'reinforce', 'a2c', 'grpo', 'cem'],
        seeds: 10,
        budget: 500_000,
      },
    ],
    'study-adapters': [
      { settings: [BANDIT, MAPF], algorithms: ['random', ...learners], seeds: 5, budget: 200_000 },
    ],
  },
})

export default plugin
