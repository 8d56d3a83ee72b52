/** Stores, over worlds whose numbers say where they come from. */
import {
  type DatasetColumns,
  type DatasetFace,
  Seed,
  type Stream,
  box,
  combinatorial,
  multiDiscrete,
} from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import { restore, unpack, pack } from '../../src/archive.ts'
import { DatasetStore } from '../../src/stores/dataset-store.ts'
import { EpisodeStore } from '../../src/stores/episode-store.ts'
import { packRow, unpackRows } from '../../src/stores/store.ts'
import { PrioritisedRing } from '../../src/stores/prioritised-ring.ts'
import type { StepRows } from '../../src/stores/step-record.ts'
import { TransitionRing } from '../../src/stores/transition-ring.ts'
import { TransitionBatch, type Transitions, transitionShape } from '../../src/stores/transitions.ts'
import { type Counting, counting, play } from './plays.ts'

const stream = (seed: number): Stream => Seed.from(seed).stream()

/** A ring of what was played. */
function played(worlds: Counting, options: { steps?: number; capacity?: number; play?: number } = {}) {
  const environment = counting(worlds)
  const { steps = 1, capacity = 100, play: length = 12 } = options
  const ring = new TransitionRing(transitionShape(environment.spec), {
    capacity,
    rows: environment.batch * environment.spec.agents,
    discount: 0.5,
    steps,
  })
  play(environment, length, (step) => ring.add(step))
  return ring
}

/** Rows as [world, episode, step; step of the next state; R; Γ]. */
function rowsOf(
  { observations, nextObservations, rewards, discounts }: Transitions,
  length: number,
): number[][] {
  return Array.from({ length }, (_, i) => [
    ...observations.subarray(3 * i, 3 * i + 3),
    nextObservations[3 * i + 2],
    rewards[i],
    discounts[i],
  ])
}

it.each([1, 7, 8, 9, 16, 19])('%i masks come back from bits', (width) => {
  const rows = 5
  const masks = Uint8Array.from({ length: rows * width }, (_, k) => stream(k).integer(2))
  const bits = new Uint8Array(rows * Math.ceil(width / 8)).fill(255)
  const places = Int32Array.of(3, 0, 4, 1, 2)
  places.forEach((place, i) => packRow(masks, i, bits, place, width))
  const back = new Uint8Array(rows * width)
  unpackRows(bits, places, back, width)
  expect(back).toEqual(masks)
})

