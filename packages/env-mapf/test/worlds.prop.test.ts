import { type ActionArray, Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AssembledGrid } from '../src/grid-environment.ts'
import type { GridParameters } from '../src/grid-parameters.ts'
import { assemble as assembleLifelong, lifelong } from '../src/lifelong.ts'
import { assemble as assembleOneshot, oneshot } from '../src/oneshot.ts'
import type { GridWorlds, OnTarget } from '../src/worlds.ts'

interface Given {
  readonly onTarget: OnTarget
  readonly parameters: Partial<GridParameters>
}

/** Small generated worlds of every kind, crowded enough for conflicts in every step. */
const worldsOf = fc
  .record({
    onTarget: fc.constantFrom('restart', 'finish', 'nothing'),
    collisionSystem: fc.constantFrom('priority', 'block_both', 'soft'),
    observationType: fc.constantFrom('default', 'pomapf', 'mapf'),
    legacyOccupancy: fc.boolean(),
    actionMask: fc.boolean(),
    size: fc.integer({ min: 3, max: 9 }),
    density: fc.constantFrom(0, 0.1, 0.3),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    radius: fc.integer({ min: 1, max: 4 }),
    horizon: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ onTarget, share, size, density, ...rest }): Given => {
    const most = Math.floor((size * size * (1 - density)) / 4)
    const agents = 1 + Math.floor(share * Math.max(0, most - 1))
    return { onTarget, parameters: { instances: 'generated', agents, size, density, ...rest } }
  })

const seeds = fc.nat(1000).map((seed) => Seed.from(seed))

function assemble({ onTarget, parameters }: Given, batch: number): AssembledGrid {
  if (onTarget === 'restart') return assembleLifelong(lifelong.resolve(parameters), batch)
  return assembleOneshot(oneshot.resolve({ ...parameters, onTarget }), batch)
}

test('nobody ever meets: no two agents in one cell, none in an obstacle, no swaps; goals can be reached', () => {
  fc.assert(
    fc.property(worldsOf, seeds, (given, seed) => {
      const { environment, worlds } = assemble(given, 2)
      const stream = seed.stream()
      const actions = new Int32Array(environment.rewards.length)
      environment.reset(seed)
      for (let t = 0; t < 30; t++) {
        const [before, active, goals] = [worlds.positions, worlds.active, worlds.goals].map((row) =>
          row.slice(),
        )
        expectApart(worlds, given.parameters.legacyOccupancy === true)
        draw(environment, stream, actions)
        environment.step(actions)
        for (let w = 0; w < 2; w++) {
          if (environment.ended[w] === 1) continue
          expectLegalMoves(worlds, w, before, active, actions)
          expectPaid(given, { environment, worlds }, w, active, goals)
        }
      }
    }),
    { numRuns: 200 },
  )
})

test('a world goes the same way whatever the batch, and from a snapshot of it in another world', () => {
  fc.assert(
    fc.property(worldsOf, seeds, fc.nat(20), (given, seed, pause) => {
      const alone = assemble(given, 1).environment
      const among = assemble(given, 3).environment
      alone.reset(seed)
      among.reset(seed)
      const stream = seed.fold('actions').stream()
      const one = new Int32Array(alone.rewards.length)
      const three = new Int32Array(among.rewards.length)
      for (let t = 0; t < 30; t++) {
        if (t === pause) alone.snapshot!.restore(0, structuredClone(among.snapshot!.save(2)))
        const followed = t >= pause ? 2 : 0
        draw(among, stream, three)
        one.set(three.subarray(followed * one.length, (followed + 1) * one.length))
        alone.step(one)
        among.step(three)
        const { length } = alone.metrics
        if (alone.ended[0] === 1) {
          expect(alone.metrics).toEqual(among.metrics.slice(followed * length, (followed + 1) * length))
        }
        // After its episode the one begins its own next, the other that of world 2.
        if (followed === 2 && among.ended[2] === 1) return
        for (const name of ['observations', 'rewards', 'terminated', 'state', 'actionMask'] as const) {
          const [mine, all] = [alone[name], among[name]]
          if (mine === undefined) continue
          const row = all!.slice(followed * mine.length, (followed + 1) * mine.length)
          expect(mine).toEqual(row)
        }
      }
    }),
    { numRuns: 100 },
  )
})

