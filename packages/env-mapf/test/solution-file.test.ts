import { ParameterError } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { readSolution, writeSolution } from '../src/formats/solution-file.ts'
import { requireValid, validatePlan } from '../src/formats/validate.ts'
import { GridMap } from '../src/grid-map.ts'
import { changed, fileOf } from './support/golden.ts'

const MAP = GridMap.of(['...', '.#.'])
const RESULT = `agents=2
map_file=tiny.map
solver=planner
comp_time=0.5
starts=(0,0),(2,1),
goals=(1,0),(2,0),
solution=
0:(0,0),(2,1),
1:(1,0),(2,0),
`
const PLAN = { agents: 2, positions: Int32Array.of(0, 5, 1, 2) }
const NOTES = ['map_file=tiny.map', 'solver=planner', 'comp_time=0.5']

describe('result files', () => {
  test('plan, goals and notes; x is the column', () => {
    const solution = readSolution(fileOf('result.txt', RESULT), MAP)
    expect(solution).toMatchObject({ plan: PLAN, goals: Int32Array.of(1, 2), notes: NOTES })
    expect(writeSolution(solution, MAP)).toBe(RESULT)
  })

  test.each([
    ['plan lines alone, as mapf-visualizer takes them', '0:(0,0),(2,1)\n1:(1,0),(2,0)\n', []],
    ['blank lines before', `\n${RESULT.replace(/goals=.*\n/, '\n')}`, NOTES],
    ['orientations', '0:(0,0,X_PLUS),(2,1,Y_MINUS),\n1:(1,0,X_MINUS),(2,0,Y_PLUS),\n', []],
    ['CR LF', '0:(0,0),(2,1),\r\n1:(1,0),(2,0),\r\n', []],
  ])('%s', (_, text, notes) => {
    expect(readSolution(fileOf('result.txt', text), MAP)).toMatchObject({ plan: PLAN, goals: null, notes })
  })

  test.each([
    [
      'no plan',
      /solution=[^]*/,
      'solution=\n',
      'result.txt:8: got "the end of the file", expected step 0 of the',
    ],
    [
      'nothing',
      /[^]*/,
      '',
      'result.txt:1: got "the end of the file", expected `name=value`, `solution=` or 0:(x,y)',
    ],
    [
      'a step left out',
      '1:(',
      '2:(',
      'result.txt:9: got "2:(1,0),(2,0),", expected step 1 of the plan: 1:(x,y)',
    ],
    ['an agent left out', '1:(1,0),', '1:', 'result.txt:9: got "1 agents", expected 2, as in step 0'],
    ['agents', 'agents=2', 'agents=3', 'result.txt:8: got "2 agents", expected agents=3'],
    ['starts', 's=(0,0)', 's=(0,1)', 'result.txt:8: got "other cells", expected those of `starts=`'],
    ['goals', 's=(1,0),', 's=', 'result.txt:8: got "2 agents", expected as many as goals, 1'],
    ['x', '1:(1,0)', '1:(3,0)', 'result.txt:9: got "3", expected x: a whole number from 0 to 2'],
    ['y', '1:(1,0)', '1:(1,2)', 'result.txt:9: got "2", expected y: a whole number from 0 to 1'],
    [
      'tasks',
      '1:(1,0)',
      '1:(1,0)->(2,0):-1',
      'result.txt:9: got "(1,0)->(2,0):-1,(2,0),", expected (x,y),(x,y)',
    ],
    ['a line after', /$/, 'end\n', 'result.txt:10: got "end", expected step 2 of the plan'],
    [
      'a plan beside',
      'solution=',
      'solution=0:',
      'result.txt:7: got "solution=0:", expected `solution=`, and the',
    ],
  ])('%s', (_, from, to, message) => {
    const read = (): unknown => readSolution(fileOf('result.txt', changed(RESULT, from, to)), MAP)
    expect(read).toThrow(ParameterError)
    expect(read).toThrow(message)
  })

  test('a wrong plan is told by the line of its step', () => {
    const text = changed(RESULT, '1:(1,0),(2,0)', '1:(1,1),(2,0)')
    const { plan, goals, origin } = readSolution(fileOf('result.txt', text), MAP)
    const starts = Int32Array.of(0, 5)
    const instance = {
      map: MAP,
      starts,
      goals: Array.from(goals!, (goal) => Int32Array.of(goal)),
      oneShot: true,
    }
    const problems = validatePlan(instance, plan, Infinity, origin)
    expect(problems.map(({ line, what }) => `${line} ${what}`)).toEqual([
      '9 agent 0, step 1: got row 1, column 1, expected agent 0 in a free cell',
      '9 agent 0, step 1: got agent 0 from row 0, column 0 to row 1, column 1, ' +
        'expected a wait or a move up, down, left or right',
      '9 agent 0, step 1: got row 1, column 1, expected agent 0 to end at its goal, row 0, column 1',
    ])
    expect(() => requireValid(problems)).toThrow(
      'result.txt:9: got "row 1, column 1", expected agent 0 in a free',
    )
  })
})

test.each([
  ['plan.positions: got "3 positions"', { plan: { agents: 2, positions: Int32Array.of(0, 1, 2) } }],
  ['plan.positions: got 6, expected cells from 0 to 5', { plan: { agents: 1, positions: Int32Array.of(6) } }],
  ['goals: got "1 goals", expected 2', { goals: Int32Array.of(0) }],
  ['notes: got "agents=3"', { notes: ['agents=3'] }],
  ['notes: got "0:(1,1)"', { notes: ['0:(1,1)'] }],
  ['notes: got "a\\nb", expected a line', { notes: ['a\nb'] }],
  ['notes: got " "', { notes: [' '] }],
])('not written: %s', (message, change) => {
  const write = (): unknown => writeSolution({ plan: PLAN, goals: null, notes: NOTES, ...change }, MAP)
  expect(write).toThrow(ParameterError)
  expect(write).toThrow(message)
})
