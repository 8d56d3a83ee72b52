/** Rates and trajectories equal those of another implementation. */
import { expect, test } from 'vitest'
import { type Coupling, Kuramoto, type KuramotoParameters } from '../../src/kuramoto/kuramoto.ts'
import { Space } from '../../src/space.ts'
import { readGolden } from '../golden.ts'
import { withoutKernel } from '../without-kernel.ts'

interface Case {
  readonly method: KuramotoParameters['method']
  readonly topology: 'all' | 'radius'
  readonly norm: 'N' | 'degree' | 'sum'
  readonly N: number
  readonly K: number
  readonly dt: number
  readonly steps: number
  readonly L?: number
  readonly radius?: number
  readonly positions?: readonly (readonly [number, number])[]
  readonly omega: readonly number[]
  readonly theta0: readonly number[]
  readonly frames: readonly { readonly step: number; readonly theta: readonly number[]; readonly r: number }[]
}

const golden = readGolden<{
  readonly rhs: Readonly<
    Record<'theta' | 'omega' | 'all' | 'radius_degree' | 'radius_N', readonly number[]>
  > & {
    readonly K: number
  }
  readonly cases: readonly Case[]
}>('kuramoto')

const NORMALISATION = { N: 'agents', degree: 'degree', sum: 'none' } as const
const TOLERANCE = 1e-10

/** Who is within the radius of whom, all pairs. */
function couplingOf({ L, radius, positions }: Pick<Case, 'L' | 'radius' | 'positions'>): Coupling {
  const space = new Space('torus', L!)
  const points = Float64Array.from(positions!.flat())
  const way = new Float64Array(2)
  const starts = [0]
  const others: number[] = []
  positions!.forEach((_, i) => {
    positions!.forEach((_here, j) => {
      if (i === j) return
      space.displacement(points, 2 * i, points, 2 * j, way)
      if (Math.hypot(way[0], way[1]) <= radius!) others.push(j)
    })
    starts.push(others.length)
  })
  return { starts: Int32Array.from(starts), others: Int32Array.from(others) }
}

function play(given: Case): void {
  const { method, norm, K, dt, steps, omega, theta0, frames, topology } = given
  const coupling = topology === 'all' ? undefined : couplingOf(given)
  const oscillators = new Kuramoto(
    { method, normalisation: NORMALISATION[norm], coupling: K, timeStep: dt },
    Float64Array.from(omega),
    coupling,
  )
  oscillators.phases.set(theta0)
  const none = new Float64Array(omega.length)
  for (let t = 0; t <= steps; t++) {
    const frame = frames.find(({ step }) => step === t)
    frame?.theta.forEach((theta, i) => {
      expect(Math.abs(oscillators.phases[i] - theta)).toBeLessThan(TOLERANCE)
    })
    oscillators.stepWith(none)
  }
}

test.each(golden.cases)('$method, $topology, $norm', (given) => {
  play(given)
  withoutKernel(() => play(given))
})

test('rates', () => {
  const { theta, omega, all, radius_degree, radius_N, K } = golden.rhs
  const near = couplingOf(golden.cases.find(({ topology }) => topology === 'radius')!)
  for (const [coupling, normalisation, expected] of [
    [undefined, 'agents', all],
    [near, 'degree', radius_degree],
    [near, 'agents', radius_N],
  ] as const) {
    const oscillators = new Kuramoto({ normalisation, coupling: K }, Float64Array.from(omega), coupling)
    oscillators.phases.set(theta)
    const rates = new Float64Array(theta.length)
    oscillators.writeRates(rates)
    rates.forEach((rate, i) => expect(Math.abs(rate - expected[i])).toBeLessThan(TOLERANCE))
  }
})
