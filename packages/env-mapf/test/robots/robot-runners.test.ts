import { Seed, animateReplay, expertPolicy, recordReplay, uniformPolicy } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RobotParameters, robotRunners } from '../../src/index.ts'
import { turning, walking } from '../../src/planning/motion.ts'
import { Ways } from '../../src/planning/ways.ts'
import { type AssembledRobots, assembleRobots } from '../../src/robots/robot-runners.ts'
import { FORWARD, NONE } from '../../src/robots/robots.ts'
import { fileOf } from '../support/golden.ts'

/** A problem's files as parameters. */
function problem(
  rows: readonly string[],
  starts: readonly number[],
  tasks: readonly string[],
): Partial<RobotParameters> {
  const [height, width] = [rows.length, rows[0].length]
  return {
    instances: 'problem',
    mapFile: fileOf(
      'a.map',
      ['type octile', `height ${height}`, `width ${width}`, 'map', ...rows].join('\n'),
    ),
    agentFile: fileOf('a.agents', [starts.length, ...starts].join('\n')),
    taskFile: fileOf('a.tasks', [tasks.length, ...tasks].join('\n')),
    agents: starts.length,
    radius: 2,
  }
}

function begun(parameters: Partial<RobotParameters>, batch: number = 1): AssembledRobots {
  const assembled = assembleRobots(robotRunners.resolve(parameters), batch)
  assembled.environment.reset(Seed.from(5))
  return assembled
}

function metricsOf({ environment }: AssembledRobots, w: number = 0): Record<string, number> {
  const { metrics } = environment.spec
  return Object.fromEntries(metrics.map(({ name }, k) => [name, environment.metrics[w * metrics.length + k]]))
}

/** Plays with a policy until the first world ends, looking on before each step. */
function play(
  assembled: AssembledRobots,
  expert: string,
  look: (actions: Int32Array) => void = () => {},
): void {
  const { environment } = assembled
  const policy = expert === 'random' ? uniformPolicy() : environment.expert!.policy(expert)
  const actions = new Int32Array(environment.rewards.length)
  policy.begin(environment, Seed.from(5))
  do {
    policy.act(environment, actions, 'sample')
    look(actions)
    environment.step(actions)
  } while (environment.ended[0] === 0)
}

const CORRIDOR = ['.....']

