/** What was once taken in silence, or hung. */
import { Seed } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { aggregation } from '../src/control/aggregation.ts'
import { vicsek } from '../src/control/turning.ts'
import { Kuramoto } from '../src/kuramoto/kuramoto.ts'
import { gaussianOrder, lorentzianOrder, noisyOrder, uniformOrder } from '../src/kuramoto/theory.ts'
import { MetricNeighbours } from '../src/neighbours/metric.ts'
import { Space, type SpaceKind } from '../src/space.ts'
import { oscillators } from '../src/steered/oscillators.ts'
import { Vicsek } from '../src/vicsek/vicsek.ts'
import { withoutKernel } from './without-kernel.ts'

test.each(['plane', 'box', 'torus', 'klein', 'projective'] as const)(
  'an agent that is nowhere is an error: %s',
  (kind) => {
    const run = (value: number): void => {
      const swarm = new Vicsek(new Space(kind, 5), { agents: 20, eta: 1 })
      const stream = Seed.from(1).stream()
      swarm.scatter(stream)
      swarm.positions[0] = value
      for (let t = 0; t < 3; t++) swarm.step(stream)
    }
    for (const value of [NaN, Infinity]) {
      expect(() => run(value)).toThrow(/finite positions|positions\[0\]/)
      expect(() => withoutKernel(() => run(value))).toThrow(/finite positions|positions\[0\]/)
    }
  },
)

test('spaces, rules for another space, and frequencies are refused by name', () => {
  expect(() => new Space('tours' as SpaceKind, 5)).toThrow('Space.kind: got "tours"')
  for (const side of [-1, 0, NaN, Infinity]) expect(() => new Space('torus', side)).toThrow('Space.side')
  const rule = new MetricNeighbours(new Space('torus', 50), 20, 1)
  expect(() => new Vicsek(new Space('torus', 5), { agents: 20 }, { neighbours: rule })).toThrow(
    'Vicsek.neighbours.space: got "a torus of side 50"',
  )
  expect(() => new Kuramoto({}, Float64Array.of(1, NaN))).toThrow('Kuramoto.frequencies[1]: got NaN')
})

test('parameters beyond all reason are refused', async () => {
  await expect(vicsek.make({ turnNoise: 1e200 })).rejects.toThrow('swarm/vicsek.turnNoise')
  await expect(vicsek.make({ angleCost: 1e308 })).rejects.toThrow('swarm/vicsek.angleCost')
  await expect(aggregation.make({ box: 1e308 })).rejects.toThrow('swarm/aggregation.box')
  for (const field of ['coupling', 'timeStep', 'width'])
    await expect(oscillators.make({ [field]: 1e308 })).rejects.toThrow(`swarm/oscillators.${field}`)
})

test('closed forms at width 0, and below', () => {
  for (const order of [lorentzianOrder, gaussianOrder, uniformOrder, noisyOrder]) {
    expect(order(2, 0)).toBeCloseTo(1, 12)
    expect(() => order(2, -1)).toThrow('got -1, expected a finite number of at least 0')
  }
})

test('flags other than 0 and 1 are taken for 1, with and without the kernel', () => {
  const run = (): Float64Array => {
    const swarm = new Vicsek(new Space('torus', 5), { agents: 20, eta: 1, speed: 0.2 })
    const stream = Seed.from(1).stream()
    swarm.scatter(stream)
    swarm.active.fill(2)
    swarm.zealots[3] = 2
    const before = [...swarm.directions.subarray(6, 8)]
    for (let t = 0; t < 5; t++) swarm.step(stream)
    expect([...swarm.directions.subarray(6, 8)]).toEqual(before)
    return swarm.positions.slice()
  }
  expect(withoutKernel(run)).toEqual(run())
})
