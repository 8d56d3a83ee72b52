/**
 * The Kuramoto model: oscillators that pull each other's phases.
 *
 * Symbols: n oscillators; theta phases; omega natural frequencies; K coupling; D strength of noise; h time step; k_i neighbours of i.
 */
import { ParameterError, type Schema, type Stream, choice, number, resolveParameters } from '@gauntlet/core'
import { requireNumbers } from '../require-input.ts'
import { cosineOf, sineOf } from '../sine-cosine.ts'
import { SwarmMemory } from '../swarm-kernel.ts'

export interface KuramotoParameters {
  readonly coupling: number
  readonly normalisation: 'agents' | 'degree' | 'none'
  readonly method: 'euler' | 'heun' | 'rk4'
  readonly timeStep: number
  readonly diffusion: number
}

export const KURAMOTO_PARAMETERS: Schema<KuramotoParameters> = {
  coupling: number({ description: 'K', unit: '1/time', default: 2, minimum: -1e6, maximum: 1e6 }),
  normalisation: choice({
    description: 'What the sum over neighbours is divided by: n, their number, or nothing',
    options: ['agents', 'degree', 'none'],
    default: 'agents',
  }),
  method: choice({
    description:
      'How the equation is integrated; with noise, euler is Euler and Maruyama’s method, and rk4 is refused',
    options: ['euler', 'heun', 'rk4'],
    default: 'rk4',
  }),
  timeStep: number({ description: 'h', unit: 'time', default: 0.05, minimum: 1e-9, maximum: 1000 }),
  diffusion: number({
    description: 'D: noise of variance 2 D h in a step',
    unit: '1/time',
    default: 0,
    minimum: 0,
    maximum: 1e6,
  }),
}

/** Frequencies that phases survive. */
const FASTEST = 1e12

/** Who pulls whom: oscillator i is pulled by `others` [starts[i]] to [starts[i + 1] - 1]; `NeighbourLists` are such. */
export interface Coupling {
  /** [n + 1], from 0, never falling */
  readonly starts: Int32Array
  /** [starts[n]], or longer */
  readonly others: Int32Array
}

/**
 * d theta_i = (omega_i + K / N_i sum_j sin(theta_j - theta_i)) dt + sqrt(2 D) dW_i, over all j or the neighbours of i; N_i is n, k_i
 * or 1, and an oscillator without neighbours is pulled by none.
 *
 * Phases are not wrapped, so that mean frequencies can be read off them; sines are exact to 1e-15 up to phases of a million.
 * Source: Kuramoto 1984, Chemical oscillations, waves, and turbulence, chapter 5; with noise: Sakaguchi 1988, Prog. Theor.
 * Phys. 79, 39. Stochastic Heun: Rümelin 1982.
 */
export class Kuramoto {
  /** [n], radians; may be written to */
  readonly phases: Float64Array
  /** [n]; may be written to */
  readonly frequencies: Float64Array
  readonly agents: number
  private readonly parameters: KuramotoParameters
  private readonly memory: SwarmMemory
  /** [n, 2]: cosine and sine of phases, the sine first */
  private readonly circle: Float64Array
  private readonly totals: Float64Array
  private readonly starts: Int32Array | undefined
  private readonly others: Int32Array
  /** [n]: K over N_i */
  private readonly shares: Float64Array
  private readonly share: number
  /** Rates at up to two times, the phases between, and the noise of a step. */
  private readonly rates: Float64Array
  private readonly sum: Float64Array
  private readonly between: Float64Array
  private readonly noise: Float64Array

  /** Numbers that so many oscillators, with so many pairs of neighbours, need of a memory. */
  static size(agents: number, pairs: number): number {
    return 11 * (agents + 1) + pairs + 8
  }