test('under soft, PIBT never asks for what is not done', () => {
  fc.assert(
    fc.property(worldsOf, seeds, fc.boolean(), (given, seed, greedy) => {
      const soft = { ...given, parameters: { ...given.parameters, collisionSystem: 'soft' as const } }
      const { environment, worlds } = assemble(soft, 2)
      const policy = environment.expert!.policy('pibt')
      const actions = new Int32Array(environment.rewards.length)
      environment.reset(seed)
      policy.begin(environment, seed)
      for (let t = 0; t < 30; t++) {
        policy.act(environment, actions, greedy ? 'greedy' : 'sample')
        const wanted = worlds.positions.map((cell, i) => cell + worlds.offsets[actions[i]])
        environment.step(actions)
        for (let w = 0; w < 2; w++) {
          if (environment.ended[w] === 1) continue
          const rows = [w * worlds.agents, (w + 1) * worlds.agents] as const
          expect(worlds.positions.slice(...rows)).toEqual(wanted.slice(...rows))
        }
      }
    }),
    { numRuns: 100 },
  )
})

/** Any legal action of each agent. */
function draw(
  { actionMask }: AssembledGrid['environment'],
  stream: ReturnType<Seed['stream']>,
  actions: Int32Array,
): void {
  for (let i = 0; i < actions.length; i++) {
    actions[i] = stream.integer(5)
    if (actionMask?.[5 * i + actions[i]] === 0) actions[i] = 0
  }
}

function expectApart(worlds: GridWorlds, mayBeLost: boolean): void {
  const { batch, agents, cells, positions, obstacles, occupants, agentPlane, maps, goals, active } = worlds
  for (let w = 0; w < batch; w++) {
    const row = Array.from({ length: agents }, (_, a) => w * agents + a)
    const present = row.filter((i) => active[i] === 1)
    expect(new Set(present.map((i) => positions[i])).size).toBe(present.length)
    for (const i of present) {
      expect(obstacles[w * cells + positions[i]]).toBe(0)
      expect(occupants[w * cells + positions[i]]).toBe(i - w * agents + 1)
      if (!mayBeLost) expect(agentPlane[w * cells + positions[i]]).toBe(1)
    }
    const seen = agentPlane.subarray(w * cells, (w + 1) * cells).reduce((sum, one) => sum + one, 0)
    if (mayBeLost) expect(seen).toBeLessThanOrEqual(present.length)
    else expect(seen).toBe(present.length)
    const standing = occupants.subarray(w * cells, (w + 1) * cells).filter((occupant) => occupant > 0)
    expect(standing.length).toBe(present.length)
    const { labels } = maps[w].components
    const mapCell = (cell: number): number =>
      (worlds.rowOf[cell] - worlds.border) * maps[w].columns + worlds.columnOf[cell] - worlds.border
    for (const i of row) expect(labels[mapCell(goals[i])]).toBe(labels[mapCell(positions[i])])
  }
}

/** Everybody went where it asked to or stayed, nobody changed places with another, and who had left stayed away. */
function expectLegalMoves(
  { agents, offsets, positions }: GridWorlds,
  w: number,
  before: ArrayLike<number>,
  active: ArrayLike<number>,
  actions: ActionArray,
): void {
  for (let i = w * agents; i < (w + 1) * agents; i++) {
    const asked = active[i] === 1 ? before[i] + offsets[actions[i]] : before[i]
    expect([before[i], asked]).toContain(positions[i])
    for (let j = w * agents; j < i; j++) {
      if (active[i] + active[j] < 2) continue
      expect(positions[i] === before[j] && positions[j] === before[i]).toBe(false)
    }
  }
}

function expectPaid(
  { onTarget }: Given,
  { environment, worlds }: AssembledGrid,
  w: number,
  active: ArrayLike<number>,
  goals: ArrayLike<number>,
): void {
  const { agents, positions } = worlds
  for (let i = w * agents; i < (w + 1) * agents; i++) {
    const arrived = positions[i] === goals[i] && active[i] === 1
    expect(environment.rewards[i]).toBe(onTarget !== 'nothing' && arrived ? 1 : 0)
    expect(worlds.goals[i] === goals[i]).toBe(onTarget !== 'restart' || !arrived)
    expect(worlds.active[i]).toBe(onTarget === 'finish' && arrived ? 0 : active[i])
  }
}
