import {
  type Environment,
  type EnvironmentDefinition,
  type Policy,
  type Replay,
  Seed,
  recordReplay,
} from '@gauntlet/core'
import { expect, test } from 'vitest'
import { type AgentRecord, agentRecords } from '../src/agent-records.ts'
import { type EpisodeTrace, heatMaps } from '../src/episode-trace.ts'
import { GridMap } from '../src/grid-map.ts'
import { type LifelongParameters, assemble, lifelong } from '../src/lifelong.ts'
import { oneshot } from '../src/oneshot.ts'
import { animateEpisode } from '../src/picture-animation.ts'
import { traceReplay } from '../src/replays.ts'
import type { GridWorlds } from '../src/worlds.ts'
import { type Cell, scenarioOf } from './support/golden.ts'

const seed = Seed.from(3)

/** Records an episode of an expert, and who stood where until the world was reset. */
async function recorded(
  parameters: Partial<LifelongParameters>,
  expert: string,
): Promise<{ replay: Replay; seen: number[][]; goals: number[][] }> {
  const seen: number[][] = []
  const goals: number[][] = []
  let policy: Policy | undefined
  let made: { environment: Environment; worlds: GridWorlds } | undefined
  const watched: EnvironmentDefinition<LifelongParameters> = {
    ...lifelong,
    make: async (given) => (made = assemble(lifelong.resolve(given), 1)).environment,
  }
  const replay = await recordReplay(
    watched,
    parameters,
    {
      begin(view) {
        policy = made!.environment.expert!.policy(expert)
        policy.begin(view, seed)
      },
      act(view, actions, mode) {
        const { border, rowOf, columnOf, maps, positions, goals: present } = made!.worlds
        const mapCell = (cell: number): number =>
          (rowOf[cell] - border) * maps[0].columns + columnOf[cell] - border
        seen.push(Array.from(positions, mapCell))
        goals.push(Array.from(present, mapCell))
        policy!.act(view, actions, mode)
      },
    },
    seed,
    { key: seed, index: 0 },
  )
  return { replay, seen, goals }
}

test('a trace says where everybody was, and ends where the last actions led', async () => {
  const { replay, seen, goals } = await recorded({ agents: 12, horizon: 20 }, 'pibt')
  const longer = await recorded({ agents: 12, horizon: 21 }, 'pibt')
  const trace = await traceReplay(JSON.parse(JSON.stringify(replay)) as Replay)
  expect(trace).toMatchObject({ agents: 12, steps: 20 })
  const rows = (values: Int32Array): number[][] =>
    Array.from({ length: 21 }, (_, t) => Array.from(values.subarray(t * 12, (t + 1) * 12)))
  expect(rows(trace.positions)).toEqual([...seen, longer.seen[20]])
  expect(rows(trace.goals)).toEqual([...goals, longer.goals[20]])
  expect(trace.active.every((on) => on === 1)).toBe(true)
  const reached = trace.goals.filter((goal, i) => i < 240 && trace.positions[i + 12] === goal).length
  expect(replay.metrics.goals).toBe(reached)
})

test.each(['nothing', 'finish'] as const)(
  'one-shot, %s: whoever arrives last is on its goal at the end, or has left',
  async (onTarget) => {
    const starts: Cell[] = [[0, 0], [1, 3]] // prettier-ignore
    const file = scenarioOf(['....', '....'], starts, [[[0, 3]], [[1, 2]]]) // prettier-ignore
    const parameters = { instances: 'scenario-file', file, agents: 2, onTarget } as const
    let pibt: Policy
    const policy: Policy = {
      begin(view, noise) {
        pibt = view.expert!.policy('pibt')
        pibt.begin(view, noise)
      },
      act: (view, actions, mode) => pibt.act(view, actions, mode),
    }
    const replay = await recordReplay(oneshot, parameters, policy, seed, { key: seed, index: 0 })
    const trace = await traceReplay(replay)
    expect(replay.metrics).toMatchObject({ CSR: 1, makespan: 3, sum_of_costs: 4 })
    expect(Array.from(trace.positions)).toEqual([0, 7, 1, 6, 2, 6, 3, 6])
    expect(Array.from(trace.goals)).toEqual([3, 6, 3, 6, 3, 6, 3, 6])
    expect(Array.from(trace.active)).toEqual(
      onTarget === 'finish' ? [1, 1, 1, 0, 1, 0, 0, 0] : Array(8).fill(1),
    )
    const fades = animateEpisode(trace).match(/attributeName="opacity"/g) ?? []
    expect(fades).toHaveLength(onTarget === 'finish' ? 4 : 0)
  },
)

