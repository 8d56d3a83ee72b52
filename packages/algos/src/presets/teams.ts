/** What learners of teams and of populations are shown to do: `MEAN_FIELD_STUDY`, `POPULATION_RULE_STUDY`, `PATHS_STUDY`. */
import type { ConfiguredAlgorithm, PresetBlock } from '@gauntlet/core'

/** As a small PPO of a mean field needs them: few worlds, whole episodes. */
const FEW_STEPS = { worlds: 8, steps: 100, epochs: 5, hidden: [64, 64] }

/** As the paper's PPO has it: no bootstrap in advantages, no entropy bonus. A critic of local observations would lead astray. */
const LOCAL = { lambda: 1, entropyCoefficient: 0 }

const swarm = (id: string, configuration: Readonly<Record<string, unknown>> = {}): ConfiguredAlgorithm => ({
  id,
  configuration: { ...FEW_STEPS, learningRate: 1e-3, ...configuration },
})

/** A population's rule beside independent and centrally criticised members, on the tasks of Cui et al. 2024. */
export const POPULATION_RULE_STUDY: readonly PresetBlock[] = [
  {
    settings: ['swarm/aggregation:agents-50', 'swarm/kuramoto:means-50', 'swarm/vicsek:means-50'],
    algorithms: [
      'random',
      swarm('dec-pomfppo'),
      swarm('ippo', LOCAL),
      swarm('mappo', LOCAL),
      'swarm/zero',
      'swarm/ease-to-centre',
      'swarm/align',
    ],
    seeds: 5,
    budget: 100_000,
  },
]

/** Teams on maps, beside those who take the shortest path. */
export const PATHS_STUDY: readonly PresetBlock[] = [
  {
    settings: ['mapf/lifelong:small-4', 'mapf/oneshot:small-4-finish'],
    algorithms: [
      'random',
      ...['ippo', 'mappo'].map((id) => ({
        id,
        configuration: { worlds: 16, steps: 128, minibatches: 8, learningRate: 1e-3, hidden: [128, 128] },
      })),
      'mapf/shortest-path',
      'mapf/pibt',
    ],
    seeds: 5,
    budget: 500_000,
  },
]

/** One agent that gives a whole population its rule. */
const meanFieldPpo = (learningRate: number): ConfiguredAlgorithm => ({
  id: 'ppo',
  configuration: {
    learningRate,
    worlds: 8,
    steps: 100,
    epochs: 5,
    entropyCoefficient: 0,
    scaleRewards: true,
  },
})

export const MEAN_FIELD_STUDY: readonly PresetBlock[] = [
  {
    settings: ['swarm/aggregation-mean-field:agents-50'],
    algorithms: ['random', meanFieldPpo(0.001)],
    seeds: 3,
    budget: 200_000,
  },
  {
    settings: ['swarm/vicsek-mean-field:means-50', 'swarm/kuramoto-mean-field:means-50'],
    algorithms: ['random', meanFieldPpo(0.003)],
    seeds: 3,
    budget: 400_000,
  },
]
