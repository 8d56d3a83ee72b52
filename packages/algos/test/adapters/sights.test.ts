/** What is seen and paid through adapters that change it. */
import {
  type DatasetColumns,
  type Environment,
  Seed,
  allocateActions,
  maskWidth,
  product,
} from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { corridor } from '../../../core/test/worlds/corridor.ts'
import { counting } from '../../../core/test/worlds/counting.ts'
import { banditAsMdp } from '../../src/adapters/bandit-as-mdp.ts'
import { history } from '../../src/adapters/history.ts'
import { KernelRule } from '../../src/adapters/kernel-rule.ts'
import { meanField } from '../../src/adapters/mean-field.ts'
import { opponentPool } from '../../src/adapters/opponent-pool.ts'
import { outcomeThreshold } from '../../src/adapters/outcome-threshold.ts'
import { recordDataset } from '../../src/adapters/record-dataset.ts'
import { nim } from '../nim.ts'
import { showdown } from '../showdown.ts'
import { tiny } from '../tiny.ts'
import { drifters } from './drifters.ts'

describe('history', () => {
  const seenOf = (environment: Environment): number[] =>
    Array.from(environment.observations.subarray(0, 3), (value) => Math.round(value * 10))

  test('shows the last observations, the oldest first, and begins anew with every episode', async () => {
    const seen = history.wrap(await tiny.make({ horizon: 4 }, 1), { history: 3 })
    seen.reset(Seed.from(1))
    // In tiny the observation is the share of the horizon that has passed: quarters.
    const shown = [seenOf(seen)]
    for (let t = 0; t < 4; t++) {
      seen.step(Int32Array.of((t + 1) % 4, (t + 2) % 4))
      shown.push(seenOf(seen))
    }
    expect(shown).toEqual([
      [0, 0, 0],
      [0, 0, 3],
      [0, 3, 5],
      [3, 5, 8],
      [0, 0, 0],
    ])
    expect(Array.from(seen.finalObservations.subarray(0, 3))).toEqual([0.5, 0.75, 1])
    expect(seen.spec.observation.layout.map(({ name }) => name)).toEqual([
      'elapsed, 2 back',
      'elapsed, 1 back',
      'elapsed',
    ])
  })
})

describe('outcome-threshold', () => {
  test('pays 1 at the end of an episode that reaches the threshold, and else nothing', async () => {
    const beneath = await tiny.make({ horizon: 4 }, 1)
    // Choices pay 0 to 3 in each of 4 steps, so that half of what may be paid is 6.
    const seen = outcomeThreshold.wrap(beneath, { outcome: true })
    seen.reset(Seed.from(1))
    const paid: number[][] = []
    for (let t = 0; t < 4; t++) {
      // In step t choice (t + agent) mod 4 is illegal.
      const legal = (agent: number, wanted: number): number =>
        wanted === (t + agent) % 4 ? wanted - 1 : wanted
      seen.step(Int32Array.of(legal(0, 3), legal(1, 1)))
      paid.push(Array.from(seen.rewards))
    }
    expect(paid).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [1, 0],
    ])
    expect(Array.from(seen.returns)).toEqual([1, 0])
    expect(seen.spec).toMatchObject({ outcome: true, rewardRange: [0, 1], score: 'total' })
  })

  test('draws the line between a poor and a good episode where they are known', async () => {
    const plain = await tiny.make({ horizon: 1 }, 1)
    const known = { ...plain, spec: { ...plain.spec, returnRange: [1, 2] as const } }
    const seen = outcomeThreshold.wrap(known, { outcome: true })
    seen.reset(Seed.from(1))
    seen.step(Int32Array.of(2, 0))
    expect(Array.from(seen.rewards)).toEqual([1, 0])
  })
})