describe('tasks', () => {
  test('v1: robot a of n has tasks a, a + n, …, and those begin again', () => {
    const given = problem(['.....', '.....'], [0, 9], ['4', '5', '2', '7', '0'])
    const assembled = begun({ ...given, rules: 'v1', horizon: 60 })
    const seen = [[], []] as number[][]
    const goals = [[], []] as number[][]
    const { tasks, robots } = assembled
    play(assembled, 'pibt', () => {
      for (const a of [0, 1]) {
        if (seen[a].at(-1) === tasks.tasks[a]) continue
        seen[a].push(tasks.tasks[a])
        const { columnOf, rowOf } = robots.worlds
        goals[a].push(5 * (rowOf[robots.worlds.goals[a]] - 2) + columnOf[robots.worlds.goals[a]] - 2)
      }
    })
    expect(seen[0].slice(0, 5)).toEqual([0, 2, 4, 6, 8])
    expect(goals[0].slice(0, 5)).toEqual([4, 2, 0, 5, 7])
    expect(seen[1].slice(0, 4)).toEqual([1, 3, 5, 7])
    expect(goals[1].slice(0, 4)).toEqual([5, 7, 4, 2])
    const { tasks: finished, errands } = metricsOf(assembled)
    expect(finished).toBe(errands)
    expect(finished).toBeGreaterThanOrEqual(seen[0].length + seen[1].length - 2)
  })

  test('v1, in turn: whoever is done takes the next', () => {
    const given = problem(['.....', '.....'], [0, 9], ['4', '5', '2', '7', '0'])
    const assembled = begun({ ...given, rules: 'v1', scheduler: 'in-turn', horizon: 60 })
    let taken = 1
    play(assembled, 'pibt', () => {
      const most = Math.max(...assembled.tasks.tasks)
      expect(most - taken).toBeLessThanOrEqual(2)
      taken = most
      expect(assembled.tasks.tasks[0]).not.toBe(assembled.tasks.tasks[1])
    })
    expect(taken).toBeGreaterThan(8)
  })

  test('errands are done in order, one a step, and each pays its share', () => {
    const assembled = begun({ ...problem(CORRIDOR, [0], ['2,2,4']), horizon: 6 })
    const { environment } = assembled
    const paid: number[] = []
    const actions = Int32Array.of(FORWARD)
    for (let t = 0; t < 6; t++) {
      actions[0] = t === 2 ? 3 : FORWARD
      environment.step(actions)
      paid.push(environment.rewards[0])
    }
    const third = Math.fround(1 / 3)
    expect(paid).toEqual([0, third, third, 0, third, 0])
    expect(metricsOf(assembled)).toMatchObject({ tasks: 1, errands: 3, throughput: 1 / 6 })
  })

  test('v3: robots choose by index the task that is soonest done, of several the first', () => {
    const map = ['.......', '.@@@@@.', '.......']
    // From 0, task 0 takes 6 steps, task 1 takes 2 + 4, task 2 takes 7 and task 3 takes 1 + 4.
    const given = problem(map, [0, 20], ['6', '2,14', '19', '1,5'])
    const { tasks } = begun({ ...given, numTasksReveal: 2 })
    expect([...tasks.tasks]).toEqual([3, 2])
    expect([...tasks.pool]).toEqual([0, 1, NONE, NONE])
  })

  test('v3: the choice is that of brute force', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 3 }), (index, errands) => {
        const assembled = assembleRobots(
          robotRunners.resolve({ size: 9, density: 0.3, agents: 5, errands, numTasksReveal: 2 }),
          1,
        )
        assembled.environment.reset(Seed.from(0), () => ({ key: Seed.from(0), index }))
        const [scenario] = assembled.tasks.scenarios
        const ways = new Ways(walking(scenario!.map), 5)
        const steps = (from: number, k: number): number => {
          const cells = [from, ...Array.from({ length: errands }, (_, e) => scenario!.errand(k, e))]
          return cells.slice(1).reduce((sum, cell, e) => sum + ways.to(cell)[cells[e]], 0)
        }
        const left = Array.from({ length: 10 }, (_, k) => k)
        for (let a = 0; a < 5; a++) {
          const start = scenario!.starts[a]
          const best = left.toSorted((p, q) => steps(start, p) - steps(start, q) || p - q)[0]
          expect(assembled.tasks.tasks[a]).toBe(best)
          left.splice(left.indexOf(best), 1)
        }
        expect([...assembled.tasks.pool.subarray(0, 5)]).toEqual(left)
      }),
      { numRuns: 40 },
    )
  })

  test('v3: so many tasks are revealed and not finished at any time, each given once', () => {
    const parameters = fc.record({
      agents: fc.integer({ min: 1, max: 12 }),
      numTasksReveal: fc.constantFrom(0.4, 1, 1.1, 2),
      scheduler: fc.constantFrom('default', 'in-turn'),
      errands: fc.integer({ min: 1, max: 3 }),
    })
    fc.assert(
      fc.property(parameters, (given) => {
        const assembled = begun({ ...given, size: 7, horizon: 60 } as Partial<RobotParameters>, 2)
        const { tasks } = assembled
        const room = Math.max(1, Math.trunc(Math.fround(Math.fround(given.numTasksReveal) * given.agents)))
        const seen = new Set<number>()
        const had = new Int32Array(given.agents).fill(NONE)
        play(assembled, 'pibt', () => {
          const held = [...tasks.tasks.subarray(0, given.agents)]
          const pool = [...tasks.pool.subarray(0, tasks.waiting[0])]
          const open = [...held.filter((k) => k !== NONE), ...pool]
          expect(new Set(open).size).toBe(room)
          expect(pool).toEqual(pool.toSorted((p, q) => p - q))
          held.forEach((k, a) => {
            if (k === had[a] || k === NONE) return
            expect(seen.has(k)).toBe(false)
            seen.add(k)
            had[a] = k
          })
        })
      }),
      { numRuns: 30 },
    )
  })
})

