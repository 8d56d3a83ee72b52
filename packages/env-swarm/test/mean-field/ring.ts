/** Agents on a ring that are to gather at its first point: a small population with every kind of action that a view takes. */
import {
  type ActionSpace,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type Schema,
  Seed,
  type Stream,
  boolean,
  box,
  choice,
  cos,
  createEnvironment,
  defineEnvironment,
  discrete,
  flatArray,
  integer,
  number,
} from '@gauntlet/core'
import { meanField } from '../../src/mean-field/mean-field.ts'
import type { MeanFieldParameters } from '../../src/mean-field/mean-field.ts'

export interface RingParameters {
  readonly agents: number
  /** Real speeds in [-1, 1]; or stand, turn left or right; or the same, where nobody may turn right in the last tenth. */
  readonly actions: 'box' | 'discrete' | 'masked'
  /** Whether agents leave, each at a step of its own. */
  readonly leaving: boolean
  readonly noise: number
  readonly horizon: number
}

const parameters: Schema<RingParameters> = {
  agents: integer({ description: 'Agents', default: 6, minimum: 1 }),
  actions: choice({ description: 'Actions', options: ['box', 'discrete', 'masked'], default: 'box' }),
  leaving: boolean({ description: 'Whether agents leave', default: false }),
  noise: number({ description: 'Deviation of a step', default: 0.02, minimum: 0 }),
  horizon: integer({ description: 'Steps', default: 12, minimum: 1 }),
}

const SPEED = 0.1
const TURNS = [0, -1, 1]

function describe({ agents, actions, leaving, horizon }: RingParameters): EnvironmentSpec {
  const spaces: Record<RingParameters['actions'], ActionSpace> = {
    box: box([1], -1, 1),
    discrete: discrete(3),
    masked: discrete(3),
  }
  return {
    agents,
    observation: flatArray('place', 1, 0, 1),
    action: spaces[actions],
    masked: actions === 'masked',
    activity: leaving,
    objectives: 1,
    constraints: ['haste'],
    horizon,
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'common',
    rewardRange: [-1, 1],
    metrics: [
      { name: 'gathered', unit: '1', direction: 'maximise', description: 'mean reward of the episode' },
    ],
    score: 'gathered',
    faces: ['snapshot', 'instance', 'meanField'],
    missingFaces: { expert: 'a toy' },
    engine: 'own',
  }
}

/** Paid is the mean of cos 2 pi x over the agents that are there, after their move. */
export const ring: EnvironmentDefinition<RingParameters> = defineEnvironment<RingParameters>({
  id: 'toy/ring',
  version: 3,
  summary: 'Agents on a ring',
  source: 'these tests',
  parameters,
  settings: {
    main: {
      description: 'The defaults',
      parameters: {},
      references: { random: { score: 0, source: 'made up' }, best: { score: 1, source: 'made up' } },
      evaluation: { episodes: 10, batch: 5, mode: 'greedy' },
    },
  },
  describe,
  make(given, batch) {
    const { agents, actions: kind, leaving, noise } = given
    return createEnvironment('toy/ring', describe(given), batch, (buffers) => {
      const { observations, actionMask, rewards, terminated, active, costs, lengths } = buffers
      const places = new Float64Array(batch * agents)
      const normals = new Float64Array(agents)
      const leaves = new Int32Array(batch * agents)
      const ages = new Int32Array(batch)
      const totals = new Float64Array(batch)
      const streams: Stream[] = Array.from({ length: batch }, () => Seed.from(0).stream())
      const present = (i: number): boolean => !leaving || ages[Math.floor(i / agents)] < leaves[i]
      const textOf = (w: number): string =>
        Array.from(places.subarray(w * agents, (w + 1) * agents), (place) => place.toFixed(2)).join(' ')
      return {
        rules: {
          start(w, { key }) {
            streams[w].open(key)
            ages[w] = 0
            totals[w] = 0
            for (let i = w * agents; i < (w + 1) * agents; i++) {
              places[i] = streams[w].uniform()
              leaves[i] = 2 + streams[w].integer(20)
            }
          },
          step(actions) {
            for (let w = 0; w < batch; w++) {
              streams[w].normals(normals, 0, agents)
              let sum = 0
              let count = 0
              for (let i = w * agents; i < (w + 1) * agents; i++) {
                if (!present(i)) continue
                const turn = kind === 'box' ? actions[i] : TURNS[actions[i]]
                const place = places[i] + SPEED * turn + noise * normals[i - w * agents]
                places[i] = place - Math.floor(place)
                costs![w] += Math.abs(turn)
                sum += cos(2 * Math.PI * places[i])
                count++
              }
              totals[w] += sum / count
              for (let i = w * agents; i < (w + 1) * agents; i++) if (present(i)) rewards[i] = sum / count
              ages[w]++
              for (let i = w * agents; i < (w + 1) * agents; i++) if (!present(i)) terminated[i] = 1
            }
          },
          observe(from, to) {
            for (let i = from * agents; i < to * agents; i++) {
              observations[i] = places[i]
              if (active !== undefined) active[i] = present(i) ? 1 : 0
              if (actionMask === undefined) continue
              actionMask[3 * i] = 1
              actionMask[3 * i + 1] = present(i) ? 1 : 0
              actionMask[3 * i + 2] = present(i) && places[i] < 0.9 ? 1 : 0
            }
          },
          measure: (w, metrics, offset) => void (metrics[offset] = totals[w] / lengths[w]),
          save(w) {
            const words = new Uint32Array(4)
            streams[w].save(words)
            const [from, to] = [w * agents, (w + 1) * agents]
            return {
              places: places.slice(from, to),
              leaves: leaves.slice(from, to),
              age: ages[w],
              total: totals[w],
              words,
            }
          },
          load(w, content) {
            const saved = content as {
              places: Float64Array
              leaves: Int32Array
              age: number
              total: number
              words: Uint32Array
            }
            places.set(saved.places, w * agents)
            leaves.set(saved.leaves, w * agents)
            ages[w] = saved.age
            totals[w] = saved.total
            streams[w].load(saved.words)
          },
          renderText: textOf,
          renderSvg: (w) => `<svg xmlns="http://www.w3.org/2000/svg"><text>${textOf(w)}</text></svg>`,
        },
        faces: {
          meanField: {
            dimensions: 1,
            extent: [{ low: 0, high: 1, periodic: true }],
            coordinates(out) {
              for (let i = 0; i < out.length; i++) out[i] = present(i) ? places[i] : NaN
            },
            distance(from, to) {
              const apart = Math.abs(from[0] - to[0])
              const turned = apart - Math.floor(apart)
              return Math.min(turned, 1 - turned)
            },
          },
        },
      }
    })
  },
})

export const ringField: EnvironmentDefinition<RingParameters & MeanFieldParameters> = meanField(ring, {
  extent: () => [{ low: 0, high: 1, periodic: true }],
})