describe('a ring of transitions', () => {
  it('tells the end of an episode from its being cut off, and what followed from what comes next', () => {
    // The world's first episode ends by itself in step 3, its second is cut off in step 4.
    const ring = played({ worlds: 1 }, { play: 7 })
    expect(rowsOf(ring.transitions, ring.length)).toEqual([
      [0, 0, 0, 1, 1, 0.5],
      [0, 0, 1, 2, 2, 0.5],
      [0, 0, 2, 3, 3, 0],
      [0, 1, 0, 1, 1, 0.5],
      [0, 1, 1, 2, 2, 0.5],
      [0, 1, 2, 3, 3, 0.5],
      [0, 1, 3, 4, 4, 0.5],
    ])
  })

  it('sums rewards over n steps, over fewer where the episode ends, each row by itself', () => {
    const ring = played({ worlds: 2 }, { steps: 3, play: 7 })
    const rows = rowsOf(ring.transitions, ring.length)
    expect(rows.filter(([w]) => w === 0)).toEqual([
      [0, 0, 0, 3, 1 + 0.5 * 2 + 0.25 * 3, 0],
      [0, 0, 1, 3, 2 + 0.5 * 3, 0],
      [0, 0, 2, 3, 3, 0],
      [0, 1, 0, 3, 1 + 0.5 * 2 + 0.25 * 3, 0.125],
      [0, 1, 1, 4, 2 + 0.5 * 3 + 0.25 * 4, 0.125],
      [0, 1, 2, 4, 3 + 0.5 * 4, 0.25],
      [0, 1, 3, 4, 4, 0.5],
    ])
    expect(rows.filter(([w]) => w === 1)).toHaveLength(7)
  })

  it('leaves out agents whose episode is over', () => {
    const ring = played({ worlds: 1, agents: 2 }, { play: 3 })
    // Agent 1 is done a step before agent 0.
    expect(rowsOf(ring.transitions, ring.length).map(([, , t]) => t)).toEqual([0, 0, 1, 1, 2])
  })

  it('drops the oldest first', () => {
    const ring = played({ worlds: 1, lengths: [100], horizon: 100 }, { capacity: 4, play: 6 })
    expect(rowsOf(ring.transitions, ring.length).map(([, , t]) => t)).toEqual([4, 5, 2, 3])
    expect([ring.length, ring.count]).toEqual([4, 6])
  })

  it('holds factors', () => {
    const { transitions } = played({ action: multiDiscrete([2, 3]) }, { play: 3 })
    const shape = { observationWidth: 3, action: multiDiscrete([2, 3]), maskWidth: 5 }
    const drawn = new TransitionBatch(shape, 2)
    drawn.gather(transitions, Int32Array.of(0, 2))
    // World 0 in its second step.
    expect([...drawn.actions.subarray(2, 4)]).toEqual([1, 1])
    expect([...drawn.masks.subarray(5, 10)]).toEqual([0, 1, 0, 1, 0])
    expect([...drawn.nextMasks.subarray(5, 10)]).toEqual([1, 0, 0, 0, 1])
  })

  it('holds boxes, and subsets', () => {
    const { transitions } = played({ action: box([2], -1, 1), masked: false }, { play: 3 })
    expect(transitions.actions.subarray(0, 12)).toEqual(new Float32Array(12).fill(0.25))
    expect(transitions.masks).toHaveLength(0)
    const shape = { observationWidth: 3, action: combinatorial(4, 'any'), maskWidth: 0 }
    const ring = new TransitionRing(shape, { capacity: 5, rows: 1, discount: 1, steps: 1 })
    expect(ring.transitions.actions).toEqual(new Uint8Array(20))
  })

  it('draws evenly, whole rows, into arrays that stay', () => {
    const ring = played({})
    const batch = ring.sample(2000, stream(1))
    expect(ring.sample(2000, stream(1))).toBe(batch)
    const rows = rowsOf(ring.transitions, ring.length)
    expect(rowsOf(batch, 2000)).toEqual([...batch.places].map((place) => rows[place]))
    const counts = rows.map((_, place) => batch.places.filter((drawn) => drawn === place).length)
    for (const count of counts) expect(Math.abs(count / 2000 - 1 / rows.length)).toBeLessThan(0.02)
    expect(batch.weights.every((weight) => weight === 1)).toBe(true)
    expect(ring.sample(7, stream(1)).rows).toBe(7)
  })

  it('goes on where it was saved, in the middle of n steps too', () => {
    const environment = counting()
    const shape = transitionShape(environment.spec)
    const options = { capacity: 9, rows: 2, discount: 0.9, steps: 3 }
    const [one, other] = [new TransitionRing(shape, options), new TransitionRing(shape, options)]
    let t = 0
    play(environment, 20, (step) => {
      one.add(step)
      if (t++ === 6) restore(other.state, unpack(pack(one.state)))
      else if (t > 7) other.add(step)
    })
    expect(other.state).toEqual(one.state)
  })

  it('refuses to draw where there is nothing', () => {
    const ring = played({}, { play: 0 })
    expect(() => ring.sample(1, stream(0))).toThrow('a store that holds nothing')
  })
})

describe('a prioritised ring', () => {
  const shape = transitionShape(counting().spec)
  const make = () =>
    new PrioritisedRing(shape, { capacity: 6, rows: 2, discount: 1, steps: 1, priorityExponent: 1 })

  it('draws what was most mistaken, and says how much less that counts', () => {
    const ring = make()
    expect(() => ring.sample(1, stream(0))).toThrow('a store that holds nothing')
    play(counting(), 3, (step) => ring.add(step))
    const first = ring.sample(6, stream(2))
    expect([...first.places]).toEqual([0, 1, 2, 3, 4, 5])
    expect([...first.weights]).toEqual([1, 1, 1, 1, 1, 1])
    ring.update(Float64Array.of(3, 0, 0, 0, 0, 1))
    const drawn = ring.sample(4000, stream(3), 1)
    const share = (place: number): number => drawn.places.filter((other) => other === place).length / 4000
    expect(share(0)).toBeCloseTo(0.75, 1)
    expect(share(5)).toBeCloseTo(0.25, 1)
    // p(0) is three times p(5), which is the least of those drawn.
    expect(drawn.weights[drawn.places.indexOf(0)]).toBeCloseTo(1 / 3, 5)
    expect([...drawn.observations.subarray(0, 3)]).toEqual([0, 0, 0])
  })

  it('goes on where it was saved', () => {
    const [one, other] = [make(), make()]
    play(counting(), 7, (step) => one.add(step))
    one.sample(4, stream(4))
    one.update(Float64Array.of(4, 3, 2, 1))
    restore(other.state, one.state)
    expect(other.sample(20, stream(5))).toEqual(one.sample(20, stream(5)))
  })
})