describe('record-dataset', () => {
  const columnsFor = ({ spec }: Environment, rows: number): DatasetColumns => ({
    observations: new Float32Array(rows * product(spec.observation.shape)),
    actions: allocateActions(spec.action, rows),
    rewards: new Float32Array(rows),
    nextObservations: new Float32Array(rows * product(spec.observation.shape)),
    terminated: new Uint8Array(rows),
    propensities: new Float64Array(rows),
    masks: new Uint8Array(rows * maskWidth(spec.action)),
    nextMasks: new Uint8Array(rows * maskWidth(spec.action)),
    truncated: new Uint8Array(rows),
  })
  const readFrom = (environment: Environment, from: number, rows: number): DatasetColumns => {
    const columns = columnsFor(environment, rows)
    environment.dataset!.read(from, rows, columns)
    return columns
  }

  test('has an expert’s play in its first half, random play in its second', async () => {
    const seen = recordDataset.wrap(await corridor.make({}, 4), { dataset: true })
    seen.reset(Seed.from(1))
    const { size } = seen.dataset!
    const backwards = (from: number): number =>
      Array.from(readFrom(seen, from, 1000).actions).filter((action) => action === 0).length
    expect(size % 2).toBe(0)
    expect(backwards(0)).toBe(0)
    expect(backwards(size / 2 - 1000)).toBe(0)
    expect(backwards(size / 2)).toBeGreaterThan(100)
    expect(() => readFrom(seen, size - 1, 2)).toThrow(`within ${size} rows`)
  })

  test('keeps the steps of a trajectory together', async () => {
    const seen = recordDataset.wrap(await tiny.make({ horizon: 5 }, 3), { dataset: true })
    seen.reset(Seed.from(1))
    const { observations, nextObservations, truncated, masks, nextMasks } = readFrom(seen, 0, 100)
    for (let k = 0; k < 100; k++) {
      expect(observations[k]).toBeCloseTo((k % 5) / 5, 6)
      expect(nextObservations[k]).toBeCloseTo((k % 5) / 5 + 0.2, 6)
      expect(truncated![k]).toBe(k % 5 === 4 ? 1 : 0)
      // In tiny choice (t + agent) mod 4 is illegal.
      const illegal = masks!.subarray(4 * k, 4 * k + 4).indexOf(0)
      expect(nextMasks!.subarray(4 * k, 4 * k + 4).indexOf(0)).toBe((illegal + 1) % 4)
    }
  })

  test('leaves the worlds as they stood, and the episodes that are to come', async () => {
    const play = async (record: (environment: Environment, t: number) => void): Promise<number[]> => {
      const seen = recordDataset.wrap(await counting.make({}, 2), { dataset: true })
      const shown: number[] = []
      seen.reset(Seed.from(4))
      for (let t = 0; t < 30; t++) {
        record(seen, t)
        seen.step(Int32Array.of(t % 3, (t + 1) % 3))
        shown.push(...seen.observations, ...seen.rewards, ...seen.ended)
      }
      return shown
    }
    const undisturbed = await play(() => {})
    expect(await play((seen, t) => void (t === 0 && readFrom(seen, 0, 10)))).toEqual(undisturbed)
    expect(await play((seen, t) => void (t === 7 && readFrom(seen, 0, 10)))).toEqual(undisturbed)
  })

  test('has the decisions of both sides of a game, with what came of them until the side’s next', async () => {
    const seen = recordDataset.wrap(await nim.make({}, 4), { dataset: true })
    seen.reset(Seed.from(1))
    const columns = readFrom(seen, 0, 1000)
    const { observations, actions, rewards, terminated, nextObservations, masks } = columns
    const stonesAt = (of: Float32Array, k: number): number => of.subarray(11 * k, 11 * k + 11).indexOf(1)
    let [won, lost] = [0, 0]
    for (let k = 0; k < 1000; k++) {
      const stones = stonesAt(observations, k)
      const after = stonesAt(nextObservations, k)
      // Who always wins where it can is the teacher, and whoever waits is no row.
      expect(actions[k]).toBe(stones % 4 === 0 ? 1 : stones % 4)
      expect([...masks!.subarray(4 * k, 4 * k + 4)]).toEqual([0, 1, stones > 1 ? 1 : 0, stones > 2 ? 1 : 0])
      expect(Math.abs(rewards[k])).toBe(terminated[k])
      if (rewards[k] === 1) expect(actions[k]).toBe(stones)
      if (terminated[k] === 0) expect(after).toBe(k < 999 ? stonesAt(observations, k + 1) : after)
      won += rewards[k] === 1 ? 1 : 0
      lost += rewards[k] === -1 ? 1 : 0
    }
    expect(won).toBeGreaterThan(100)
    expect(lost).toBeGreaterThan(100)
  })

  test('keeps the masks under which the factors of a game’s actions were chosen', async () => {
    const seen = recordDataset.wrap(await showdown.make({}, 2), { dataset: true })
    seen.reset(Seed.from(1))
    const { actions, masks } = readFrom(seen, seen.dataset!.size / 2, 100)
    const first = new Set<number>()
    for (let k = 0; k < 100; k++) {
      first.add(actions[2 * k])
      const left = [0, 1, 2].map((digit) => (digit === actions[2 * k] ? 0 : 1))
      expect([...masks!.subarray(6 * k, 6 * k + 6)]).toEqual([1, 1, 1, ...left])
    }
    expect(first.size).toBe(3)
  })

  test('is read before worlds move that cannot be put back', async () => {
    const pool = opponentPool.wrap(await showdown.make({}, 1), {})
    const unsaved = Object.create(pool, { snapshot: { value: undefined } }) as Environment
    const seen = recordDataset.wrap(unsaved, { dataset: true })
    seen.reset(Seed.from(1))
    seen.step(Int32Array.of(0, 1))
    expect(() => readFrom(seen, 0, 1)).toThrow('which cannot be put back')
    seen.reset(Seed.from(1))
    expect(() => readFrom(seen, 0, 1)).not.toThrow()
  })
})

