/** The three rules, each alone and together, in small cases worked by hand. */
import { expect, test } from 'vitest'
import { Boids, type BoidsParameters, Space } from '../../src/index.ts'

const none = { separation: 0, alignment: 0, cohesion: 0, leastSpeed: 0, mostSpeed: 100, timeStep: 0.1 }

/** Agent 0 at the origin with velocity (1, 0); others at (x, y) with (vx, vy). The velocity of agent 0 after a step. */
function velocityAmong(others: readonly (readonly number[])[], given: Partial<BoidsParameters>): number[] {
  const model = new Boids(new Space('plane', 10), { agents: others.length + 1, ...none, ...given })
  model.velocities[0] = 1
  others.forEach(([x, y, vx, vy], k) => {
    model.positions.set([x, y], 2 * k + 2)
    model.velocities.set([vx, vy], 2 * k + 2)
  })
  model.step()
  const [vx, vy] = model.velocities
  expect(model.positions[0]).toBeCloseTo(0.1 * vx, 14)
  return [vx, vy].map((v) => Math.round(v * 1e10) / 1e10)
}

test('separation: away from those within the personal space, with 1 / distance', () => {
  const given = { separation: 2, personalSpace: 1 }
  expect(velocityAmong([[0, 0.5, 0, 0]], given)).toEqual([1, -0.4])
  expect(
    velocityAmong(
      [
        [0, -0.25, 0, 0],
        [0.5, 0, 0, 0],
        [0, 1.5, 0, 0],
      ],
      given,
    ),
  ).toEqual([0.6, 0.8])
  expect(velocityAmong([[0, 0, 0, 0]], given)).toEqual([1, 0])
})

test('alignment: towards the mean velocity of those in view', () => {
  expect(
    velocityAmong(
      [
        [1, 1, 0, 3],
        [-1, 0, 2, 1],
        [9, 9, 50, 50],
      ],
      { alignment: 0.5 },
    ),
  ).toEqual([1, 0.1])
})

test('cohesion: towards the mean place of those in view', () => {
  expect(
    velocityAmong(
      [
        [1, 1, 0, 0],
        [-1, 0.5, 0, 0],
        [9, 9, 0, 0],
      ],
      { cohesion: 4 },
    ),
  ).toEqual([1, 0.3])
})

test('all three add up', () => {
  const weights = { separation: 1, personalSpace: 1, alignment: 1, cohesion: 1 }
  expect(velocityAmong([[0, 0.5, 2, 1]], weights)).toEqual([1.1, -0.05])
})

test('speeds are brought within their limits, the direction kept', () => {
  expect(velocityAmong([[3, 4, 0, 0]], { cohesion: 0, perception: 10, mostSpeed: 0.5 })).toEqual([0.5, 0])
  const fast = velocityAmong([[0, 1, 0, 0]], { cohesion: 10, mostSpeed: 0.5 })
  expect(Math.hypot(...fast)).toBeCloseTo(0.5, 9)
  expect(fast[0]).toBe(fast[1])
  expect(velocityAmong([], { leastSpeed: 3 })).toEqual([3, 0])
  // Brought to a halt, an agent keeps its direction.
  expect(velocityAmong([[1, 0, 0, 0]], { alignment: 10, leastSpeed: 0.5 })).toEqual([0.5, 0])
})

test('limits of speed that exclude each other are refused', () => {
  expect(() => new Boids(new Space('plane', 1), { leastSpeed: 2 })).toThrow(
    'Boids.leastSpeed: got 2, expected a number up to mostSpeed, 1',
  )
})
