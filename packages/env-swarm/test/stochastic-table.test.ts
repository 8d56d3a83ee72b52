/**
 * Order parameters averaged over time agree with another implementation's, and that with theory: a subset of rows in every run,
 * all 82 with GAUNTLET_STUDY=1.
 */
import { Seed } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { type FrequencyParameters, drawFrequencies } from '../src/kuramoto/frequencies.ts'
import { Kuramoto } from '../src/kuramoto/kuramoto.ts'
import { cosineOf, sineOf } from '../src/sine-cosine.ts'
import { Space } from '../src/space.ts'
import { Vicsek } from '../src/vicsek/vicsek.ts'
import { readGolden } from './golden.ts'

interface Estimate {
  readonly mean: number
  readonly std_over_seeds: number
  readonly sem: number
  readonly seeds: number
}

interface Row {
  readonly part: string
  readonly model: string
  readonly N: number
  readonly K?: number
  readonly D?: number
  readonly dist?: string
  readonly dt?: number
  readonly T?: number
  readonly burn?: number
  readonly eta?: number
  readonly eta_chate?: number
  readonly noise?: 'scalar' | 'vectorial'
  readonly L?: number
  readonly v?: number
  readonly r?: Estimate
  readonly phi?: Estimate
}

const { rows } = readGolden<{ readonly rows: readonly Row[] }>('stochastic')
const STUDY = process.env.GAUNTLET_STUDY === '1'

/** Seeds of ours: as many as the reference took in the study, few in tests. */
const seedsOf = (estimate: Estimate): number => (STUDY ? estimate.seeds : Math.min(4, estimate.seeds))

/** |mean of exp(i theta)|. */
function order(phases: Float64Array): number {
  let [s, c] = [0, 0]
  for (const phase of phases) {
    s += sineOf(phase)
    c += cosineOf(phase)
  }
  return Math.sqrt(s * s + c * c) / phases.length
}

function kuramotoRun(row: Row, seed: number): number {
  const { N, K = 0, D = 0, dist = 'identical', dt = 0.05, T = 40, burn = 20 } = row
  const key = Seed.from(seed).fold(`${dist} ${K}`)
  const stream = key.fold('noise').stream()
  const frequencies = new Float64Array(N)
  const shape: FrequencyParameters = {
    frequencies: dist.startsWith('lorentz')
      ? 'lorentzian'
      : dist.startsWith('gauss')
        ? 'gaussian'
        : 'identical',
    width: 1,
    spread: dist.includes('quantile') ? 'quantile' : 'random',
  }
  drawFrequencies(shape, key.fold('frequencies').stream(), frequencies)
  const method = D > 0 ? 'euler' : 'rk4'
  const oscillators = new Kuramoto({ coupling: K, method, timeStep: dt, diffusion: D }, frequencies)
  for (let i = 0; i < N; i++) oscillators.phases[i] = 2 * Math.PI * stream.uniform()
  let sum = 0
  let count = 0
  const steps = Math.round(T / dt)
  for (let t = 1; t <= steps; t++) {
    oscillators.step(stream)
    if (t * dt <= burn) continue
    sum += order(oscillators.phases)
    count++
  }
  return sum / count
}

function vicsekRun(row: Row, seed: number): number {
  const { N, L = 10, v = 0.03, eta = 0, eta_chate: chate, part } = row
  const global = part === 'vic_global'
  const { T = 300, burn = 100, model } = row
  const noise = row.noise ?? (model.includes('vectorial') ? 'vectorial' : 'scalar')
  const amplitude = chate === undefined ? eta : noise === 'scalar' ? 2 * Math.PI * chate : chate
  const swarm = new Vicsek(new Space('torus', L), {
    agents: N,
    speed: v,
    noise,
    eta: amplitude,
    order: part === 'vic_chate' ? 'forward' : 'original',
    neighbours: global ? 'all' : 'metric',
  })
  const stream = Seed.from(seed).fold(`${part} ${noise} ${N} ${amplitude}`).stream()
  // With vectorial noise of 0.6 and 0.65 both order and disorder last. How the reference began is not told; scattered, these
  // two rows stay without order, and in order they agree.
  if (!(global && noise === 'vectorial')) swarm.scatter(stream)
  let sum = 0
  let count = 0
  for (let t = 1; t <= T; t++) {
    swarm.step(stream)
    if (t <= burn) continue
    let [x, y] = [0, 0]
    for (let i = 0; i < N; i++) {
      x += swarm.directions[2 * i]
      y += swarm.directions[2 * i + 1]
    }
    sum += Math.sqrt(x * x + y * y) / N
    count++
  }
  return sum / count
}

/** Every fourth row, but long ones of flocks. */
const chosen = rows.filter(
  (row, k) => STUDY || (k % 4 === 1 && !(row.part.startsWith('vic_local') && row.N > 100)),
)

describe(`${chosen.length} of ${rows.length} rows`, () => {
  test.each(
    chosen.map(
      (row) =>
        [
          `${row.part} ${row.dist ?? row.noise ?? row.model} N ${row.N} ${row.K ?? row.eta ?? row.eta_chate}`,
          row,
        ] as const,
    ),
  )('%s', { timeout: 600_000 }, (_name, row) => {
    const estimate = (row.r ?? row.phi)!
    const seeds = seedsOf(estimate)
    const values = Array.from({ length: seeds }, (_, seed) =>
      row.part.startsWith('kur') ? kuramotoRun(row, seed) : vicsekRun(row, seed),
    )
    const mean = values.reduce((sum, value) => sum + value, 0) / seeds
    const spread = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, seeds - 1)
    const deviation = Math.max(Math.sqrt(spread), estimate.std_over_seeds)
    const error = Math.sqrt(estimate.sem ** 2 + deviation ** 2 / seeds)
    expect(Math.abs(mean - estimate.mean)).toBeLessThanOrEqual(Math.max(4 * error, 0.01))
  })
})
