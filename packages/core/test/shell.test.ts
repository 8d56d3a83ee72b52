import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Environment,
  type Instance,
  allocateBuffers,
  seedSchedule,
  wrapEnvironment,
} from '../src/environment.ts'
import { GauntletError, IllegalActionError } from '../src/errors.ts'
import { Seed } from '../src/random/seed.ts'
import { type Rules, createEnvironment } from '../src/shell.ts'
import { discrete } from '../src/spaces.ts'
import { flatArray } from '../src/spec.ts'
import { corridor, counting, crowd, levels } from './worlds/index.ts'
import { pictures, toySpec } from './worlds/toy.ts'
import { NO_FACES, tinyWorld } from './worlds/tiny.ts'

const seed = Seed.from(7)

/** What a counting world of one agent shows, step by step. */
function shown(environment: Environment, steps: number): object[] {
  return Array.from({ length: steps }, (_, t) => {
    environment.step(Int32Array.of(t % 3))
    const {
      observations,
      finalObservations,
      rewards,
      terminated,
      truncated,
      ended,
      returns,
      lengths,
      metrics,
    } = environment
    return {
      seen: observations[0],
      reward: rewards[0],
      flags: `${terminated[0]}${truncated[0]}${ended[0]}`,
      ...(ended[0] === 1 && {
        final: finalObservations[0],
        return: returns[0],
        length: lengths[0],
        metric: metrics[0],
      }),
    }
  })
}

describe('the score in the course of an episode', () => {
  const build = (protocol: 'online' | 'episodic'): Environment => {
    let steps = 0
    const spec = toySpec({ action: discrete(2), horizon: 5, protocol })
    return createEnvironment('toy/x', spec, 1, () => ({
      rules: {
        start: () => void (steps = 0),
        step: () => void steps++,
        observe: () => {},
        measure: (_, metrics, offset) => void metrics.fill(10 * steps, offset),
        ...pictures(() => []),
      },
    }))
  }

  it('is told by online tasks, and by no others', () => {
    const environment = build('online')
    expect(() => environment.scoreSoFar!(0)).toThrow('world 0 has no episode before the first reset')
    environment.reset(seed)
    for (const score of [0, 10, 20]) {
      expect(environment.scoreSoFar!(0)).toBe(score)
      environment.step(Int32Array.of(0))
    }
    expect(environment.metrics[0]).toBe(0)
    expect(build('episodic').scoreSoFar).toBeUndefined()
  })
})

it('what happened is told where the rules tell it, of worlds that exist, also through wrappers', () => {
  const build = (rules: object): Environment =>
    createEnvironment('toy/x', toySpec({ action: discrete(2), horizon: 5 }), 2, () => ({
      rules: {
        start: () => {},
        step: () => {},
        observe: () => {},
        measure: () => {},
        ...pictures(() => []),
        ...rules,
      },
    }))
  const environment = wrapEnvironment(build({ renderLog: (w: number) => [`world ${w}`] }), {})
  expect(environment.renderLog!(1)).toEqual(['world 1'])
  expect(() => environment.renderLog!(2)).toThrow('got world 2, expected 0 to 1')
  expect(wrapEnvironment(build({}), {}).renderLog).toBeUndefined()
})

describe('a counting world', () => {
  it('is cut off at its horizon and reset within the same step', async () => {
    const environment = await counting.make({ horizon: 3 })
    environment.reset(seed)
    expect(environment.observations[0]).toBe(0)
    expect(shown(environment, 7)).toEqual([
      { seen: 1, reward: 0, flags: '000' },
      { seen: 2, reward: 1, flags: '000' },
      { seen: 0, reward: 2, flags: '011', final: 3, return: 3, length: 3, metric: 3 },
      { seen: 1, reward: 0, flags: '000' },
      { seen: 2, reward: 1, flags: '000' },
      { seen: 0, reward: 2, flags: '011', final: 3, return: 3, length: 3, metric: 3 },
      { seen: 1, reward: 0, flags: '000' },
    ])
  })

  it('terminates at its goal, also where that is the horizon', async () => {
    const early = await counting.make({ horizon: 5, goal: 2 })
    early.reset(seed)
    expect(shown(early, 3)).toEqual([
      { seen: 1, reward: 0, flags: '000' },
      { seen: 0, reward: 1, flags: '101', final: 2, return: 1, length: 2, metric: 1 },
      { seen: 1, reward: 2, flags: '000' },
    ])
    const atOnce = await counting.make({ horizon: 2, goal: 2 })
    atOnce.reset(seed)
    expect(shown(atOnce, 2)[1]).toMatchObject({ flags: '101', final: 2 })
  })

  it('terminates at its horizon where that is the task’s own end', async () => {
    const environment = await counting.make({ horizon: 2, horizonEnd: 'terminated' })
    environment.reset(seed)
    expect(shown(environment, 2)[1]).toMatchObject({ flags: '101', final: 2 })
  })

  it('may have episodes of a single step', async () => {
    const environment = await counting.make({ horizon: 1 })
    environment.reset(seed)
    expect(shown(environment, 2)).toEqual([
      { seen: 0, reward: 0, flags: '011', final: 1, return: 0, length: 1, metric: 0 },
      { seen: 0, reward: 1, flags: '011', final: 1, return: 1, length: 1, metric: 1 },
    ])
  })

  it('has episodes as long as its horizon or goal says, and never longer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        async (horizon, goal) => {
          const environment = await counting.make({ horizon, goal }, 2)
          environment.reset(seed)
          for (let t = 1; t <= 30; t++) {
            environment.step(Int32Array.of(1, 2))
            const over = t % Math.min(horizon, goal) === 0
            expect([...environment.ended]).toEqual(over ? [1, 1] : [0, 0])
            if (over)
              expect([...environment.returns]).toEqual(
                [1, 2].map((reward) => reward * Math.min(horizon, goal)),
              )
          }
        },
      ),
    )
  })
})

