/** Studies of learners on whole games: `POPULATION_STUDY`. */
import type { ConfiguredAlgorithm, PresetBlock } from '@gauntlet/core'

/** World steps of one training; VGC-Bench has 98,304,000. */
const BUDGET = 200_000

/**
 * PPO of VGC-Bench for two cores: its 24 worlds and 3072 steps in a rollout, batches of 512 steps, ten epochs, no discount and its
 * last entropy coefficient (0.02, to which it falls from 0.05); a perceptron on the compact view in place of its transformer.
 * With a five-hundredth of its steps, the step size is not its 1e-5. Its population grows a hundred times, here ten times.
 *
 * Source: Angliss et al. 2025, VGC-Bench, and the scripts of its repository in July 2026.
 */
const VGC_PPO = {
  worlds: 24,
  steps: 128,
  minibatches: 6,
  epochs: 10,
  discount: 1,
  clipValues: false,
  entropyCoefficient: 0.02,
  learningRate: 3e-4,
  anneal: false,
  hidden: [128, 128],
}

const GROWING = { ...VGC_PPO, interval: BUDGET / 10, members: 11 }

const LEARNERS: readonly ConfiguredAlgorithm[] = [
  { id: 'self-play', configuration: VGC_PPO },
  { id: 'fictitious-play', configuration: GROWING },
]

/** On one pair of teams; against the environment's opponents and, by matches, against each other. */
export const POPULATION_STUDY: readonly PresetBlock[] = [
  {
    settings: ['pokemon/vgc:pair'],
    algorithms: [...LEARNERS, 'random', 'pokemon/simple-heuristics'],
    seeds: 3,
    budget: BUDGET,
  },
]
