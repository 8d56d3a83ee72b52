/** What this package adds to the matrix. */
import {
  type AlgorithmDefinition,
  type Plugin,
  type PresetBlock,
  definePlugin,
  expertAlgorithm,
} from '@gauntlet/core'
import { PLAYER_EXPERTS } from './players/experts.ts'
import { VGC, vgc } from './vgc.ts'

/** Each scripted player as an algorithm. */
const players: AlgorithmDefinition[] = PLAYER_EXPERTS.map(({ name, description, source }) =>
  expertAlgorithm({
    id: `pokemon/${name}`,
    version: 1,
    family: 'scripted',
    summary: description,
    source,
    environments: [VGC],
    expert: name,
  }),
)

const SEARCH = 'pokemon/one-ply'
const fast = ['random', ...players.map(({ id }) => id).filter((id) => id !== SEARCH)]
const all = [...fast, SEARCH]

/** The settings over several teams, and those that a learner is asked about. */
const everywhere = ['standard', 'closed', 'reg-h', 'reg-i'].map((name) => `${VGC}:${name}`)

const block = (settings: readonly string[], algorithms: readonly string[], seeds: number): PresetBlock => ({
  settings,
  algorithms,
  seeds,
  budget: 0,
})

/** PPO against the environment's opponents on one pair of teams. */
const STUDY: PresetBlock = {
  settings: [`${VGC}:pair`],
  algorithms: [
    {
      id: 'ppo',
      configuration: {
        worlds: 16,
        steps: 128,
        minibatches: 8,
        discount: 1,
        learningRate: 0.0007,
        hidden: [128, 128],
      },
    },
    ...fast,
  ],
  seeds: 3,
  budget: 200_000,
}

const plugin: Plugin = definePlugin({
  name: '@gauntlet/env-pokemon',
  environments: [vgc],
  algorithms: players,
  presets: {
    // Uniform play over pairs of choices is nearly that over either, and a search takes its time.
    quick: [
      block(
        [`${VGC}:quick`],
        all.filter((id) => id !== 'pokemon/uniform'),
        1,
      ),
    ],
    standard: [block([`${VGC}:standard`], all, 3)],
    full: [block(everywhere, all, 5), STUDY],
    'study-vgc': [STUDY],
  },
})

export default plugin
