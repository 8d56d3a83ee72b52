import { Seed, expertPolicy, recordReplay, uniformPolicy } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  GridMap,
  type LeagueProblem,
  type LeagueRun,
  type RobotParameters,
  leagueParameters,
  leagueRun,
  readAgentFile,
  readLeagueProblem,
  readLeagueRun,
  readMovingAiMap,
  readTaskFile,
  robotRunners,
  writeAgentFile,
  writeLeagueProblem,
  writeLeagueRun,
  writeTaskFile,
} from '../../src/index.ts'
import { expandPath } from '../../src/formats/league-paths.ts'
import { fileOf } from '../support/golden.ts'

const MAP = GridMap.of(['...', '.#.'])

describe('.agents and .tasks', () => {
  test('comments count nowhere, and lines may end in CR LF', () => {
    expect([...readAgentFile(fileOf('a', '# the League\r\n2\r\n5\r\n# and\r\n0\r\n'), MAP)]).toEqual([5, 0])
    const tasks = readTaskFile(fileOf('a', '# 2026\n2\n5,0, 2\n3\n#\n'), MAP)
    expect(tasks.map((task) => [...task])).toEqual([[5, 0, 2], [3]])
  })

  test.each([
    ['nothing', '', 'a:1: got "the end of the file", expected the number of robots'],
    ['no number', 'x\n', 'a:1: got "x", expected the number of robots: a whole number from 1'],
    ['too few', '3\n0\n1\n', 'a:4: got "the end of the file", expected robot 3 of 3'],
    ['too many', '1\n0\n# more\n1\n', 'a:4: got "1", expected the end of the file after 1 robots'],
    ['off the map', '1\n6\n', 'a:2: got "6", expected a cell: a whole number from 0 to 5'],
    ['blocked', '#\n1\n4\n', 'a:3: got "4", expected a free cell of the 2 x 3 map'],
    ['one cell for two', '2\n3\n3\n', 'a:3: got "3", expected a cell other than that of line 2'],
    ['two cells for one', '1\n3,2\n', 'a:2: got "3,2", expected one cell'],
  ])('robots: %s', (_, text, message) => {
    expect(() => readAgentFile(fileOf('a', text), MAP)).toThrow(message)
  })

  test.each([
    ['no errand', '1\n\n2\n', 'a:2: got "", expected a cell'],
    ['an errand that is none', '1\n2,x\n', 'a:2: got "x", expected a cell'],
    ['a blocked errand', '1\n2,4\n', 'a:2: got "4", expected a free cell'],
  ])('tasks: %s', (_, text, message) => {
    expect(() => readTaskFile(fileOf('a', text), MAP)).toThrow(message)
  })

  test('what is written is read again', () => {
    const open = new GridMap(20, 20, new Uint8Array(400))
    const cell = fc.nat(399)
    fc.assert(
      fc.property(
        fc.uniqueArray(cell, { minLength: 1, maxLength: 30 }),
        fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 20 }),
        (starts, lists) => {
          const robots = Int32Array.from(starts)
          const tasks = lists.map((list) => Int32Array.from(list))
          expect(readAgentFile(fileOf('a', writeAgentFile(robots)), open)).toEqual(robots)
          expect(readTaskFile(fileOf('a', writeTaskFile(tasks)), open)).toEqual(tasks)
        },
      ),
    )
    expect(() => writeTaskFile([Int32Array.of(1), new Int32Array(0)])).toThrow(
      'tasks[1]: got [], expected one cell',
    )
    expect(() => writeAgentFile(Int32Array.of(-1))).toThrow('starts[0]: got -1')
  })

  test("a map's emitters and stations are free", () => {
    const map = readMovingAiMap(fileOf('a.map', 'type octile\nheight 2\nwidth 4\nmap\n.ES@\nT..E\n'))
    expect(map.lines()).toEqual(['...#', '#...'])
  })
})