describe('the shell', () => {
  it('refuses a step before the first reset, and anything else that needs an episode', async () => {
    const environment = await counting.make()
    expect(() => environment.step(Int32Array.of(0))).toThrow('toy/counting: step before the first reset')
    expect(() => environment.snapshot!.save(0)).toThrow('world 0 has no episode before the first reset')
    expect(() => environment.instance!.current(0)).toThrow(GauntletError)
    expect(() => environment.instance!.restart(0, { key: seed })).toThrow(GauntletError)
  })

  it.each([0, -1, 1.5, NaN])('refuses a batch of %d', async (batch) => {
    await expect(counting.make({}, batch)).rejects.toThrow(`toy/counting: batch: got ${batch}`)
  })

  it('refuses rules without a face that the spec declares', () => {
    const spec = toySpec({ action: discrete(2), faces: ['snapshot', 'instance', 'meanField'] })
    expect(() => createEnvironment('toy/x', spec, 1, () => ({ rules: stillRules() }))).toThrow(
      'toy/x: declares meanField but has none',
    )
  })

  it('moves nothing where actions are refused', async () => {
    const environment = await corridor.make({}, 2)
    environment.reset(seed)
    const before = JSON.stringify([environment.observations, environment.rewards])
    for (const actions of [
      Int32Array.of(0, 0, 0, 9),
      new Int32Array(3),
      new Float32Array(4),
      new Uint8Array(4),
    ]) {
      expect(() => environment.step(actions)).toThrow(GauntletError)
    }
    expect(() => environment.step(Int32Array.of(1, 1, 1, 9))).toThrow(IllegalActionError)
    expect(() => environment.step(new Float32Array(4))).toThrow(
      'got [object Float32Array], expected Int32Array',
    )
    expect(() => environment.step(new Int32Array(5))).toThrow('got 5 numbers, expected 4')
    expect(JSON.stringify([environment.observations, environment.rewards])).toBe(before)
  })

  it('sums float32 rewards in float64', () => {
    const environment = createEnvironment(
      'toy/x',
      toySpec({ action: discrete(2), horizon: 3 }),
      1,
      ({ rewards }) => ({
        rules: { ...stillRules(), step: () => void (rewards[0] = 0.1) },
      }),
    )
    environment.reset(seed)
    for (let t = 0; t < 3; t++) environment.step(Int32Array.of(0))
    const tenth = Math.fround(0.1)
    expect(environment.returns[0]).toBe(tenth + tenth + tenth)
  })

  it('keeps the truncation that the rules set, and does not add a termination at the horizon', () => {
    const spec = toySpec({ action: discrete(2), agents: 2, horizon: 2, horizonEnd: 'terminated' })
    const environment = createEnvironment('toy/x', spec, 1, ({ truncated }) => ({
      rules: { ...stillRules(), step: () => void (truncated[0] = 1) },
    }))
    environment.reset(seed)
    environment.step(Int32Array.of(0, 0))
    environment.step(Int32Array.of(0, 0))
    expect([...environment.truncated, ...environment.terminated]).toEqual([1, 0, 0, 1])
  })

  it('ends a world when its last agent finishes', async () => {
    const environment = await tinyWorld({ spec: { agents: 3 }, lifetimes: [2, 4, 3] }).make({})
    environment.reset(seed)
    const flags = Array.from({ length: 4 }, () => {
      environment.step(Int32Array.of(0, 0, 0))
      return `${[...environment.terminated].join('')} ${environment.ended[0]}`
    })
    expect(flags).toEqual(['000 0', '100 0', '101 0', '111 1'])
  })

  it('asks rules to check whole actions before anything moves', () => {
    let steps = 0
    const environment = createEnvironment('toy/x', toySpec({ action: discrete(2) }), 1, () => ({
      rules: {
        ...stillRules(),
        step: () => void steps++,
        check() {
          throw new IllegalActionError(0, 0, 1, 'another')
        },
      },
    }))
    environment.reset(seed)
    expect(() => environment.step(Int32Array.of(1))).toThrow('expected another')
    expect(steps).toBe(0)
  })

  it('hands out worlds only that exist', async () => {
    const environment = await counting.make({}, 2)
    environment.reset(seed)
    for (const world of [-1, 2, 0.5, NaN]) {
      expect(() => environment.renderText(world)).toThrow(`got world ${world}, expected 0 to 1`)
      expect(() => environment.renderSvg(world)).toThrow(GauntletError)
      expect(() => environment.snapshot!.save(world)).toThrow(GauntletError)
      expect(() => environment.instance!.current(world)).toThrow(GauntletError)
    }
  })
})

