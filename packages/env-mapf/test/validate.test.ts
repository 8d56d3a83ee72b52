import { ParameterError } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import {
  type MapfInstance,
  type Plan,
  requireValid,
  validateInstance,
  validatePlan,
} from '../src/formats/validate.ts'
import { GridMap } from '../src/grid-map.ts'

const MAP = GridMap.of(['...', '.#.', '...', '###', '...'])
const ints = (cells: readonly number[]): Int32Array => Int32Array.from(cells)

function instanceOf(
  starts: readonly number[],
  goals: readonly (readonly number[])[],
  oneShot = false,
): MapfInstance {
  return { map: MAP, starts: ints(starts), goals: goals.map(ints), oneShot }
}

/** A plan by its steps, for an instance that starts where it does. */
function planOf(...steps: readonly (readonly number[])[]): readonly [MapfInstance, Plan] {
  const goals = steps[0].map(() => [0])
  return [instanceOf(steps[0], goals), { agents: steps[0].length, positions: ints(steps.flat()) }]
}

const sentences = (problems: readonly { what: string }[]): string[] => problems.map(({ what }) => what)

describe('instances', () => {
  test('shared goals are right where lifelong, and wrong where one-shot', () => {
    expect(validateInstance(instanceOf([0, 1], [[8], [8]]))).toEqual([])
    expect(validateInstance(instanceOf([0, 1], [[0], [1]], true))).toEqual([])
    expect(sentences(validateInstance(instanceOf([0, 1], [[8], [8]], true)))).toEqual([
      'agent 1: got row 2, column 2, expected a goal that no agent before it has',
    ])
  })

  test('all problems, agent by agent, or the first of them', () => {
    const instance = instanceOf([0, 0, 4, 15, 1], [[4], [12], [99, 1], [1], []])
    const problems = validateInstance(instance)
    expect(sentences(problems)).toEqual([
      'agent 0: got row 1, column 1, expected goal 1: a free cell',
      'agent 1: got row 0, column 0, expected a start that no agent before it has',
      'agent 1: got row 4, column 0, expected goal 1: a cell that can be reached from the start',
      'agent 2: got row 1, column 1, expected start: a free cell',
      'agent 2: got cell 99 of 15, expected goal 1: a free cell',
      'agent 3: got cell 15 of 15, expected start: a free cell',
      'agent 4: got 0 goals, expected one goal or more',
    ])
    expect(validateInstance(instance, 3)).toEqual(problems.slice(0, 3))
    expect(validateInstance(instance, 0)).toEqual([])
  })

  test('two goals where one-shot, and lists that do not match', () => {
    expect(sentences(validateInstance(instanceOf([0], [[1, 2]], true)))).toEqual([
      'agent 0: got 2 goals, expected one goal',
    ])
    expect(sentences(validateInstance(instanceOf([0], [])))).toEqual([
      'all agents: got 1 starts, 0 lists of goals, expected as many of each',
    ])
  })
})

