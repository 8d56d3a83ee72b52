/** The learners of every course, quickly and at length: `QUICK`, `CLASSIC_STUDY`, `ADAPTER_STUDY`. */
import type { PresetBlock } from '@gauntlet/core'

const CART_POLE = 'classic/cart-pole:v1'
/** Where nothing but the goal is paid. */
const SLOW = ['classic/acrobot:v1', 'classic/mountain-car:v0']
const BANDIT = 'bandits/bernoulli:nine-lin-100'
const SMALL_MAPF = 'mapf/lifelong:small-4'
const LOST_SALES = 'inventory/one-store:lost-poisson-4-9'

// By default DQN only looks on for longer than a quick run lasts.
const quick = [
  'random',
  'reinforce',
  'a2c',
  'ppo',
  'grpo',
  { id: 'dqn', configuration: { learningStarts: 1000 } },
]

export const QUICK: readonly PresetBlock[] = [
  { settings: [CART_POLE], algorithms: [...quick, 'cem'], seeds: 5, budget: 16_384 },
  // A thousand gradient steps.
  {
    settings: [LOST_SALES],
    algorithms: [{ id: 'hdpo', configuration: { episodes: 64, worlds: 64 } }],
    seeds: 5,
    budget: 3_200_000,
  },
  // A generation of CEM would take all of the budget here.
  { settings: [SMALL_MAPF], algorithms: quick, seeds: 5, budget: 16_384 },
]

export const CLASSIC_STUDY: readonly PresetBlock[] = [
  { settings: [CART_POLE, ...SLOW], algorithms: ['ppo', 'dqn'], seeds: 10, budget: 500_000 },
  {
    settings: [CART_POLE],
    algorithms: ['random', 'reinforce', 'a2c', 'grpo', 'cem'],
    seeds: 10,
    budget: 500_000,
  },
]

const gradients = ['reinforce', 'a2c', 'ppo', 'grpo', 'dqn']

/** Learners of one agent, by way of adapters. */
export const ADAPTER_STUDY: readonly PresetBlock[] = [
  { settings: [BANDIT], algorithms: ['random', ...gradients], seeds: 5, budget: 500_000 },
  { settings: [SMALL_MAPF], algorithms: ['random', ...gradients], seeds: 5, budget: 200_000 },
  // A generation plays 64 members: many steps, but cheap ones.
  { settings: [BANDIT], algorithms: ['cem'], seeds: 5, budget: 4_000_000 },
  {
    settings: [SMALL_MAPF],
    algorithms: [{ id: 'cem', configuration: { worlds: 32 } }],
    seeds: 5,
    budget: 8_000_000,
  },
]