const DELAYS = {
  seed: 0,
  minDelay: 10,
  maxDelay: 25,
  eventModel: 'poisson',
  pDelay: 0.01,
  durationModel: 'gaussian',
  gaussMeanRatio: 0.5,
  gaussStdRatio: 0.22,
} as const
const V3: LeagueProblem = {
  mapFile: 'maps/a.map',
  agentFile: 'agents/ä.agents',
  taskFile: 'tasks/a.tasks',
  teamSize: 2,
  numTasksReveal: 1.5,
  agentCounter: 3,
  agentSize: 1,
  delayConfig: DELAYS,
  version: '2026 LoRR',
}
const FILES = {
  mapFile: fileOf('a.map', 'type octile\nheight 1\nwidth 4\nmap\n.E.S\n'),
  agentFile: fileOf('a.agents', '2\n0\n3\n'),
  taskFile: fileOf('a.tasks', '2\n1\n2\n'),
}

describe('problems', () => {
  test('what is written is read again', () => {
    const { agentCounter: _, agentSize: __, delayConfig: ___, version: ____, ...v2 } = V3
    for (const problem of [V3, v2, { ...v2, taskAssignmentStrategy: 'greedy' as const }]) {
      expect(readLeagueProblem(fileOf('a.json', writeLeagueProblem(problem)))).toEqual(problem)
    }
  })

  test('of each year, as parameters', () => {
    const { agentCounter: _, agentSize: __, delayConfig: ___, ...v2 } = V3
    expect(leagueParameters(V3, FILES)).toMatchObject({
      rules: 'v3',
      agents: 2,
      agentCounter: 3,
      maxDelay: 25,
    })
    expect(leagueParameters({ ...v2, agentSize: 0.9 }, FILES)).toMatchObject({
      rules: 'v3',
      agentCounter: 10,
    })
    const { version: _version, ...unnamed } = v2
    expect(leagueParameters(unnamed, FILES)).toMatchObject({ rules: 'v2', numTasksReveal: 1.5 })
    expect(leagueParameters(v2, FILES)).toMatchObject({ rules: 'v3', agentCounter: 10, agentSize: 1 })
    const v1 = { ...v2, taskAssignmentStrategy: 'roundrobin' as const }
    expect(leagueParameters(v1, FILES)).toMatchObject({ rules: 'v1', scheduler: 'default' })
    for (const problem of [V3, v2, v1]) {
      expect(robotRunners.describe(leagueParameters(problem, FILES)).agents).toBe(2)
    }
    expect(() => leagueParameters({ ...v2, taskAssignmentStrategy: 'roundrobin_fixed' }, FILES)).toThrow(
      'taskAssignmentStrategy: got "roundrobin_fixed"',
    )
  })

  test.each([
    ['robots', { agentFile: fileOf('a.agents', '# two\n2\n0\n#\n3\n') }, 'a.agents:5: got 3'],
    ['errands', { taskFile: fileOf('a.tasks', '2\n1\n0,3\n') }, 'a.tasks:3: got 3'],
  ])('%s that others cannot reach are refused by file and line', (_, files, message) => {
    const mapFile = fileOf('a.map', 'type octile\nheight 1\nwidth 4\nmap\n..@.\n')
    const agentFile = fileOf('a.agents', '2\n0\n1\n')
    const taskFile = fileOf('a.tasks', '1\n1\n')
    const parameters = leagueParameters(V3, { mapFile, agentFile, taskFile, ...files })
    expect(() => robotRunners.describe(parameters)).toThrow(
      `${message}, expected a cell that the robot in cell 0 can reach, since every robot may get every task`,
    )
  })

  test.each([
    ['no JSON', '{\n"mapFile": "a",\n}', 'p.json:3: got "}", expected JSON'],
    ['no object', '[1]', 'p.json:1: got [1], expected a JSON object'],
    ['a field missing', '{"mapFile": "a"}', 'p.json:1: got nothing, expected the field agentFile'],
    ['another kind', lines({ ...V3, teamSize: '2' }), 'p.json:5: got "2", expected teamSize: a whole number'],
    [
      'a number too low',
      lines({ ...V3, agentSize: 0 }),
      'p.json:8: got 0, expected agentSize: a number from',
    ],
    [
      'an unknown choice',
      lines({ ...V3, delayConfig: { ...DELAYS, eventModel: 'often' } }),
      'p.json:13: got "often", expected eventModel: bernoulli or poisson',
    ],
    [
      'a field of an object missing',
      lines({ ...V3, delayConfig: { ...DELAYS, pDelay: undefined } }),
      'p.json:9: got nothing, expected the field pDelay',
    ],
    [
      'the longest delay too short',
      lines({ ...V3, delayConfig: { ...DELAYS, maxDelay: 9 } }),
      'p.json:12: got 9, expected maxDelay: a whole number from 10',
    ],
  ])('%s', (_, text, message) => {
    expect(() => readLeagueProblem(fileOf('p.json', text))).toThrow(message)
  })
})