test('a replay that is another environment’s, or has been tampered with, is refused', async () => {
  const { replay } = await recorded({ agents: 2, horizon: 3 }, 'pibt')
  const other = { ...replay, environment: { ...replay.environment, id: 'toy/other' } }
  await expect(traceReplay(other)).rejects.toThrow(
    'got a replay of "toy/other", expected one of mapf/lifelong, mapf/oneshot',
  )
  await expect(traceReplay(null as never)).rejects.toThrow('got a replay of undefined')
  await expect(traceReplay({ ...replay, digest: '0'.repeat(64) })).rejects.toThrow('digest: got')
})

test('heat maps count who was where and who waited there; records, how each agent fared', () => {
  const map = GridMap.of(['....'])
  const column = ([, at]: Cell): number => at
  // Agent 0 goes to 1, back, waits, goes to 1 again, which is its goal, and back; agent 1 arrives in step 2 and leaves.
  const positions: Cell[][] = [
    [
      [0, 0],
      [0, 3],
    ],
    [
      [0, 1],
      [0, 3],
    ],
    [
      [0, 0],
      [0, 2],
    ],
    [
      [0, 0],
      [0, 2],
    ],
    [
      [0, 1],
      [0, 2],
    ],
    [
      [0, 0],
      [0, 2],
    ],
  ]
  const trace: EpisodeTrace = {
    map,
    agents: 2,
    steps: 5,
    positions: Int32Array.from(positions.flat(), column),
    goals: Int32Array.of(3, 2, 3, 2, 3, 2, 1, 2, 3, 2, 3, 2),
    active: Uint8Array.of(1, 1, 1, 1, 1, 0, 1, 0, 1, 0, 1, 0),
  }
  expect(heatMaps(trace)).toEqual({
    rows: 1,
    columns: 4,
    visits: Uint32Array.of(3, 2, 1, 1),
    waits: Uint32Array.of(1, 0, 0, 1),
  })
  expect(agentRecords(trace)).toEqual([
    { goals: 1, starvation: 4, moves: 4, waits: 1, undone: 2, stuck: 0 },
    { goals: 1, starvation: 2, moves: 1, waits: 1, undone: 0, stuck: 0 },
  ])
})

test('the metrics of an episode follow from its records', async () => {
  const { replay } = await recorded({ agents: 40, horizon: 60 }, 'pibt')
  const { fairness, starvation, unserved, waits, stuck, goals } = replay.metrics
  const records = agentRecords(await traceReplay(replay))
  const sum = (of: (record: AgentRecord) => number): number =>
    records.reduce((total, one) => total + of(one), 0)
  expect(goals).toBe(sum((one) => one.goals))
  expect(starvation).toBe(Math.max(...records.map((one) => one.starvation)))
  expect(unserved).toBe(records.filter((one) => one.goals === 0).length / 40)
  expect(waits).toBe(sum((one) => one.waits) / sum((one) => one.waits + one.moves))
  expect(stuck).toBe(sum((one) => one.stuck) / (40 * 60))
  expect(fairness).toBeCloseTo((goals * goals) / (40 * sum((one) => one.goals * one.goals)), 12)
})