describe('a store of episodes', () => {
  const environment = () => counting({ agents: 2 })

  it('holds whole ones, time after time, with states and masks up to the end', () => {
    const worlds = environment()
    const store = new EpisodeStore(worlds.spec, 4, worlds.batch)
    // World 0 plays 3 steps, then 4 (cut off); world 1 the other way round.
    play(worlds, 7, (step) => store.add(step))
    expect(store.length).toBe(4)
    const batch = store.sample(300, stream(1))
    expect(store.sample(300, stream(1))).toBe(batch)
    expect(batch.steps).toBe(4)
    expect(new Set(batch.lengths)).toEqual(new Set([3, 4]))
    for (const e of [0, 1, 2, 3].map((place) => batch.places.indexOf(place))) {
      const length = batch.lengths[e]
      const w = batch.observations[e * 6]
      for (let t = 0; t <= length; t++) {
        const row = t * 300 + e
        expect(batch.states[row]).toBe(100 * w + t)
        expect(batch.observations[row * 6 + 5]).toBe(t)
        expect([...batch.masks.subarray(row * 6, row * 6 + 3)]).toEqual(
          [0, 1, 2].map((k) => (k === t % 3 ? 1 : 0)),
        )
        if (t === length) continue
        const own = { agents: row * 2, last: t === length - 1 }
        expect(batch.filled[row]).toBe(1)
        expect(batch.actions[own.agents]).toBe(t % 3)
        expect(batch.rewards[own.agents]).toBe(t + 1)
        expect(batch.terminated[own.agents]).toBe(own.last && length === 3 ? 1 : 0)
        // The other agent is done a step before: after 2 steps of 3, and by itself after 4 of 5.
        expect(batch.running[own.agents + 1]).toBe(length === 3 && own.last ? 0 : 1)
      }
      if (length === 4) continue
      expect(batch.filled[3 * 300 + e]).toBe(0)
      expect([...batch.masks.subarray((4 * 300 + e) * 6, (4 * 300 + e) * 6 + 6)]).toEqual([1, 1, 1, 1, 1, 1])
    }
  })

  it('drops the oldest first, and goes on where it was saved', () => {
    const [worlds, spec] = [environment(), environment().spec]
    const [one, other] = [new EpisodeStore(spec, 3, 2), new EpisodeStore(spec, 3, 2)]
    expect(() => one.sample(1, stream(0))).toThrow('a store that holds nothing')
    expect(() => new EpisodeStore({ ...spec, horizon: Infinity }, 3, 2)).toThrow('got an infinite horizon')
    let t = 0
    play(worlds, 30, (step: StepRows) => {
      one.add(step)
      if (t++ === 8) restore(other.state, one.state)
      else if (t > 9) other.add(step)
    })
    expect(other.state).toEqual(one.state)
    const { observations, places } = one.sample(3, stream(1))
    // Episodes 0 to 7 or so of both worlds were played; the last three are held.
    expect(places.every((_, e) => observations[e * 6 + 1] > 5)).toBe(true)
  })
})

describe('a store of a dataset', () => {
  const { spec } = counting()

  /** Rows whose numbers are their own. */
  const face = (size: number, keeps: DatasetFace['keeps'] = []): DatasetFace => ({
    size,
    keeps,
    read(from, count, columns: DatasetColumns) {
      for (let i = 0; i < count; i++) {
        columns.observations.fill(from + i, 3 * i, 3 * i + 3)
        columns.nextObservations.fill(from + i + 1, 3 * i, 3 * i + 3)
        columns.actions[i] = i % 3
        columns.rewards[i] = 10 * i
        columns.terminated[i] = i % 2
        columns.propensities[i] = NaN
        columns.masks?.set([0, 1, 0], 3 * i)
      }
    },
  })

  it('draws its first rows', () => {
    const store = new DatasetStore(spec, face(100, ['masks']), 4, 0.9)
    expect(store.length).toBe(4)
    expect(rowsOf(store.transitions, 4)).toEqual([
      [0, 0, 0, 1, 0, 0.9],
      [1, 1, 1, 2, 10, 0],
      [2, 2, 2, 3, 20, 0.9],
      [3, 3, 3, 4, 30, 0],
    ])
    const batch = store.sample(50, stream(1))
    expect(store.sample(50, stream(1))).toBe(batch)
    expect(new Set(batch.places)).toEqual(new Set([0, 1, 2, 3]))
    expect([...batch.masks.subarray(0, 3)]).toEqual([0, 1, 0])
    expect([...batch.nextMasks.subarray(0, 3)]).toEqual([1, 1, 1])
    expect(store.state).toEqual({})
  })

  it('holds no more than there is, and refuses none', () => {
    expect(new DatasetStore(spec, face(3), 1e6, 1).length).toBe(3)
    expect(() => new DatasetStore(spec, face(0), 5, 1)).toThrow('got 0 rows, expected at least 1')
  })
})