describe('delays', () => {
  const robots = { ...problem(['......'], [0, 1, 2, 3], ['5']), agents: 4, numTasksReveal: 1 } as const

  test('of one length, where they always begin, follow one another', () => {
    const assembled = begun({ ...robots, eventModel: 'bernoulli', pDelay: 1, minDelay: 2, maxDelay: 2 })
    const left: number[] = []
    for (let t = 0; t < 4; t++) {
      assembled.environment.step(Int32Array.of(0, 0, 0, 0))
      left.push(assembled.robots.delays[0])
    }
    expect(left).toEqual([2, 1, 2, 1])
    expect([...assembled.robots.worlds.positions]).toEqual([...begun(robots).robots.worlds.positions])
  })

  test.each(['bernoulli', 'poisson'] as const)(
    '%s: as many begin as should, as long as they should be',
    (eventModel) => {
      const horizon = 4000
      const assembled = begun({ ...robots, horizon, eventModel, pDelay: 0.02, minDelay: 3, maxDelay: 7 })
      play(assembled, 'random')
      // One robot: delays of 5 steps on average, begun with probability p in steps in which there is none.
      const share = (0.02 * 5) / (1 - 0.02 + 0.02 * 5)
      expect(metricsOf(assembled).delayed).toBeGreaterThan(0.8 * share)
      expect(metricsOf(assembled).delayed).toBeLessThan(1.2 * share)
    },
  )

  test('normal lengths have the mean and the spread that they should have', () => {
    const assembled = begun({
      ...robots,
      horizon: 4000,
      eventModel: 'bernoulli',
      pDelay: 0.2,
      minDelay: 1,
      maxDelay: 101,
      durationModel: 'gaussian',
      gaussMeanRatio: 0.4,
      gaussStdRatio: 0.1,
    })
    const lengths: number[] = []
    const before = new Int32Array(4)
    const note = (): void =>
      assembled.robots.delays.forEach((left, i) => {
        if (left > 0 && left !== before[i] - 1) lengths.push(left)
        before[i] = left
      })
    play(assembled, 'random', note)
    const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length
    const variance =
      lengths.reduce((sum, length) => sum + (length - mean) * (length - mean), 0) / lengths.length
    expect(lengths.length).toBeGreaterThan(200)
    expect(Math.abs(mean - 41)).toBeLessThan(3)
    expect(Math.abs(Math.sqrt(variance) - 10)).toBeLessThan(2)
  })
})

