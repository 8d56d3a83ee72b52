import { describe, expect, test } from 'vitest'
import { Diagnostics, type Task, diagnosticMetrics } from '../src/diagnostics.ts'
import type { GridWorlds } from '../src/worlds.ts'
import { type Cell, frameCell, worldOf } from './support/golden.ts'

/** Plays positions step by step, the first of them the start, and gives the metrics by name. */
function played(
  worlds: GridWorlds,
  task: Task,
  steps: readonly (readonly Cell[])[],
  arrived: (a: number) => void = () => {},
): Record<string, number> {
  const diagnostics = new Diagnostics(worlds, task)
  diagnostics.start(0)
  for (const cells of steps) {
    cells.forEach((cell, a) => (worlds.positions[a] = frameCell(worlds, cell)))
    diagnostics.record(0)
    cells.forEach((_, a) => worlds.positions[a] === worlds.goals[a] && arrived(a))
  }
  const names = diagnosticMetrics(task).map(({ name }) => name)
  const metrics = new Float64Array(names.length)
  diagnostics.measure(0, metrics, 0)
  return Object.fromEntries(names.map((name, k) => [name, metrics[k]]))
}

const repeat = <T>(times: number, value: T): T[] => Array.from({ length: times }, () => value)

describe('deadlocks', () => {
  test('two agents head on in a corridor: one waits from step 2 on, the other from step 3 on', () => {
    const ends: Cell[] = [
      [0, 0],
      [0, 4],
    ]
    const worlds = worldOf(['.....'], ends, ends.toReversed(), 1)
    const meeting: Cell[][] = [
      [
        [0, 1],
        [0, 3],
      ],
      ...repeat(9, [
        [0, 2],
        [0, 3],
      ] as Cell[]),
    ]
    expect(played(worlds, 'lifelong', meeting)).toEqual({
      fairness: 1,
      starvation: 10,
      unserved: 1,
      waits: 17 / 20,
      stuck: 17 / 20,
    })
  })

  const square: Cell[] = [
    [0, 0],
    [0, 1],
    [1, 1],
    [1, 0],
  ]
  const turned = (k: number): Cell[] => square.map((_, a) => square[(a + k) % 4])

  test('four agents in a square who all want the next one’s cell are stuck where nobody may follow', () => {
    const worlds = worldOf(['..', '..'], square, turned(2), 1)
    expect(played(worlds, 'one-shot', repeat(8, square))).toEqual({
      fairness: 1,
      starvation: 8,
      unserved: 1,
      waits: 1,
      stuck: 1,
    })
  })

  test('where they may, they turn, and nobody is', () => {
    const worlds = worldOf(['..', '..'], square, turned(2), 1)
    expect(played(worlds, 'one-shot', [turned(1), turned(2), turned(2)])).toEqual({
      fairness: 1,
      starvation: 2,
      unserved: 0,
      waits: 0,
      stuck: 0,
    })
  })

  test('a standstill that came to an end counts as waits alone', () => {
    const worlds = worldOf(['....'], [[0, 0]], [[0, 3]], 1)
    const steps: Cell[][] = [[[0, 0]], [[0, 0]], [[0, 1]], [[0, 1]], [[0, 2]]]
    expect(played(worlds, 'lifelong', steps)).toMatchObject({ waits: 3 / 5, stuck: 0 })
  })
})

test('fairness of 3 goals and 1 is 16/20; the longest time runs from goal to goal, or to the end', () => {
  const worlds = worldOf(
    ['....', '....'],
    [
      [0, 0],
      [1, 0],
    ],
    [
      [0, 1],
      [1, 1],
    ],
    1,
  )
  const next = [[2, 3, 0], [0]].map((columns, a) => columns.map((column): Cell => [a, column]))
  const steps: Cell[][] = [
    [
      [0, 1],
      [1, 1],
    ],
    [
      [0, 2],
      [1, 1],
    ],
    [
      [0, 3],
      [1, 2],
    ],
    [
      [0, 2],
      [1, 3],
    ],
  ]
  const goal = (a: number): void => void (worlds.goals[a] = frameCell(worlds, next[a].shift()!))
  expect(played(worlds, 'lifelong', steps, goal)).toEqual({
    fairness: 16 / 20,
    starvation: 3,
    unserved: 0,
    waits: 1 / 8,
    stuck: 0,
  })
})

test('fairness of one-shot tasks is that of the times of arrival: for good, or never', () => {
  const worlds = worldOf(
    ['...', '...'],
    [
      [0, 0],
      [1, 0],
    ],
    [
      [0, 1],
      [1, 2],
    ],
    1,
  )
  // The first arrives in step 1, goes, and arrives for good in step 3; the second does not arrive in 4 steps.
  const steps: Cell[][] = [
    [
      [0, 1],
      [1, 0],
    ],
    [
      [0, 2],
      [1, 0],
    ],
    [
      [0, 1],
      [1, 1],
    ],
    [
      [0, 1],
      [1, 1],
    ],
  ]
  expect(played(worlds, 'one-shot', steps)).toEqual({
    fairness: 49 / 50,
    starvation: 4,
    unserved: 1 / 2,
    waits: 3 / 7,
    stuck: 1 / 8,
  })
})

test('an agent that starts on its goal has been served, and arrived in no time', () => {
  const worlds = worldOf(['..'], [[0, 0]], [[0, 0]], 1)
  expect(played(worlds, 'one-shot', repeat(5, [[0, 0]] as Cell[]))).toEqual({
    fairness: 1,
    starvation: 1,
    unserved: 0,
    waits: 0,
    stuck: 0,
  })
})

test('what is not of these worlds is not accepted', () => {
  const worlds = worldOf(
    ['...'],
    [
      [0, 0],
      [0, 2],
    ],
    [
      [0, 2],
      [0, 0],
    ],
    1,
  )
  const diagnostics = new Diagnostics(worlds, 'lifelong')
  diagnostics.start(0)
  diagnostics.record(0)
  const saved = diagnostics.save(0)
  expect(diagnostics.accepts(saved, 1)).toBe(true)
  expect(diagnostics.accepts(saved, 2)).toBe(false)
  for (const change of [
    { totals: [1, 0, 0, 0] },
    { totals: new Float64Array(3) },
    { totals: Float64Array.of(1, -1, 0, 0) },
    { totals: Float64Array.of(1, 0.5, 0, 0) },
    { still: undefined },
    { still: Int32Array.of(0) },
    { served: Int32Array.of(0, 2) },
    { came: Int32Array.of(-1, 0) },
    { reached: Float64Array.of(0, 0) },
  ]) {
    expect(diagnostics.accepts({ ...saved, ...change }, 1)).toBe(false)
  }
  for (const junk of [null, undefined, 5, 'text', []]) expect(diagnostics.accepts(junk, 1)).toBe(false)
})