  /** Errors: ParameterError naming the parameter, or what of the coupling is malformed. */
  constructor(
    given: Partial<KuramotoParameters>,
    frequencies: Float64Array,
    coupling?: Coupling,
    memory?: SwarmMemory,
  ) {
    const parameters = resolveParameters(KURAMOTO_PARAMETERS, given, 'Kuramoto')
    const { method, diffusion, normalisation } = parameters
    if (method === 'rk4' && diffusion > 0)
      throw new ParameterError('Kuramoto.method', method, 'euler or heun, as there is noise')
    const n = frequencies.length
    if (!(frequencies instanceof Float64Array))
      throw new ParameterError('Kuramoto.frequencies', frequencies, 'a Float64Array')
    const stray = frequencies.findIndex((omega) => !(Math.abs(omega) <= FASTEST))
    if (stray >= 0)
      throw new ParameterError(
        `Kuramoto.frequencies[${stray}]`,
        frequencies[stray],
        `a number up to ${FASTEST}`,
      )
    if (n === 0) throw new ParameterError('Kuramoto.frequencies', [], 'at least one oscillator')
    if (coupling !== undefined) checkCoupling(coupling, n)
    const links = coupling === undefined ? 0 : coupling.starts[n]
    const even = n + (n & 1)
    this.parameters = parameters
    this.agents = n
    this.memory = memory ?? new SwarmMemory(Kuramoto.size(n, links))
    this.phases = this.memory.float64(even).subarray(0, n)
    this.frequencies = this.memory.float64(even).subarray(0, n)
    this.frequencies.set(frequencies)
    this.circle = this.memory.float64(2 * even)
    this.rates = this.memory.float64(even)
    this.sum = this.memory.float64(even)
    this.between = this.memory.float64(even)
    this.shares = this.memory.float64(even)
    this.totals = this.memory.float64(2)
    this.starts = coupling === undefined ? undefined : this.memory.int32(n + 1)
    this.others = this.memory.int32(links)
    this.noise = new Float64Array(n)
    this.share = normalisation === 'none' ? parameters.coupling : parameters.coupling / n
    if (coupling === undefined) return
    this.starts!.set(coupling.starts)
    this.others.set(coupling.others.subarray(0, links))
    for (let i = 0; i < n; i++) {
      const degree = coupling.starts[i + 1] - coupling.starts[i]
      this.shares[i] =
        normalisation !== 'degree' ? this.share : degree === 0 ? 0 : parameters.coupling / degree
    }
  }

  /** Advances all phases by h; draws one normal number for each where there is noise. */
  step(stream: Stream): void {
    const { noise, agents, parameters } = this
    if (parameters.diffusion > 0) stream.normals(noise, 0, agents)
    this.advance(this.noise)
  }

  /** A step whose noise is given: [n] standard normal numbers. Errors: ParameterError where there are not as many. */
  stepWith(normals: Float64Array): void {
    requireNumbers('Kuramoto.normals', normals, this.agents)
    this.advance(normals)
  }

  /** The rates d theta / dt at the present phases without noise, written to `out` [n]. */
  writeRates(out: Float64Array): void {
    this.evaluate(this.phases)
    out.set(this.rates.subarray(0, this.agents))
  }

  /** r = |mean of exp(i theta)|, 0 to 1. */
  order(): number {
    const { totals, agents } = this
    this.writeCircle(this.phases)
    return Math.min(1, Math.sqrt(totals[0] * totals[0] + totals[1] * totals[1]) / agents)
  }

  /**
   * Writes the means of cos(theta_j - theta_i) and of sin(theta_j - theta_i) over all j, or over i and its neighbours.
   * Shape: `out` [n, 2] from `at` on.
   */
  writeViews(out: Float32Array, at: number): void {
    const { agents, circle, totals, starts, others } = this
    this.writeCircle(this.phases)
    for (let i = 0; i < agents; i++) {
      const s = circle[2 * i]
      const c = circle[2 * i + 1]
      let sines = totals[0]
      let cosines = totals[1]
      let count = agents
      if (starts !== undefined) {
        sines = s
        cosines = c
        for (let k = starts[i]; k < starts[i + 1]; k++) {
          sines += circle[2 * others[k]]
          cosines += circle[2 * others[k] + 1]
        }
        count = 1 + starts[i + 1] - starts[i]
      }
      out[at + 2 * i] = (cosines * c + sines * s) / count
      out[at + 2 * i + 1] = (sines * c - cosines * s) / count
    }
  }

  private advance(normals: Float64Array): void {
    const { phases, rates, sum, between, parameters } = this
    const { method, timeStep: h } = parameters
    this.evaluate(phases)
    if (method === 'euler') this.add(phases, h, rates, phases)
    else if (method === 'heun') {
      this.add(phases, h, rates, between)
      if (parameters.diffusion > 0) this.kick(between, normals)
      this.add(phases, h / 2, rates, phases)
      this.evaluate(between)
      this.add(phases, h / 2, rates, phases)
    } else {
      this.add(phases, h / 6, rates, sum)
      this.add(phases, h / 2, rates, between)
      this.evaluate(between)
      this.add(sum, h / 3, rates, sum)
      this.add(phases, h / 2, rates, between)
      this.evaluate(between)
      this.add(sum, h / 3, rates, sum)
      this.add(phases, h, rates, between)
      this.evaluate(between)
      this.add(sum, h / 6, rates, phases)
    }
    if (parameters.diffusion > 0) this.kick(phases, normals)
  }

