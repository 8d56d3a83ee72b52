import fc from 'fast-check'
import { expect, test } from 'vitest'
import { acrobot } from '../../src/studies/acrobot.ts'
import { cartPoleNoVelocities } from '../../src/studies/cart-pole-no-velocities.ts'
import { cartPole } from '../../src/studies/cart-pole.ts'
import { mountainCar } from '../../src/studies/mountain-car.ts'
import { pendulum } from '../../src/studies/pendulum.ts'
import { acted, begun, stand, standing } from './steps.ts'

const within = (bound: number): fc.Arbitrary<number> => fc.double({ min: -bound, max: bound, noNaN: true })
const links = fc.tuple(within(3), within(3), within(1), within(1))

test('two links that nobody moves keep their energy', () =>
  fc.assert(
    fc.asyncProperty(links, async (state) => {
      const environment = await begun(acrobot, {})
      stand(environment, state)
      acted(environment, [1])
      if (environment.ended[0] === 1) return
      expect(Math.abs(energyOf([...standing(environment)]) - energyOf(state))).toBeLessThan(0.02)
    }),
  ))

/** Kinetic and potential energy (J) of two rods of 1 kg and 1 m, with moments of inertia of 1 kg·m² about their centres. */
function energyOf([first, second, firstSpeed, secondSpeed]: readonly number[]): number {
  const total = firstSpeed + secondSpeed
  // Speed of the second rod's centre: that of the joint, and that about it.
  const along = firstSpeed * firstSpeed + 0.25 * total * total + firstSpeed * total * Math.cos(second)
  const kinetic = 0.5 * (0.25 * firstSpeed * firstSpeed + along + firstSpeed * firstSpeed + total * total)
  return kinetic - 9.8 * (1.5 * Math.cos(first) + 0.5 * Math.cos(first + second))
}

test.each([
  ['two links', acrobot, links, [0, 2]],
  ['a pendulum', pendulum, fc.tuple(within(3), within(8)), [-1.5, 1.5]],
] as const)('%s and its mirror image go alike', (_, task, states, [left, right]) =>
  fc.assert(
    fc.asyncProperty(states, async (state) => {
      const environment = await begun<{ horizon: number }>(task, {})
      const mirrored = await begun<{ horizon: number }>(task, {})
      stand(environment, state)
      stand(
        mirrored,
        [...state].map((x) => -x),
      )
      acted(environment, [left])
      acted(mirrored, [right])
      if (environment.ended[0] === 1) return
      const image = standing(mirrored)
      for (const [k, x] of standing(environment).entries()) expect(x + image[k]).toBeCloseTo(0, 9)
      expect(environment.rewards[0]).toBeCloseTo(mirrored.rewards[0], 5)
    }),
  ),
)

test('a car that pushes the way it rolls comes up in time, from every start', () =>
  fc.assert(
    fc.asyncProperty(fc.double({ min: -0.6, max: -0.4, noNaN: true }), async (x) => {
      const environment = await begun(mountainCar, {})
      stand(environment, [x, 0])
      while (environment.ended[0] === 0) acted(environment, [standing(environment)[1] < 0 ? 0 : 2])
      expect(environment.terminated[0]).toBe(1)
      expect(environment.lengths[0]).toBeLessThan(150)
    }),
    { numRuns: 20 },
  ))

test('without velocities, cart and pole are where they are with them', () =>
  fc.assert(
    fc.asyncProperty(fc.nat(), fc.array(fc.nat(1), { maxLength: 30 }), async (seed, actions) => {
      const [whole, half] = [
        await begun(cartPole, {}, 1, seed),
        await begun(cartPoleNoVelocities, {}, 1, seed),
      ]
      for (const action of actions) {
        acted(whole, [action])
        acted(half, [action])
        const [x, , angle] = whole.observations
        expect([...half.observations]).toEqual([x, angle])
        expect(half.ended[0]).toBe(whole.ended[0])
      }
    }),
    { numRuns: 30 },
  ))
