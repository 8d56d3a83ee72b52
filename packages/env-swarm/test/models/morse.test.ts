import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MorseSwarm, type MorseSwarmParameters, Space } from '../../src/index.ts'

const plane = new Space('plane', 3)

function swarm(given: Partial<MorseSwarmParameters>, seed: number, speed: number = 1): MorseSwarm {
  const model = new MorseSwarm(plane, { agents: 8, ...given })
  model.scatter(Seed.from(seed).stream(), speed)
  return model
}

/** Spreads agents over a lattice, a little off its points: the potential has a tip where two meet. */
function keepApart({ agents, positions }: MorseSwarm): void {
  for (let i = 0; i < agents; i++) {
    positions[2 * i] = 1.5 * (i % 3) + positions[2 * i] / 10
    positions[2 * i + 1] = 1.5 * Math.floor(i / 3) + positions[2 * i + 1] / 10
  }
}

function energy({ agents, positions, velocities, parameters }: MorseSwarm): number {
  const { mass, repulsion, repulsionLength, attraction, attractionLength } = parameters
  let sum = 0
  for (let i = 0; i < agents; i++) {
    sum += (mass / 2) * (velocities[2 * i] ** 2 + velocities[2 * i + 1] ** 2)
    for (let j = 0; j < i; j++) {
      const d = Math.hypot(positions[2 * j] - positions[2 * i], positions[2 * j + 1] - positions[2 * i + 1])
      sum += repulsion * Math.exp(-d / repulsionLength) - attraction * Math.exp(-d / attractionLength)
    }
  }
  return sum
}

/** Total momentum, and angular momentum around the origin. */
function momenta({ positions, velocities, agents }: MorseSwarm): number[] {
  const sums = [0, 0, 0]
  for (let i = 0; i < agents; i++) {
    const [x, y, vx, vy] = [positions[2 * i], positions[2 * i + 1], velocities[2 * i], velocities[2 * i + 1]]
    sums[0] += vx
    sums[1] += vy
    sums[2] += x * vy - y * vx
  }
  return sums
}

test('without propulsion and friction energy, momentum and angular momentum are kept', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
      const model = swarm({ propulsion: 0, friction: 0, timeStep: 0.01 }, seed, 0.3)
      keepApart(model)
      const [before, start] = [energy(model), momenta(model)]
      for (let t = 0; t < 100; t++) model.step()
      expect(energy(model)).toBeCloseTo(before, 5)
      momenta(model).forEach((value, k) => expect(value).toBeCloseTo(start[k], 5))
      expect(momenta(model)[0]).toBeCloseTo(start[0], 12)
    }),
    { numRuns: 20 },
  )
})

test('errors shrink with the order of the integrator: 1 and 4', () => {
  const at = (integrator: 'euler' | 'rk4', steps: number): Float64Array => {
    const model = swarm({ integrator, timeStep: 0.5 / steps, repulsionLength: 1 }, 3)
    keepApart(model)
    for (let t = 0; t < steps; t++) model.step()
    return model.positions
  }
  const exact = at('rk4', 512)
  const error = (integrator: 'euler' | 'rk4', steps: number): number =>
    Math.hypot(...at(integrator, steps).map((x, k) => x - exact[k]))
  expect(Math.log2(error('euler', 128) / error('euler', 256))).toBeCloseTo(1, 1)
  expect(Math.log2(error('rk4', 32) / error('rk4', 64))).toBeCloseTo(4, 0)
})

test('alone an agent comes to the speed sqrt(alpha / beta), as the logistic equation says', () => {
  const [alpha, beta, mass] = [1, 0.5, 2]
  const model = new MorseSwarm(plane, { agents: 1, propulsion: alpha, friction: beta, mass })
  model.velocities.set([0.06, 0.08])
  for (let t = 1; t <= 500; t++) {
    model.step()
    const squared = 1 / (beta / alpha + (1 / 0.01 - beta / alpha) * Math.exp((-2 * alpha * 0.05 * t) / mass))
    expect(Math.hypot(...model.velocities)).toBeCloseTo(Math.sqrt(squared), 5)
  }
  expect(Math.hypot(...model.velocities)).toBeCloseTo(Math.sqrt(alpha / beta), 6)
})

test('two come to rest where the potential is least', () => {
  const model = new MorseSwarm(plane, { agents: 2, propulsion: 0, friction: 0.5 })
  const { repulsion, repulsionLength, attraction, attractionLength } = model.parameters
  const least =
    (Math.log((repulsion * attractionLength) / (attraction * repulsionLength)) *
      repulsionLength *
      attractionLength) /
    (attractionLength - repulsionLength)
  model.positions.set([0, 0, least, 0])
  for (let t = 0; t < 100; t++) model.step()
  expect(model.positions[2] - model.positions[0]).toBeCloseTo(least, 12)
  model.positions[2] += 1e-3
  model.step()
  expect(model.velocities[2]).toBeLessThan(0)
})

/** Mean distance to the centre, and the share of rotation in the velocities: 1 in a mill, whichever way agents go around. */
function shape({ agents, positions, velocities }: MorseSwarm): {
  readonly radius: number
  readonly milling: number
} {
  let [x, y, radius, milling] = [0, 0, 0, 0]
  for (let i = 0; i < agents; i++) {
    x += positions[2 * i] / agents
    y += positions[2 * i + 1] / agents
  }
  for (let i = 0; i < agents; i++) {
    const [dx, dy, vx, vy] = [
      positions[2 * i] - x,
      positions[2 * i + 1] - y,
      velocities[2 * i],
      velocities[2 * i + 1],
    ]
    radius += Math.hypot(dx, dy) / agents
    milling += Math.abs(dx * vy - dy * vx) / (Math.hypot(dx, dy) * Math.hypot(vx, vy)) / agents
  }
  return { radius, milling }
}

function after(steps: number, given: Partial<MorseSwarmParameters>): MorseSwarm {
  const model = swarm({ timeStep: 0.1, ...given }, 1, 0.5)
  for (let t = 0; t < steps; t++) model.step()
  return model
}

test('a catastrophic swarm mills, at sqrt(alpha / beta)', () => {
  const mill = after(600, { agents: 50 })
  const { velocities, agents } = mill
  let speed = 0
  for (let i = 0; i < agents; i++) speed += Math.hypot(velocities[2 * i], velocities[2 * i + 1]) / agents
  expect(speed).toBeGreaterThan(0.85 * Math.SQRT2)
  expect(speed).toBeLessThan(1.02 * Math.SQRT2)
  expect(shape(mill).milling).toBeGreaterThan(0.8)
  expect(shape(mill).radius).toBeLessThan(3)
})

test('four times as many agents at rest take hardly more room where C l² < 1, much more where it is above', () => {
  const growth = (given: Partial<MorseSwarmParameters>): number => {
    const [few, many] = [10, 40].map(
      (agents) => shape(after(500, { agents, propulsion: 0, ...given })).radius,
    )
    return many / few
  }
  expect(growth({})).toBeLessThan(1.3)
  // C l² = 1.25
  expect(growth({ repulsion: 8, attraction: 0.4, attractionLength: 2 })).toBeGreaterThan(1.5)
})
