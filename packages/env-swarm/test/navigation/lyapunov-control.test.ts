import fc from 'fast-check'
import { solveQP } from 'quadprog'
import { expect, test } from 'vitest'
import { goalVelocity } from '../../src/navigation/lyapunov-control.ts'
import { navigation } from '../../src/navigation/navigation.ts'
import { problemOf } from '../../src/navigation/problem.ts'

const places = fc.tuple(
  fc.double({ min: 0.01, max: 4, noNaN: true }),
  fc.double({ min: -4, max: 4, noNaN: true }),
)

/** min |u|² + 100 delta² subject to delta - 2 d·u >= 10 |d|², for the way d from the goal. */
function byQuadprog(x: number, y: number): readonly number[] {
  const squares = [
    [0, 0, 0, 0],
    [0, 2, 0, 0],
    [0, 0, 2, 0],
    [0, 0, 0, 200],
  ]
  const { solution } = solveQP(
    squares,
    [0, 0, 0, 0],
    [[], [0, -2 * x], [0, -2 * y], [0, 1]],
    [0, 10 * (x * x + y * y)],
  )
  return solution.slice(1, 3)
}

test('the closed form is the programme’s solution, and never leads beyond the goal within a step', () => {
  const problem = problemOf(navigation.resolve({ agents: 1, timeStep: 0.1 }))
  const late = problemOf(navigation.resolve({ agents: 1, timeStep: 0.5 }))
  fc.assert(
    fc.property(places, ([x, y]) => {
      const velocities = new Float64Array(2)
      const motion = { positions: Float64Array.of(x, y), velocities, goals: new Float64Array(2) }
      goalVelocity(problem, motion, 0)
      const [p, q] = byQuadprog(x, y)
      expect(velocities[0]).toBeCloseTo(p, 9)
      expect(velocities[1]).toBeCloseTo(q, 9)
      goalVelocity(late, motion, 0)
      expect(Math.abs(0.5 * velocities[0])).toBeLessThanOrEqual(x * (1 + 1e-12))
    }),
  )
})
