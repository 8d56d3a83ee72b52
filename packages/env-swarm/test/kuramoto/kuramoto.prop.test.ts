import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawFrequencies } from '../../src/kuramoto/frequencies.ts'
import { type Coupling, Kuramoto, type KuramotoParameters } from '../../src/kuramoto/kuramoto.ts'
import { ottAntonsen } from '../../src/kuramoto/theory.ts'
import { withoutKernel } from '../without-kernel.ts'

const methods = fc.constantFrom<KuramotoParameters['method']>('euler', 'heun', 'rk4')

const oscillators = fc.integer({ min: 1, max: 9 }).chain((n) =>
  fc.record({
    omegas: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: n, maxLength: n }),
    phases: fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: n, maxLength: n }),
    pairs: fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1)), { maxLength: 12 }),
  }),
)

/** Both of each pair pull each other. */
function couplingOf(pairs: readonly (readonly [number, number])[], n: number): Coupling {
  const lists = Array.from({ length: n }, (): number[] => [])
  for (const [i, j] of pairs) {
    if (i === j) continue
    lists[i].push(j)
    lists[j].push(i)
  }
  const starts = [0]
  for (const list of lists) starts.push(starts.at(-1)! + list.length)
  return { starts: Int32Array.from(starts), others: Int32Array.from(lists.flat()) }
}

test('phases are the same with and without the kernel, and their mean moves with the mean frequency', () => {
  fc.assert(
    fc.property(oscillators, methods, fc.boolean(), ({ omegas, phases, pairs }, method, graph) => {
      const n = omegas.length
      const run = (): Float64Array => {
        const coupling = graph ? couplingOf(pairs, n) : undefined
        const model = new Kuramoto({ method, coupling: 1.5 }, Float64Array.from(omegas), coupling)
        model.phases.set(phases)
        for (let t = 0; t < 20; t++) model.stepWith(new Float64Array(n))
        expect(model.order()).toBeLessThanOrEqual(1)
        return model.phases.slice()
      }
      const fast = run()
      expect(withoutKernel(run)).toEqual(fast)
      const mean = (values: ArrayLike<number>): number =>
        Array.from(values).reduce((sum, value) => sum + value, 0) / n
      expect(mean(fast)).toBeCloseTo(mean(phases) + 20 * 0.05 * mean(omegas), 9)
    }),
  )
})

/** The phases of six oscillators at time 1. */
function atOne(method: KuramotoParameters['method'], timeStep: number): Float64Array {
  const model = new Kuramoto({ method, timeStep, coupling: 2 }, Float64Array.of(-1, -0.4, 0.1, 0.3, 0.8, 1.4))
  model.phases.set([0, 1, 2, 3, 4, 5])
  for (let t = 0; t < Math.round(1 / timeStep); t++) model.stepWith(new Float64Array(6))
  return model.phases.slice()
}

test.each([
  ['euler', 1],
  ['heun', 2],
  ['rk4', 4],
] as const)('%s is of order %i', (method, order) => {
  const exact = atOne('rk4', 1 / 4096)
  const error = (timeStep: number): number =>
    Math.max(...atOne(method, timeStep).map((phase, i) => Math.abs(phase - exact[i])))
  expect(Math.log2(error(1 / 20) / error(1 / 40))).toBeCloseTo(order, 0.5)
})

test('two oscillators beat with the period 2 pi / sqrt(dw² - K²)', () => {
  const model = new Kuramoto({ coupling: 1, timeStep: 0.001 }, Float64Array.of(-1, 1))
  const period = (2 * Math.PI) / Math.sqrt(4 - 1)
  const steps = Math.round(period / 0.001)
  for (let t = 0; t < steps; t++) model.stepWith(new Float64Array(2))
  const turned = model.phases[1] - model.phases[0]
  // The period is not a whole number of steps.
  expect(Math.abs(turned - 2 * Math.PI)).toBeLessThan(0.003)
})

test('noise of strength D spreads free phases by 2 D t', () => {
  const n = 4000
  for (const method of ['euler', 'heun'] as const) {
    const model = new Kuramoto({ method, coupling: 0, diffusion: 0.7 }, new Float64Array(n))
    const stream = Seed.from(4).stream()
    for (let t = 0; t < 20; t++) model.step(stream)
    const squares = model.phases.reduce((sum, phase) => sum + phase * phase, 0)
    // A variance's standard error is sqrt(2 / n) of it: these are four of them.
    expect(Math.abs(squares / n / (2 * 0.7 * 1) - 1)).toBeLessThan(4 * Math.sqrt(2 / n))
  }
})

test('many oscillators follow Ott and Antonsen’s transient', () => {
  const n = 4000
  const [coupling, r0] = [3, 0.9]
  const frequencies = new Float64Array(n)
  const stream = Seed.from(9).stream()
  drawFrequencies({ frequencies: 'lorentzian', width: 1, spread: 'random' }, stream, frequencies)
  const model = new Kuramoto({ coupling, timeStep: 0.02 }, frequencies)
  // Poisson’s kernel of mean r0, whatever the frequency.
  for (let i = 0; i < n; i++) {
    const p = stream.uniform()
    model.phases[i] = 2 * Math.atan(((1 - r0) / (1 + r0)) * Math.tan(Math.PI * (p - 0.5)))
  }
  for (let t = 0; t <= 200; t++) {
    if (t % 50 === 0)
      expect(Math.abs(model.order() - ottAntonsen(coupling, 1, r0, t * 0.02))).toBeLessThan(0.04)
    model.stepWith(new Float64Array(n))
  }
})

test('what does not fit is refused by name', () => {
  const omegas = new Float64Array(2)
  expect(() => new Kuramoto({ timeStep: 0 }, omegas)).toThrow('Kuramoto.timeStep')
  expect(() => new Kuramoto({ method: 'rk4', diffusion: 1 }, omegas)).toThrow(
    'euler or heun, as there is noise',
  )
  expect(() => new Kuramoto({}, new Float64Array(0))).toThrow('at least one oscillator')
  const others = Int32Array.of(1)
  expect(() => new Kuramoto({}, omegas, { starts: Int32Array.of(0, 1), others })).toThrow('starts: got 2')
  expect(() => new Kuramoto({}, omegas, { starts: Int32Array.of(0, 1, 0), others })).toThrow('starts[2]')
  expect(
    () => new Kuramoto({}, omegas, { starts: Int32Array.of(0, 1, 1), others: Int32Array.of(5) }),
  ).toThrow('others[0]: got 5')
})
