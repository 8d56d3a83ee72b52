import { type ActionArray, Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type LifelongParameters, assemble, lifelong } from '../src/lifelong.ts'
import type { GridWorlds } from '../src/worlds.ts'

/** Small generated worlds, crowded enough for conflicts in every step. */
const parameters = fc
  .record({
    size: fc.integer({ min: 3, max: 9 }),
    density: fc.constantFrom(0, 0.1, 0.3),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    radius: fc.integer({ min: 1, max: 4 }),
    horizon: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ size, density, share, radius, horizon }): Partial<LifelongParameters> => {
    const most = Math.floor((size * size * (1 - density)) / 4)
    const agents = 1 + Math.floor(share * Math.max(0, most - 1))
    return { instances: 'generated', agents, size, density, radius, horizon }
  })

const seeds = fc.nat(1000).map((seed) => Seed.from(seed))

test('nobody ever meets: no two agents in one cell, none in an obstacle, no swaps; goals can be reached', () => {
  fc.assert(
    fc.property(parameters, seeds, (given, seed) => {
      const { environment, worlds } = assemble(lifelong.resolve(given), 2)
      const stream = seed.stream()
      const actions = new Int32Array(environment.rewards.length)
      environment.reset(seed)
      for (let t = 0; t < 30; t++) {
        const before = worlds.positions.slice()
        const goals = worlds.goals.slice()
        expectApart(worlds)
        actions.forEach((_, i) => (actions[i] = stream.integer(5)))
        environment.step(actions)
        if (environment.ended[0] === 1) continue
        expectLegalMoves(worlds, before, actions)
        worlds.positions.forEach((cell, i) => {
          expect(environment.rewards[i]).toBe(cell === goals[i] ? 1 : 0)
          expect(worlds.goals[i] === goals[i]).toBe(cell !== goals[i])
        })
      }
    }),
    { numRuns: 60 },
  )
})

test('a world goes the same way whatever the batch, and from a snapshot of it in another world', () => {
  fc.assert(
    fc.property(parameters, seeds, fc.nat(20), (given, seed, pause) => {
      const alone = assemble(lifelong.resolve(given), 1).environment
      const among = assemble(lifelong.resolve(given), 3).environment
      alone.reset(seed)
      among.reset(seed)
      const stream = seed.fold('actions').stream()
      const one = new Int32Array(alone.rewards.length)
      const three = new Int32Array(among.rewards.length)
      for (let t = 0; t < 30; t++) {
        if (t === pause) alone.snapshot!.restore(0, structuredClone(among.snapshot!.save(2)))
        const followed = t >= pause ? 2 : 0
        three.forEach((_, i) => (three[i] = stream.integer(5)))
        one.set(three.subarray(followed * one.length, (followed + 1) * one.length))
        alone.step(one)
        among.step(three)
        // After its episode the one begins its own next, the other that of world 2.
        if (followed === 2 && among.ended[2] === 1) return
        const { length } = alone.observations
        expect(alone.observations).toEqual(
          among.observations.slice(followed * length, (followed + 1) * length),
        )
        expect(alone.rewards).toEqual(among.rewards.slice(followed * one.length, (followed + 1) * one.length))
      }
    }),
    { numRuns: 60 },
  )
})

test('PIBT never asks for what is not done, and keeps everybody moving', () => {
  fc.assert(
    fc.property(parameters, seeds, fc.boolean(), (given, seed, greedy) => {
      const { environment, worlds } = assemble(lifelong.resolve(given), 2)
      const policy = environment.expert!.policy('pibt')
      const actions = new Int32Array(environment.rewards.length)
      environment.reset(seed)
      policy.begin(environment, seed)
      for (let t = 0; t < 30; t++) {
        policy.act(environment, actions, greedy ? 'greedy' : 'sample')
        const wanted = worlds.positions.map((cell, i) => cell + worlds.offsets[actions[i]])
        environment.step(actions)
        if (environment.ended[0] === 0) expect(worlds.positions).toEqual(wanted)
      }
    }),
    { numRuns: 60 },
  )
})

function expectApart({
  batch,
  agents,
  cells,
  positions,
  obstacles,
  occupants,
  agentPlane,
  maps,
  goals,
}: GridWorlds): void {
  for (let w = 0; w < batch; w++) {
    const own = positions.subarray(w * agents, (w + 1) * agents)
    expect(new Set(own).size).toBe(agents)
    own.forEach((cell, a) => {
      expect(obstacles[w * cells + cell]).toBe(0)
      expect(occupants[w * cells + cell]).toBe(a + 1)
      expect(agentPlane[w * cells + cell]).toBe(1)
    })
    const inWorld = agentPlane.subarray(w * cells, (w + 1) * cells)
    expect(inWorld.reduce((sum, one) => sum + one, 0)).toBe(agents)
    expect(maps[w].components.capacity).toBeGreaterThanOrEqual(agents)
    for (const goal of goals.subarray(w * agents, (w + 1) * agents))
      expect(obstacles[w * cells + goal]).toBe(0)
  }
}

/** Everybody went where it asked to or stayed, and nobody changed places with another. */
function expectLegalMoves(
  { batch, agents, offsets, positions }: GridWorlds,
  before: Int32Array,
  actions: ActionArray,
): void {
  for (let w = 0; w < batch; w++) {
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      expect([before[i], before[i] + offsets[actions[i]]]).toContain(positions[i])
      for (let j = w * agents; j < i; j++) {
        expect(positions[i] === before[j] && positions[j] === before[i]).toBe(false)
      }
    }
  }
}
