import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type MapfInstance, type Plan, validateInstance, validatePlan } from '../src/formats/validate.ts'
import { GridMap } from '../src/grid-map.ts'
import { type Cell, type Trace, golden } from './support/golden.ts'

const MAP = GridMap.of(['...', '.#.', '...'])

/** Plans of two to four agents that mostly wait or move to a neighbour, and sometimes anywhere. */
const plans = fc
  .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 4 }))
  .chain(([agents, rows]) => {
    const move = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(0, 0, 1, -1, 3, -3) },
      fc.integer({ min: -9, max: 9 }),
    )
    return fc
      .tuple(
        fc.array(fc.nat(8), { minLength: agents, maxLength: agents }),
        fc.array(move, { minLength: agents * (rows - 1), maxLength: agents * (rows - 1) }),
      )
      .map(([starts, moves]): Plan => {
        const positions = Int32Array.from([...starts, ...moves])
        for (let i = agents; i < positions.length; i++) positions[i] += positions[i - agents]
        return { agents, positions }
      })
  })

/** The definitions, said again for every pair of agents. */
function isRight({ map, starts }: MapfInstance, { agents, positions }: Plan): boolean {
  const at = (a: number, t: number): number => positions[t * agents + a]
  const { rows, columns, obstacles } = map
  const beside = (p: number, q: number): boolean =>
    p === q ||
    Math.abs(p - q) === columns ||
    (Math.abs(p - q) === 1 && Math.floor(p / columns) === Math.floor(q / columns))
  for (let t = 0; t < positions.length / agents; t++) {
    for (let a = 0; a < agents; a++) {
      if (at(a, t) < 0 || at(a, t) >= rows * columns || obstacles[at(a, t)] === 1) return false
      if (t === 0 ? at(a, 0) !== starts[a] : !beside(at(a, t - 1), at(a, t))) return false
      for (let b = 0; b < a; b++) {
        if (at(a, t) === at(b, t)) return false
        if (t > 0 && at(a, t) === at(b, t - 1) && at(b, t) === at(a, t - 1)) return false
      }
    }
  }
  return true
}

test('a plan has problems where the definitions say so', () => {
  let right = 0
  fc.assert(
    fc.property(plans, (plan) => {
      const starts = plan.positions.slice(0, plan.agents)
      const instance = { map: MAP, starts, goals: Array.from(starts, (cell) => Int32Array.of(cell)) }
      const problems = validatePlan(instance, plan)
      expect(problems.length === 0).toBe(isRight(instance, plan))
      expect(validatePlan(instance, plan, 2)).toEqual(problems.slice(0, 2))
      if (problems.length === 0) right++
    }),
    { numRuns: 3000 },
  )
  expect(right).toBeGreaterThan(100)
})

test('any cells are validated without a fault', () => {
  const cells = fc
    .array(fc.integer({ min: -3, max: 12 }), { maxLength: 4 })
    .map((list) => Int32Array.from(list))
  const instances = fc.record({
    starts: cells,
    goals: fc.array(cells, { maxLength: 4 }),
    agents: fc.nat(4),
    positions: cells,
    oneShot: fc.boolean(),
  })
  fc.assert(
    fc.property(instances, ({ starts, goals, oneShot, agents, positions }) => {
      const instance = { map: MAP, starts, goals, oneShot }
      const all = [...validateInstance(instance), ...validatePlan(instance, { agents, positions })]
      for (const { what } of all)
        expect(what).toMatch(/^(all agents|agent \d+(, step \d+)?): got .+, expected .+$/)
    }),
  )
})

test.each([
  '01_conflicts_soft',
  '02_chain_forward_soft',
  '03_chain_reverse_soft',
  '04_cycle_soft',
  '09_fuzz_lifelong_soft',
])('what POGEMA plays under the rule soft is right: %s', (name) => {
  const { map: lines, initial, steps } = golden<Trace>(`pogema/${name}`)
  const map = GridMap.of(lines)
  const cells = (places: readonly Cell[]): number[] =>
    places.map(([row, column]) => row * map.columns + column)
  const starts = Int32Array.from(cells(initial.positions))
  const goals = cells(initial.goals).map((goal) => Int32Array.of(goal))
  const positions = Int32Array.from([...starts, ...steps.flatMap((step) => cells(step.positions))])
  const instance = { map, starts, goals }
  expect(validateInstance(instance)).toEqual([])
  expect(validatePlan(instance, { agents: starts.length, positions })).toEqual([])
})