function lines(value: object): string {
  return JSON.stringify(value, undefined, 1)
}

const RUNS: readonly (readonly [name: string, parameters: Partial<RobotParameters>])[] = [
  ['v1', { rules: 'v1' }],
  ['v2', { rules: 'v2', errands: 2 }],
  ['v3', { rules: 'v3', errands: 3 }],
  ['v3 with delays', { agentCounter: 3, eventModel: 'bernoulli', pDelay: 0.05, horizon: 230 }],
]

describe('runs', () => {
  async function runOf(parameters: Partial<RobotParameters>, policy: string): Promise<LeagueRun> {
    const key = Seed.from(3)
    const given = { size: 8, agents: 6, horizon: 60, ...parameters }
    const player = policy === 'random' ? uniformPolicy() : expertPolicy(policy)
    const replay = await recordReplay(robotRunners, given, player, key, { key, index: 4 })
    return leagueRun(replay)
  }

  test.each(RUNS)('%s: of a replay, written and read again', async (_, parameters) => {
    for (const policy of ['pibt', 'random']) {
      const run = await runOf(parameters, policy)
      expect(readLeagueRun(fileOf('run.json', writeLeagueRun(run)))).toEqual(run)
    }
  })

  test.each(RUNS)('%s: paths lead from start to where errands are done', async (_, parameters) => {
    const run = await runOf(parameters, 'pibt')
    const { start, actualPaths, events, tasks, agentMaxCounter = 1, rules } = run
    const errandsOf = new Map(tasks.map(({ id, errands }) => [id, errands]))
    const done = events.filter(({ errands }) => errands > 0)
    expect(done.length).toBeGreaterThan(5)
    for (const { t, agent, task, errands } of done) {
      const [row, column] = walk(start[agent], actualPaths[agent].slice(0, t), agentMaxCounter)
      expect([row, column]).toEqual(errandsOf.get(task)![errands - 1])
    }
    const finished = done.filter(({ task, errands }) => errands === errandsOf.get(task)!.length)
    expect(run.numTaskFinished).toBe(finished.length)
    const assigned = events.filter(({ errands }) => errands === 0)
    expect(assigned.length).toBe(rules === 'v1' ? tasks.length : 0)
  })

  test('of 2023 and of 2026, as they stand in the file', () => {
    const run: LeagueRun = {
      rules: 'v3',
      numTaskFinished: 1,
      start: [[0, 0, 0]],
      actualPaths: [`FFFFRR${'W'.repeat(95)}F`],
      plannerPaths: [`FFFFRR${'W'.repeat(95)}F`],
      tasks: [{ id: 0, revealed: 0, errands: [[0, 2]] }],
      events: [{ t: 4, agent: 0, task: 0, errands: 1 }],
      numPlannerErrors: 0,
      agentMaxCounter: 2,
      delayIntervals: [[[7, 9]]],
    }
    const v3 = JSON.parse(writeLeagueRun(run)) as Record<string, unknown>
    expect(v3).toMatchObject({
      actionModel: 'MAPF_T',
      version: '2026 LoRR',
      teamSize: 1,
      makespan: 102,
      start: [[0, 0, 'E']],
      actualPaths: ['[(0,0,0,0,0):(F 4,R 2,W 94)][(100,0,2,1,0):(W 1,F 1)]'],
      events: [[4, 0, 0, 1]],
      tasks: [[0, 0, [0, 2]]],
      delayIntervals: [[[7, 9]]],
    })
    const { agentMaxCounter: _, delayIntervals: __, ...rest } = run
    const v1: LeagueRun = {
      ...rest,
      rules: 'v1',
      start: [[0, 0, 3]],
      actualPaths: ['FRW'],
      plannerPaths: ['FRT'],
      tasks: [{ id: 0, errands: [[0, 2]] }],
      events: [
        { t: 0, agent: 0, task: 0, errands: 0 },
        { t: 2, agent: 0, task: 0, errands: 1 },
      ],
    }
    expect(JSON.parse(writeLeagueRun(v1))).toMatchObject({
      AllValid: 'Yes',
      sumOfCost: 3,
      start: [[0, 0, 'N']],
      actualPaths: ['F,R,W'],
      plannerPaths: ['F,R,T'],
      events: [
        [
          [0, 0, 'assigned'],
          [0, 2, 'finished'],
        ],
      ],
      tasks: [[0, 0, 2]],
    })
  })

  test.each([
    [{ teamSize: 2 }, 'run.json:3: got 1, expected start: 2 entries, one for each robot'],
    [{ start: [[0, 0, 'U']] }, 'got "U", expected start: E, S, W or N'],
    [{ actualPaths: ['F,X'] }, 'got "F,X", expected actualPaths: paths of 1 steps in F, R, C, W or T'],
    [{ makespan: 2 }, 'got "F", expected actualPaths: paths of 2 steps'],
    [{ events: [[[0, 1, 'lost']]] }, 'got "lost", expected events: assigned or finished'],
    [{ tasks: [[0, 1]] }, 'expected tasks: 3 numbers'],
    [{ AllValid: 'Maybe' }, 'got "Maybe", expected AllValid: Yes or No'],
  ])('refuses %j', (changes, message) => {
    const run = {
      actionModel: 'MAPF_T',
      teamSize: 1,
      start: [[0, 0, 'E']],
      makespan: 1,
      AllValid: 'Yes',
      numTaskFinished: 0,
      actualPaths: ['F'],
      plannerPaths: ['F'],
      events: [[[0, 0, 'assigned']]],
      tasks: [[0, 0, 1]],
      ...changes,
    }
    const text = JSON.stringify(run).replaceAll(/,"(?=[a-zA-Z]+":)/g, ',\n"')
    expect(() => readLeagueRun(fileOf('run.json', text))).toThrow(message)
  })
})

test.each([
  ['more steps than there are', '[(0,0,0,0,0):(F 999999999)][(999999999,0,0,0,0):(F 999999999)]'],
  ['a piece at another step', '[(0,0,0,0,0):(F 1)][(2,0,0,0,0):(F 1)]'],
])('a path of 2026 is refused with %s', (_, path) => {
  expect(expandPath(path, true, 2)).toBeUndefined()
  expect(expandPath('[(0,0,0,0,0):(F 1)][(1,0,0,0,0):(F 1)]', true, 2)).toBe('FF')
})

/** Where a path of letters leads. */
function walk([row, column, facing]: readonly number[], path: string, ticks: number): [number, number] {
  let [r, c, f, count] = [row, column, facing, 0]
  for (const letter of path) {
    if (letter === 'W' || ++count < ticks) continue
    count = 0
    if (letter === 'R') f = (f + 1) % 4
    else if (letter === 'C') f = (f + 3) % 4
    else if (f % 2 === 0) c += 1 - f
    else r += 2 - f
  }
  return [r, c]
}
