/** The rules of the zones, in small cases worked by hand. */
import { expect, test } from 'vitest'
import { Couzin, type CouzinParameters, Space } from '../../src/index.ts'

const DEGREE = Math.PI / 180
const plane = new Space('plane', 100)

interface Agent {
  readonly at: readonly [x: number, y: number]
  readonly headingDegrees: number
}

/** In degrees, where agent 0, at the origin and flying along x, flies after a step among these others. */
function turned(
  others: readonly Agent[],
  given: Partial<CouzinParameters> = {},
  errorDegrees: number = 0,
): number {
  const model = crowd(others, given)
  const noise = new Float64Array(model.agents)
  noise[0] = errorDegrees * DEGREE
  model.stepWith(noise)
  return Math.atan2(model.directions[1], model.directions[0]) / DEGREE
}

/** r_r 1, orientation from 1 to 3, attraction from 3 to 15; turns at most 180 degrees a step. */
function crowd(others: readonly Agent[], given: Partial<CouzinParameters>): Couzin {
  const model = new Couzin(plane, { agents: others.length + 1, turningRate: 100, ...given })
  others.forEach(({ at, headingDegrees }, k) => {
    model.positions.set(at, 2 * k + 2)
    const heading = headingDegrees * DEGREE
    model.directions.set([Math.cos(heading), Math.sin(heading)], 2 * k + 2)
  })
  return model
}

const at = (degrees: number, distance: number, headingDegrees: number = 0): Agent => ({
  at: [distance * Math.cos(degrees * DEGREE), distance * Math.sin(degrees * DEGREE)],
  headingDegrees,
})

test('alone, or with others out of reach, an agent flies on', () => {
  expect(turned([])).toBe(0)
  expect(turned([at(90, 15.01, 77)])).toBe(0)
})

test('who is too near is fled, behind too, whatever else is in view', () => {
  expect(turned([at(30, 0.5)])).toBeCloseTo(-150, 10)
  expect(turned([at(180, 0.5), at(90, 2, 90), at(90, 5)])).toBeCloseTo(0, 10)
  // Unit vectors: how near they are does not matter.
  expect(turned([at(90, 0.1), at(180, 0.9)])).toBeCloseTo(-45, 10)
})

test('those in the middle are followed, those farther off approached, both in equal shares', () => {
  expect(turned([at(45, 2, 60)])).toBeCloseTo(60, 10)
  expect(turned([at(45, 2, 60), at(-45, 2.5, 20)])).toBeCloseTo(40, 10)
  expect(turned([at(70, 5, 180)])).toBeCloseTo(70, 10)
  expect(turned([at(70, 5, 180), at(10, 14, 0)])).toBeCloseTo(40, 10)
  expect(turned([at(0, 2, 80), at(20, 5)])).toBeCloseTo(50, 10)
})

test('zones begin and end where they should', () => {
  const east = (distance: number): Agent => ({ at: [0, distance], headingDegrees: 30 })
  expect(turned([east(0.999)])).toBeCloseTo(-90, 10)
  expect(turned([east(1)])).toBeCloseTo(30, 10)
  expect(turned([east(2.999)])).toBeCloseTo(30, 10)
  expect(turned([east(3)])).toBeCloseTo(90, 10)
  expect(turned([east(15)])).toBeCloseTo(90, 10)
})

test('behind, within 360 degrees less the field of view, nobody is followed or approached', () => {
  expect(turned([at(134, 5)])).toBeCloseTo(134, 10)
  expect(turned([at(136, 5)])).toBe(0)
  expect(turned([at(-136, 2, 50)])).toBe(0)
  expect(turned([at(180, 5)], { perceptionRad: 2 * Math.PI })).toBeCloseTo(180, 10)
})

test('wishes that cancel leave the direction as it is', () => {
  expect(turned([at(90, 5), at(-90, 5)])).toBe(0)
  expect(turned([at(120, 0.5), at(-60, 0.5)])).toBe(0)
  expect(turned([{ at: [0, 0], headingDegrees: 90 }])).toBe(0)
})

test('no turn is greater than the rate allows', () => {
  const given = { turningRate: 40 * DEGREE, timeStep: 0.1 }
  expect(turned([at(90, 5)], given)).toBeCloseTo(4, 10)
  expect(turned([at(-90, 5)], given)).toBeCloseTo(-4, 10)
  expect(turned([at(3, 5)], given)).toBeCloseTo(3, 10)
  expect(turned([at(180, 5)], { ...given, perceptionRad: 2 * Math.PI })).toBeCloseTo(4, 10)
  expect(turned([at(90, 5)], { turningRate: 0 })).toBe(0)
})

test('the error turns the wish, before the limit', () => {
  expect(turned([at(50, 5)], {}, 7)).toBeCloseTo(57, 10)
  expect(turned([], {}, -7)).toBeCloseTo(-7, 10)
  expect(turned([at(50, 5)], { turningRate: 40 * DEGREE, timeStep: 0.1 }, 7)).toBeCloseTo(4, 10)
})

test('all turn at once and move on in their new directions', () => {
  const model = crowd([at(90, 2, 180)], { speed: 3, timeStep: 0.1 })
  model.stepWith(new Float64Array(2))
  expect(model.directions[0]).toBeCloseTo(-1, 14)
  expect(model.positions[0]).toBeCloseTo(-0.3, 14)
  // Agent 0 is at 90 degrees to the left of agent 1, which takes its old direction.
  expect(model.directions[2]).toBeCloseTo(1, 14)
  expect(model.positions[2]).toBeCloseTo(0.3, 14)
  expect(model.positions[3]).toBeCloseTo(2, 14)
})

test('errors of another length are refused', () => {
  expect(() => crowd([], {}).stepWith(new Float64Array(2))).toThrow('Couzin.noise')
})
