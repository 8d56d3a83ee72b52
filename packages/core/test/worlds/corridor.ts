/**
 * Two agents in a corridor that slips: masked discrete moves, a category, a central state, agents that finish
 * at different times without being declared inactive, an expert that draws, and a shield from steps back.
 */
import { type EnvironmentDefinition, defineEnvironment } from '../../src/definition.ts'
import { GauntletError } from '../../src/errors.ts'
import { layout } from '../../src/layout.ts'
import { integer, number } from '../../src/parameters.ts'
import { type Policy, policyStreams } from '../../src/policy.ts'
import type { Stream } from '../../src/random/stream.ts'
import { createEnvironment } from '../../src/shell.ts'
import { discrete } from '../../src/spaces.ts'
import { flatArray } from '../../src/spec.ts'
import { pictures, saveStream, toySettings, toySpec, worldStreams } from './toy.ts'

export interface CorridorParameters {
  readonly length: number
  readonly slip: number
  readonly horizon: number
}

const AGENTS = 2
const [LEFT, RIGHT] = [0, 2]

/** Goes right, but hesitates one time in ten. */
function rightward(): Policy {
  let streams: Stream[] = []
  return {
    begin(view, seed) {
      streams = policyStreams(seed, view.batch)
    },
    act(view, actions, mode) {
      for (let i = 0; i < actions.length; i++) {
        const stream = streams[Math.floor(i / AGENTS)]
        const right = view.actionMask![i * 3 + RIGHT] === 1
        actions[i] = right && (mode === 'greedy' || stream.uniform() >= 0.1) ? RIGHT : 1
      }
    },
  }
}

/** Stays where the policy would step back. */
function neverLeft(policy: Policy): Policy {
  return {
    ...policy,
    act(view, actions, mode) {
      policy.act(view, actions, mode)
      for (let i = 0; i < actions.length; i++) if (actions[i] === LEFT) actions[i] = 1
    },
  }
}

export const corridor: EnvironmentDefinition<CorridorParameters> = defineEnvironment<CorridorParameters>({
  id: 'toy/corridor',
  version: 1,
  summary: 'Two agents walk to the right end of a corridor',
  source: 'these tests',
  parameters: {
    length: integer({ description: 'Cells', default: 6, minimum: 3, maximum: 50, unit: 'cells' }),
    slip: number({ description: 'Chance to stay', default: 0.2, minimum: 0, maximum: 1 }),
    horizon: integer({ description: 'Steps', default: 20, minimum: 1, unit: 'steps' }),
  },
  settings: toySettings(),
  describe: ({ length, horizon }) =>
    toySpec({
      agents: AGENTS,
      action: discrete(3, ['left', 'stay', 'right']),
      observation: {
        shape: [2],
        low: 0,
        high: length,
        layout: layout(
          { name: 'cell', shape: [1], axis: 'flat', kind: 'category', categories: length },
          { name: 'distance to the other', shape: [1], axis: 'flat', kind: 'real', unit: 'cells' },
        ),
      },
      state: flatArray('cells', AGENTS, 0, length - 1),
      masked: true,
      horizon,
      rewardRange: [-0.1, 1],
      faces: ['snapshot', 'instance', 'expert', 'shield'],
      missingFaces: {},
      experts: [
        { name: 'rightward', description: 'Goes right', seesHiddenState: false, source: 'these tests' },
      ],
    }),
  make(parameters, batch) {
    const spec = corridor.describe(parameters)
    const last = parameters.length - 1
    return createEnvironment(corridor.id, spec, batch, (buffers) => {
      const { observations, state, actionMask, rewards, terminated, truncated } = buffers
      const cells = new Int32Array(batch * AGENTS)
      const streams = worldStreams(batch)
      const totals = new Float64Array(batch)
      return {
        rules: {
          start(w, { key }) {
            const stream = streams[w].open(key)
            for (let a = 0; a < AGENTS; a++) cells[w * AGENTS + a] = stream.integer(last)
            totals[w] = 0
          },
          step(actions) {
            for (let i = 0; i < cells.length; i++) {
              const w = (i / AGENTS) | 0
              const slips = streams[w].uniform() < parameters.slip
              if (terminated[i] === 1 || truncated[i] === 1) continue
              if (!slips) cells[i] += actions[i] - 1
              const arrived = cells[i] === last
              terminated[i] = arrived ? 1 : 0
              rewards[i] = arrived ? 1 : -0.1
              totals[w] += rewards[i]
            }
          },
          observe(from, to) {
            for (let i = from * AGENTS; i < to * AGENTS; i++) {
              const other = cells[i ^ 1]
              observations[2 * i] = cells[i]
              observations[2 * i + 1] = Math.abs(cells[i] - other)
              state![i] = cells[i]
              actionMask![3 * i + LEFT] = cells[i] > 0 ? 1 : 0
              actionMask![3 * i + 1] = 1
              actionMask![3 * i + RIGHT] = cells[i] < last ? 1 : 0
            }
          },
          measure: (w, metrics, offset) => void (metrics[offset] = totals[w]),
          save: (w) => ({
            cells: cells.slice(w * AGENTS, (w + 1) * AGENTS),
            stream: saveStream(streams[w]),
            total: totals[w],
          }),
          load(w, content) {
            const saved = content as { cells: Int32Array; stream: Uint32Array; total: number }
            cells.set(saved.cells, w * AGENTS)
            streams[w].load(saved.stream)
            totals[w] = saved.total
          },
          ...pictures((w) => cells.subarray(w * AGENTS, (w + 1) * AGENTS)),
        },
        faces: {
          expert: {
            policy(name) {
              if (name !== 'rightward') throw new GauntletError('expert', `no expert ${name}`)
              return rightward()
            },
          },
          shield: { wrap: neverLeft },
        },
      }
    })
  },
})