describe('plans', () => {
  test('waiting, following and rotating are right', () => {
    expect(validatePlan(...planOf([1, 0], [2, 1], [5, 2], [5, 2]))).toEqual([])
    const ring = GridMap.of(['..', '..'])
    const positions = ints([0, 1, 3, 2, 1, 3, 2, 0])
    const instance = { map: ring, starts: ints([0, 1, 3, 2]), goals: [0, 1, 2, 3].map((c) => ints([c])) }
    expect(validatePlan(instance, { agents: 4, positions })).toEqual([])
  })

  test.each<[name: string, steps: readonly (readonly number[])[], problems: readonly string[]]>([
    [
      'two in a cell',
      [
        [0, 2],
        [1, 1],
      ],
      ['agent 1, step 1: got agents 0 and 1 in row 0, column 1, expected no two'],
    ],
    [
      'a swap',
      [
        [0, 1],
        [1, 0],
      ],
      ['agent 1, step 1: got agents 0 and 1 that swap row 0, column 0 and row 0, column 1'],
    ],
    ['an obstacle', [[1], [4]], ['agent 0, step 1: got row 1, column 1, expected agent 0 in a free cell']],
    [
      'a jump',
      [[0], [2]],
      ['agent 0, step 1: got agent 0 from row 0, column 0 to row 0, column 2, expected a wait'],
    ],
    ['a diagonal', [[1], [5]], ['agent 0, step 1: got agent 0 from row 0, column 1 to row 1, column 2']],
    [
      'over the edge of a row',
      [[2], [3]],
      ['agent 0, step 1: got agent 0 from row 0, column 2 to row 1, column 0'],
    ],
    [
      'off the map',
      [[0], [-1], [-1], [15]],
      [
        'agent 0, step 1: got cell -1 of 15, expected agent 0 in a free cell',
        'agent 0, step 1: got agent 0 from row 0, column 0 to cell -1 of 15',
        'agent 0, step 2: got cell -1 of 15',
        'agent 0, step 3: got cell 15 of 15',
        'agent 0, step 3: got agent 0 from cell -1 of 15 to cell 15 of 15',
      ],
    ],
    [
      'together from the start',
      [
        [0, 0],
        [0, 1],
      ],
      ['agent 1, step 0: got agents 0 and 1 in row 0, column 0'],
    ],
    [
      'three in a cell',
      [
        [0, 2, 1],
        [1, 1, 1],
      ],
      ['agent 1, step 1: got agents 0 and 1', 'agent 2, step 1: got agents 1 and 2'],
    ],
    [
      'a swap with one of two in a cell',
      [
        [1, 1, 0],
        [0, 1, 1],
      ],
      [
        'agent 1, step 0: got agents 0 and 1 in row 0, column 1',
        'agent 2, step 1: got agents 0 and 2 that swap',
        'agent 2, step 1: got agents 1 and 2 in row 0, column 1',
      ],
    ],
  ])('%s', (_, steps, problems) => {
    const found = sentences(validatePlan(...planOf(...steps)))
    expect(found).toHaveLength(problems.length)
    problems.forEach((text, k) => expect(found[k]).toContain(text))
  })

  test('starts, and where one-shot ends, are those of the instance', () => {
    const plan = { agents: 2, positions: ints([0, 2, 1, 2]) }
    expect(validatePlan(instanceOf([0, 2], [[1], [2]], true), plan)).toEqual([])
    expect(sentences(validatePlan(instanceOf([1, 2], [[1], [5]], true), plan))).toEqual([
      'agent 0, step 0: got row 0, column 0, expected agent 0 at its start, row 0, column 1',
      'agent 1, step 1: got row 0, column 2, expected agent 1 to end at its goal, row 1, column 2',
    ])
  })

  test.each([
    [1, [0, 1]],
    [2, [0, 1, 1]],
    [2, []],
    [0, []],
  ])('%i agents with positions %j are no plan for two', (agents, positions) => {
    const problems = validatePlan(instanceOf([0, 1], [[0], [1]]), { agents, positions: ints(positions) })
    expect(sentences(problems)).toEqual([
      `all agents: got a plan of ${positions.length} positions for ${agents} agents, ` +
        'expected positions of 2 agents in one step or more',
    ])
  })
})

test('what has problems is refused by the first, with its file and line or by its field', () => {
  const [instance, plan] = planOf([0, 2], [1, 1])
  const origin = { file: 'plan.txt', lineOf: (a: number, t: number) => 10 * a + t }
  const problems = validatePlan(instance, plan, 1, origin)
  expect(problems).toEqual([expect.objectContaining({ file: 'plan.txt', line: 11, agent: 1, step: 1 })])
  expect(() => requireValid(problems)).toThrow(ParameterError)
  expect(() => requireValid(problems)).toThrow(
    'plan.txt:11: got "agents 0 and 1 in row 0, column 1", expected no two agents in one cell',
  )
  expect(() => requireValid(validatePlan(instance, plan))).toThrow('agents[1].steps[1]: got "agents 0 and 1')
  expect(() => requireValid(validateInstance(instanceOf([4], [[0]])))).toThrow(
    'agents[0]: got "row 1, column 1"',
  )
  expect(() => requireValid(validateInstance(instanceOf([4], [])))).toThrow('instance: got "1 starts')
  requireValid([])
})