describe('mean-field', () => {
  test('shows moments of where agents are', async () => {
    const beneath = await drifters.make({}, 2)
    const seen = meanField.wrap(beneath, { population: true })
    seen.reset(Seed.from(3))
    const points = new Float64Array(2 * 3 * 2)
    beneath.meanField!.coordinates(points)
    for (let w = 0; w < 2; w++) {
      const agents = [0, 1, 2].map((a) => [points[(w * 3 + a) * 2], points[(w * 3 + a) * 2 + 1]])
      const average = (of: (agent: number[]) => number): number =>
        agents.reduce((sum, agent) => sum + of(agent), 0) / 3
      const mean = average(([x]) => x)
      const angle = (turn: number): number => 2 * Math.PI * turn
      const [c, s] = [average(([, y]) => Math.cos(angle(y))), average(([, y]) => Math.sin(angle(y)))]
      const expected = [mean, average(([x]) => (x - mean) ** 2), 0, c, s, 1 - Math.hypot(c, s), 0, 0, 0]
      expected.forEach((value, k) => expect(seen.observations[w * 9 + k]).toBeCloseTo(value, 6))
    }
    expect(seen.spec).toMatchObject({ agents: 1, population: 3, action: { shape: [18] } })
  })

  test('gives every agent what the rule says of what it observes', () => {
    const spec = drifters.describe()
    const rule = new KernelRule(spec)
    const actions = new Float32Array(2)
    const constant = Float32Array.from({ length: 18 }, (_, k) => (k % 2 === 0 ? 1 : -0.5))
    rule.act(constant, 0, Float32Array.of(0.3, -0.9), 0, actions)
    expect(Array.from(actions)).toEqual([0.5, 0.25])
    // The centres along each number are -2/3, 0 and 2/3: what one of them says counts most where it lies.
    const middle = Float32Array.from({ length: 18 }, (_, k) => (Math.floor(k / 2) === 4 ? 1 : -1))
    const kernel = (off: number): number => Math.exp(-((off / (1 / 3)) ** 2) / 2)
    const share = (1 / (1 + 2 * kernel(2 / 3))) ** 2
    rule.act(middle, 0, Float32Array.of(0, 0), 0, actions)
    expect(actions[0]).toBeCloseTo(-0.5 + share, 5)
    // Far away the nearest centre decides.
    const corner = Float32Array.from({ length: 18 }, (_, k) => (k >= 16 ? 1 : -1))
    rule.act(corner, 0, Float32Array.of(1e6, 1e6), 0, actions)
    expect(Array.from(actions)).toEqual([0.5, 1])
  })
})

describe('bandit-as-mdp', () => {
  const online = { ...tiny.describe(), agents: 1, protocol: 'online' } as const

  test.each<[what: string, changes: object, alone: boolean]>([
    ['pulls that bear on nothing', {}, true],
    ['rewards that come later', { delayed: [0, 1] }, false],
    ['a task that is met several times', { repeats: 20 }, false],
    ['arms that remember', { carriesOver: true }, false],
  ])('takes the discount from %s alone', (_, changes, alone) => {
    const spec = banditAsMdp.adapt({ ...online, ...changes }, { protocol: 'episodic' })
    expect(spec).toMatchObject({ protocol: 'episodic' })
    expect(spec?.oneStep).toBe(alone ? true : undefined)
  })
})