describe('policies', () => {
  test('shortest-path-waiting alone takes as many steps as the way is long, turns counted', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 3 }), (index, agentCounter) => {
        const given = {
          size: 8,
          density: 0.3,
          agents: 1,
          horizon: 400,
          agentCounter,
          scheduler: 'in-turn',
        } as const
        const assembled = assembleRobots(robotRunners.resolve(given), 1)
        const { environment, tasks, robots } = assembled
        environment.reset(Seed.from(0), () => ({ key: Seed.from(0), index }))
        const scenario = tasks.scenarios[0]!
        const ways = new Ways(turning(scenario.map), 1)
        let expected = ways.to(scenario.errand(0, 0))[4 * scenario.starts[0]] * agentCounter
        let t = 0
        play(assembled, 'shortest-path-waiting', () => {
          if (tasks.tasks[0] === 1 && expected >= 0) {
            expect(t).toBe(Math.max(1, expected))
            expected = -1
          }
          t++
        })
        expect(expected === -1 || expected >= 400).toBe(true)
        expect(robots.worlds.agents).toBe(1)
      }),
      { numRuns: 30 },
    )
  })

  const parameters = fc.record({
    rules: fc.constantFrom('v1' as const, 'v2' as const, 'v3' as const),
    agents: fc.integer({ min: 1, max: 22 }),
    density: fc.constantFrom(0, 0.15, 0.3),
    agentCounter: fc.integer({ min: 1, max: 3 }),
    seed: fc.nat(1000),
  })

  test.each(['pibt', 'shortest-path-waiting'])('%s never asks for what cannot be done', (expert) => {
    fc.assert(
      fc.property(parameters, ({ seed, agentCounter, rules, ...given }) => {
        const counter = rules === 'v3' ? agentCounter : 1
        const assembled = assembleRobots(
          robotRunners.resolve({ ...given, rules, agentCounter: counter, size: 8, horizon: 40, radius: 1 }),
          2,
        )
        assembled.environment.reset(Seed.from(seed))
        play(assembled, expert)
        expect(metricsOf(assembled).errors).toBe(0)
        expect(metricsOf(assembled, 1).errors).toBe(0)
      }),
      { numRuns: 60 },
    )
  })

  test('pibt-lns never asks for what cannot be done, and goes on where robots are held up or small', () => {
    const cases: readonly Partial<RobotParameters>[] = [
      { rules: 'v1' },
      { rules: 'v2', errands: 2 },
      { rules: 'v3' },
      { agentCounter: 3 },
      { agentCounter: 3, eventModel: 'bernoulli', pDelay: 0.05 },
      { agentCounter: 3, eventModel: 'bernoulli', pDelay: 0.05, agentSize: 0.4 },
    ]
    for (const given of cases) {
      const assembled = begun({ size: 8, agents: 16, horizon: 150, ...given })
      const { environment } = assembled
      const policy = environment.expert!.policy('pibt-lns', { expansions: 10, window: 6 })
      const actions = new Int32Array(16)
      policy.begin(environment, Seed.from(5))
      do {
        policy.act(environment, actions, 'sample')
        environment.step(actions)
      } while (environment.ended[0] === 0)
      if (given.eventModel === undefined) expect(metricsOf(assembled).errors).toBe(0)
      expect(metricsOf(assembled).errands).toBeGreaterThan(40)
    }
  })

  test('pibt-lns alone takes as many steps as the way is long, turns counted, whatever an action takes', () => {
    for (const agentCounter of [1, 4]) {
      const given = problem(['....', '.@@.', '....'], [8], ['3,4'])
      const assembled = begun({ ...given, agentCounter, horizon: 60 })
      const paid: number[] = []
      let t = 0
      play(assembled, 'pibt-lns', () => {
        if (t > 0 && assembled.environment.rewards[0] > 0) paid.push(t)
        t++
      })
      // Facing east: three ahead, a turn north, two ahead; then a turn west, three ahead, another south, one ahead.
      expect(paid.slice(0, 2)).toEqual([6 * agentCounter, 12 * agentCounter])
    }
  })

  test.each(['v1', 'v3'] as const)('under %s 10,000 robots in a row follow the first one', (rules) => {
    const robots = 10000
    const starts = Array.from({ length: robots }, (_, a) => a)
    const given = problem(['.'.repeat(robots + 1)], starts, [`${robots}`])
    const assembled = begun({ ...given, rules, scheduler: 'in-turn', horizon: 1 })
    const policy = assembled.environment.expert!.policy('pibt')
    const actions = new Int32Array(robots)
    policy.begin(assembled.environment, Seed.from(5))
    policy.act(assembled.environment, actions, 'greedy')
    expect(new Set(actions)).toEqual(new Set([FORWARD]))
    assembled.environment.step(actions)
    expect(metricsOf(assembled).errors).toBe(0)
  })

  test('pibt finishes tasks where robots fill nearly half of the cells', () => {
    for (const rules of ['v1', 'v2', 'v3'] as const) {
      const assembled = begun({ rules, size: 8, density: 0, agents: 28, horizon: 200 })
      play(assembled, 'pibt')
      expect(metricsOf(assembled).tasks).toBeGreaterThan(100)
    }
  })
})

test('robots of full size are never in one cell, whatever they are asked for', () => {
  const parameters = fc.record({
    rules: fc.constantFrom('v1' as const, 'v2' as const, 'v3' as const),
    agents: fc.integer({ min: 2, max: 20 }),
    agentCounter: fc.integer({ min: 1, max: 4 }),
    delayed: fc.boolean(),
  })
  fc.assert(
    fc.property(parameters, ({ rules, agents, agentCounter, delayed }) => {
      const v3 = rules === 'v3'
      const assembled = begun({
        rules,
        agents,
        agentCounter: v3 ? agentCounter : 1,
        eventModel: v3 && delayed ? 'bernoulli' : 'none',
        pDelay: 0.2,
        size: 7,
        horizon: 50,
      })
      const { positions, occupants, obstacles } = assembled.robots.worlds
      play(assembled, 'random', () => {
        expect(new Set(positions).size).toBe(agents)
        positions.forEach((cell, a) => {
          expect(occupants[cell]).toBe(a + 1)
          expect(obstacles[cell]).toBe(0)
        })
      })
    }),
    { numRuns: 40 },
  )
})