/** Rules of a world in which nothing happens. */
function stillRules(): Rules {
  return {
    start: () => undefined,
    step: () => undefined,
    observe: () => undefined,
    measure: () => undefined,
    ...pictures(() => [0]),
  }
}

describe('a schedule', () => {
  it('keys episode k of world w by (seed, w, k) and nothing else', () => {
    const schedule = seedSchedule(seed)
    expect(schedule(3, 5).key.equals(seed.fold('env').fold(3).fold(5))).toBe(true)
  })

  it('is asked for every episode in turn', async () => {
    const environment = await counting.make({ horizon: 2 }, 2)
    const asked: string[] = []
    environment.reset(seed, (w, episode) => {
      asked.push(`${w}:${episode}`)
      return { key: seed }
    })
    for (let t = 0; t < 5; t++) environment.step(Int32Array.of(0, 0))
    expect(asked).toEqual(['0:0', '1:0', '0:1', '1:1', '0:2', '1:2'])
  })

  it('names the instance by its number, or draws one from the key', async () => {
    const environment = await levels.make({}, 3)
    environment.reset(seed, (w) => (w === 0 ? { key: seed } : { key: seed, index: 4 + w }))
    const drawn = environment.instance!.current(0).index!
    expect([...environment.observations]).toEqual([drawn, 5, 6])
    expect(drawn).toBe(seed.fold('index').stream().integer(12))
  })

  it.each([-1, 12, 1.5])('is refused with instance %d of 12, and nothing has moved', async (index) => {
    const environment = await levels.make({}, 2)
    environment.reset(seed, (w) => ({ key: seed, index: w }))
    environment.step(Int32Array.of(3, 3))
    expect(() => environment.reset(seed, (w) => ({ key: seed, index: w === 0 ? 7 : index }))).toThrow(
      `toy/levels: got instance ${index}, expected 0 to 11`,
    )
    expect(() => environment.instance!.restart(1, { key: seed, index })).toThrow(`got instance ${index}`)
    expect([...environment.observations]).toEqual([0, 1])
    expect(environment.instance!.current(0).index).toBe(0)
  })

  it('ignores numbers where instances have none', async () => {
    const environment = await counting.make()
    const instance: Instance = { key: seed, index: 99 }
    environment.reset(seed, () => instance)
    expect(environment.instance!.current(0).key.equals(seed)).toBe(true)
  })
})