  private kick(phases: Float64Array, normals: Float64Array): void {
    const { diffusion, timeStep } = this.parameters
    const scale = Math.sqrt(2 * diffusion * timeStep)
    for (let i = 0; i < this.agents; i++) phases[i] += scale * normals[i]
  }

  /** Writes the rates at given phases. */
  private evaluate(phases: Float64Array): void {
    const { agents, memory, circle, totals, share, shares, frequencies, rates, starts, others } = this
    const { kernel } = memory
    this.writeCircle(phases)
    if (kernel === undefined) return this.evaluateAlone()
    if (starts === undefined) {
      kernel.ratesOfAll(
        agents,
        share,
        frequencies.byteOffset,
        circle.byteOffset,
        totals.byteOffset,
        rates.byteOffset,
      )
    } else {
      kernel.ratesOfNeighbours(
        agents,
        starts.byteOffset,
        others.byteOffset,
        shares.byteOffset,
        frequencies.byteOffset,
        circle.byteOffset,
        rates.byteOffset,
      )
    }
  }

  /** Writes base + factor rates to `out`. */
  private add(base: Float64Array, factor: number, rates: Float64Array, out: Float64Array): void {
    const { agents, memory } = this
    if (memory.kernel !== undefined)
      memory.kernel.advance(agents, base.byteOffset, factor, rates.byteOffset, out.byteOffset)
    else for (let i = 0; i < agents; i++) out[i] = base[i] + factor * rates[i]
  }

  /** Writes sines and cosines of phases, and their sums. */
  private writeCircle(phases: Float64Array): void {
    const { agents, memory, circle, totals } = this
    if (memory.kernel !== undefined) {
      memory.kernel.writeCircle(agents, phases.byteOffset, circle.byteOffset, totals.byteOffset)
      return
    }
    const sums = [0, 0, 0, 0]
    for (let i = 0; i < agents; i++) {
      circle[2 * i] = sineOf(phases[i])
      circle[2 * i + 1] = cosineOf(phases[i])
      sums[i & 1] += circle[2 * i]
      sums[2 + (i & 1)] += circle[2 * i + 1]
    }
    totals[0] = sums[0] + sums[1]
    totals[1] = sums[2] + sums[3]
  }

  /** What the kernel does, in the same order. */
  private evaluateAlone(): void {
    const { agents, circle, totals, share, shares, frequencies, rates, starts, others } = this
    const S = share * totals[0]
    const C = share * totals[1]
    for (let i = 0; i < agents; i++) {
      const [s, c] = [circle[2 * i], circle[2 * i + 1]]
      if (starts === undefined) {
        rates[i] = frequencies[i] + (S * c - C * s)
        continue
      }
      let [x, y] = [0, 0]
      for (let k = starts[i]; k < starts[i + 1]; k++) {
        x += circle[2 * others[k]]
        y += circle[2 * others[k] + 1]
      }
      rates[i] = frequencies[i] + shares[i] * (x * c - y * s)
    }
  }
}

/** Errors: ParameterError naming what of the lists does not fit n oscillators. */
function checkCoupling({ starts, others }: Coupling, n: number): void {
  const refuse = (place: string, given: unknown, allowed: string): never => {
    throw new ParameterError(`Kuramoto.coupling.${place}`, given, allowed)
  }
  if (!(starts instanceof Int32Array)) refuse('starts', starts, 'an Int32Array')
  if (!(others instanceof Int32Array)) refuse('others', others, 'an Int32Array')
  if (starts.length !== n + 1) refuse('starts', starts.length, `${n + 1} numbers`)
  if (starts[0] !== 0) refuse('starts[0]', starts[0], '0')
  const falls = starts.findIndex((start, i) => i > 0 && start < starts[i - 1])
  if (falls >= 0) refuse(`starts[${falls}]`, starts[falls], `at least ${starts[falls - 1]}`)
  if (starts[n] > others.length)
    refuse(`starts[${n}]`, starts[n], `at most the number of others, ${others.length}`)
  const stray = others.subarray(0, starts[n]).findIndex((j) => j < 0 || j >= n)
  if (stray >= 0) refuse(`others[${stray}]`, others[stray], `0 to ${n - 1}`)
}