test('a window shows obstacles, robots and where they face, the errand, and what is under way', () => {
  const given = problem(['...', '.@.', '...'], [0, 2, 6], ['8', '8', '8'])
  const { environment, robots } = begun({ ...given, agentCounter: 2, radius: 1, numTasksReveal: 1 })
  // Robot 1 turns south, robot 2 goes on half a step, robot 0 waits.
  environment.step(Int32Array.of(3, 1, 0))
  environment.step(Int32Array.of(3, 1, 3))
  environment.step(Int32Array.of(0, 0, 3))
  const row = environment.observations.subarray(0, 51)
  const planes = Array.from({ length: 5 }, (_, k) => [...row.subarray(9 * k, 9 * k + 9)])
  expect(planes).toEqual([
    [1, 1, 1, 1, 0, 0, 1, 0, 1],
    [0, 0, 0, 0, 1, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, 0, 1],
    [0, 0, 0, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 1, 0, 0, 0, 0],
  ])
  expect([...row.subarray(45)]).toEqual([0, 1, 0.5, 0, 0, 1])
  const second = environment.observations.subarray(51, 102)
  expect([...second.subarray(45)]).toEqual([1, 0, 0.5, 0, 0, 1])
  expect(second[27 + 4]).toBe(1)
  expect([...robots.counts]).toEqual([1, 1, 1])
  expect(environment.renderText(0).split('\n')[1]).toBe('### →0  · ↓1###')
})

test('an animated episode draws the map once, and robots go and turn as they do in the world', async () => {
  const key = Seed.from(2)
  const given = { size: 8, agents: 4, horizon: 60, agentCounter: 3, density: 0 }
  const replay = await recordReplay(robotRunners, given, expertPolicy('pibt'), key, { key, index: 1 })
  const svg = await animateReplay(robotRunners, replay)
  expect(svg.match(/class="lines"/g)).toHaveLength(1)
  expect(svg.match(/type="rotate"/g)).toHaveLength(4)
  // With no obstacles everybody goes whole cells and turns whole quarters: places between cells are thirds of the way.
  const angles = [...svg.matchAll(/type="rotate"[^>]* values="([^"]*)"/g)].flatMap(([, list]) =>
    list.split(';'),
  )
  expect(new Set(angles.map((angle) => Math.abs(Number(angle)) % 30))).toEqual(new Set([0]))
  expect(svg).not.toMatch(/NaN|undefined/)
})

test.each([
  [{ rules: 'v1', agentCounter: 2 }, 'mapf/robot-runners.agentCounter: got 2, expected 1, since rules is v1'],
  [{ rules: 'v2', agentSize: 0.5 }, 'mapf/robot-runners.agentSize: got 0.5, expected 1, since rules is v2'],
  [{ minDelay: 5 }, 'mapf/robot-runners.maxDelay: got 4, expected at least minDelay, 5'],
  [{ rules: 'v1', eventModel: 'poisson' }, 'eventModel: got "poisson", expected none, since rules is v1'],
  [
    { instances: 'problem' },
    'mapf/robot-runners.mapFile: got null, expected a file, since instances is problem',
  ],
  [
    { taskFile: fileOf('b.tasks', '') },
    'taskFile: got "b.tasks", expected no file, since instances is random',
  ],
  [{ density: 0.99, size: 8 }, 'mapf/robot-runners.density: got 0.99, expected a number from 0 to 0.968'],
  [{ instances: 'sortation', size: 12 }, 'size: got 12, expected a whole number from 13 to 1024'],
  [{ size: 3, agents: 9 }, 'agents: got 9, expected a whole number from 1 to 4, the most that random'],
  [
    { ...problem(CORRIDOR, [0], ['1', '2,3']), rules: 'v1' },
    'a.tasks: got "task 2 of 2 errands", expected tasks of one errand, since rules is v1',
  ],
] as const)('refuses %#', (parameters, message) => {
  expect(() => robotRunners.describe(parameters as Partial<RobotParameters>)).toThrow(message)
})
