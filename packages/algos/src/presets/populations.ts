/** Studies of learners on whole games: `POPULATION_STUDY`. */
import type { ConfiguredAlgorithm, PresetBlock } from '@gauntlet/core'

/** World steps of one training; VGC-Bench has 98,304,000. */
const BUDGET = 200_000

/**
 * PPO of VGC-Bench for two cores: its 24 worlds and 3072 steps in a rollout, batches of 512 steps, ten epochs, no discount and its
 * last entropy coefficient (0.02, to which it falls from 0.05); a perceptron on the compact view, where not its transformer on tokens.
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

const INTERVAL = BUDGET / 10
const GROWING = { interval: INTERVAL, members: 11 }
/** Of 100 games of two members there, half, which are a sixth of the budget. */
const MEETING = { ...GROWING, instances: 25 }

/** An expert's decisions, of as many that are recorded the first half. */
const EXPERT = { rows: 1000 }
/** The policy stands still for an interval, as in the version of 2025, whose results are published. */
const CLONED = { ...VGC_PPO, ...EXPERT, cloningUpdates: 2000, frozenSteps: INTERVAL }

const LEARNERS: readonly ConfiguredAlgorithm[] = [
  { id: 'bc', configuration: { ...EXPERT, stepsPerUpdate: BUDGET / 2000, hidden: VGC_PPO.hidden } },
  { id: 'self-play', configuration: VGC_PPO },
  { id: 'fictitious-play', configuration: { ...VGC_PPO, ...GROWING } },
  { id: 'psro', configuration: { ...VGC_PPO, ...MEETING } },
  { id: 'bc-self-play', configuration: CLONED },
  { id: 'bc-fictitious-play', configuration: { ...CLONED, ...GROWING } },
  { id: 'bc-psro', configuration: { ...CLONED, ...MEETING } },
]

/** VGC-Bench's three layers of 256 at a size for two cores, and one that is smaller still. */
const SIZES = [[64, 64, 64], [32]]
const TOKEN_BUDGET = 50_000

/** On twelve tokens, with fewer passes over a rollout. */
const TOKEN_LEARNERS: readonly ConfiguredAlgorithm[] = SIZES.flatMap((hidden) => {
  const network = { network: 'set-attention', hidden }
  return [
    { id: 'bc', configuration: { ...EXPERT, ...network, stepsPerUpdate: TOKEN_BUDGET / 1000 } },
    { id: 'self-play', configuration: { ...VGC_PPO, ...network, epochs: 3 } },
    {
      id: 'bc-self-play',
      configuration: {
        ...CLONED,
        ...network,
        epochs: 3,
        cloningUpdates: 1000,
        frozenSteps: TOKEN_BUDGET / 10,
      },
    },
  ]
})

const SCRIPTED = ['random', 'pokemon/simple-heuristics']

/** On one pair of teams, and trained with one team or with four; against the environment's opponents and, by matches, each other. */
export const POPULATION_STUDY: readonly PresetBlock[] = [
  {
    settings: ['pokemon/vgc:pair'],
    algorithms: [...LEARNERS, ...SCRIPTED],
    seeds: 3,
    budget: BUDGET,
  },
  {
    settings: ['pokemon/vgc:pair-tokens'],
    algorithms: [...TOKEN_LEARNERS, ...SCRIPTED],
    seeds: 3,
    budget: TOKEN_BUDGET,
  },
  {
    settings: ['pokemon/vgc:held-out-1', 'pokemon/vgc:held-out-4'],
    algorithms: [{ id: 'bc-self-play', configuration: CLONED }, ...SCRIPTED],
    seeds: 3,
    budget: BUDGET,
  },
]