describe('snapshots and restarts', () => {
  it('bring costs back with the rest of the live buffers', async () => {
    const environment = await crowd.make({}, 2)
    environment.reset(seed)
    environment.step(new Float32Array(6).fill(-0.9))
    const snapshot = environment.snapshot!.save(1)
    const costs = environment.costs![1]
    expect(costs).toBeGreaterThan(0)
    environment.step(new Float32Array(6))
    environment.snapshot!.restore(1, snapshot)
    expect(environment.costs![1]).toBe(costs)
    environment.instance!.restart(1, { key: seed })
    expect(environment.costs![1]).toBe(0)
  })

  it('saved where an episode has just begun, show nothing of the one before', async () => {
    const environment = await counting.make({ horizon: 2 })
    environment.reset(seed)
    for (let t = 0; t < 2; t++) environment.step(Int32Array.of(2))
    const snapshot = environment.snapshot!.save(0)
    expect([environment.ended[0], environment.rewards[0]]).toEqual([1, 2])
    environment.step(Int32Array.of(1))
    environment.snapshot!.restore(0, snapshot)
    const { ended, rewards, truncated, observations } = environment
    expect([ended[0], rewards[0], truncated[0], observations[0]]).toEqual([0, 0, 0, 0])
    environment.step(Int32Array.of(1))
    environment.step(Int32Array.of(1))
    expect([environment.ended[0], environment.returns[0], environment.lengths[0]]).toEqual([1, 2, 2])
  })

  it('carry the return of an episode with them', async () => {
    const environment = await counting.make({ horizon: 3 }, 2)
    environment.reset(seed)
    environment.step(Int32Array.of(2, 0))
    environment.snapshot!.restore(1, environment.snapshot!.save(0))
    for (let t = 0; t < 2; t++) environment.step(Int32Array.of(0, 1))
    expect([...environment.returns]).toEqual([2, 4])
  })

  it('of another environment are refused', async () => {
    const [environment, other] = [await counting.make(), await corridor.make()]
    environment.reset(seed)
    other.reset(seed)
    expect(() => environment.snapshot!.restore(0, other.snapshot!.save(0))).toThrow(
      'toy/counting: got a snapshot of "toy/corridor"',
    )
  })

  it('taken under other parameters are refused', async () => {
    const [short, long] = [await counting.make({ horizon: 4 }), await counting.make({ horizon: 5 })]
    for (const environment of [short, long]) environment.reset(seed)
    expect(() => long.snapshot!.restore(0, short.snapshot!.save(0))).toThrow(
      'toy/counting: got a snapshot taken under other parameters',
    )
  })

  it('end an episode unrecorded and start the given one', async () => {
    const environment = await counting.make({ horizon: 4 }, 2)
    environment.reset(seed)
    for (let t = 0; t < 3; t++) environment.step(Int32Array.of(1, 1))
    environment.instance!.restart(0, { key: seed })
    expect([...environment.observations, ...environment.ended]).toEqual([0, 3, 0, 0])
    environment.step(Int32Array.of(1, 1))
    expect([...environment.ended, ...environment.returns]).toEqual([0, 1, 0, 4])
    for (let t = 0; t < 3; t++) environment.step(Int32Array.of(2, 0))
    expect([...environment.ended, environment.returns[0], environment.lengths[0]]).toEqual([1, 0, 7, 4])
  })

  it('are there only where the spec declares them', async () => {
    const environment = await tinyWorld({ spec: NO_FACES }).make({})
    expect([environment.snapshot, environment.instance, environment.expert]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe('buffers', () => {
  it('are those that the spec asks for', () => {
    const spec = toySpec({
      action: discrete(4),
      agents: 3,
      observation: { ...flatArray('seen', 6), shape: [2, 3] },
      state: flatArray('all', 5),
      masked: true,
      activity: true,
      objectives: 2,
      constraints: ['a', 'b'],
    })
    const lengths = Object.fromEntries(
      Object.entries(allocateBuffers(spec, 2)).map(
        ([name, buffer]: [string, { length?: number } | undefined]) => [name, buffer?.length],
      ),
    )
    expect(lengths).toEqual({
      batch: undefined,
      observations: 36,
      state: 10,
      actionMask: 24,
      rewards: 12,
      terminated: 6,
      truncated: 6,
      active: 6,
      ended: 2,
      finalObservations: 36,
      finalState: 10,
      finalActionMask: 24,
      returns: 12,
      lengths: 2,
      metrics: 2,
      costs: 4,
    })
    const plain = allocateBuffers(toySpec({ action: discrete(4) }), 1)
    expect([plain.state, plain.actionMask, plain.active, plain.costs]).toEqual(Array(4).fill(undefined))
  })

  it('hold the final mask and state of an episode that has ended', async () => {
    const environment = await corridor.make({ length: 3, slip: 0, horizon: 9 })
    environment.reset(seed, () => ({ key: seed }))
    while (environment.ended[0] === 0) {
      environment.step(Int32Array.from([0, 1], (a) => (environment.actionMask![3 * a + 2] === 1 ? 2 : 1)))
    }
    expect([...environment.finalState!]).toEqual([2, 2])
    expect([...environment.finalActionMask!]).toEqual([1, 1, 0, 1, 1, 0])
    expect([...environment.state!]).not.toEqual([2, 2])
  })

  it('hold what was seen of a population where it was when its episode ended', async () => {
    const environment = await crowd.make({}, 4)
    const points = new Float64Array(environment.finalObservations.length)
    const actions = new Float32Array(points.length).fill(0.3)
    environment.reset(seed)
    let present = 0
    for (let t = 0; t < 40; t++) {
      environment.step(actions)
      environment.meanField!.finalCoordinates(points)
      for (let i = 0; i < points.length; i++) {
        if (environment.ended[Math.floor(i / 3)] === 0 || Number.isNaN(points[i])) continue
        expect(Math.fround(points[i])).toBe(environment.finalObservations[i])
        present++
      }
    }
    expect(present).toBeGreaterThan(5)
  })
})
