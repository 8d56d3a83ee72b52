/** What happens in the worlds of `bandits/sor`: `SorRules`. */
import {
  type ActionArray,
  type Buffers,
  type Instance,
  type Policy,
  type Rules,
  type Stream,
  WorldMemory,
  perWorld,
} from '@gauntlet/core'
import { ShiftedPoisson, jacobiRadius, optimalRelaxation } from './shifted-poisson.ts'
import type { SorParameters } from './sor.ts'
import { nearestRelaxation } from './sor-experts.ts'
import { type SweepsPicture, sweepsSvg, sweepsText } from './sweeps-picture.ts'

/** Shifts are drawn so many at a time: a draw from a Beta distribution allocates, and a step should not. */
const DRAWN = 128

/** The sums that a world keeps: sweeps taken, those of Young's relaxation, those of the comparator. */
const SUMS = 3

/** The worlds of `bandits/sor`. Symbols as in sor.ts. */
export class SorRules implements Rules {
  private readonly buffers: Buffers
  private readonly parameters: SorParameters
  private readonly solver: ShiftedPoisson
  private readonly arms: number
  /** [arms + 2]: every omega; then the comparator's, and Young's of the system taken in last */
  private readonly omegas: Float64Array
  /** Jacobi's radius at c = 0 */
  private readonly radius: number
  /** [batch, DRAWN]: c_t of the system that is to be solved at t modulo DRAWN; [batch, n n]: its b_t */
  private readonly shifts: Float64Array
  private readonly b: Float64Array
  /** [batch, arms]: systems solved with each relaxation; [batch, SUMS] */
  private readonly choices: Int32Array
  private readonly sums: Float64Array
  private readonly elapsed: Int32Array
  /** [batch]; -1 before the first system */
  private readonly lastArms: Int32Array
  private readonly noise: readonly Stream[]
  private readonly memory: WorldMemory

  constructor(parameters: SorParameters, buffers: Buffers) {
    const { batch } = buffers
    const { side, relaxations } = parameters
    this.buffers = buffers
    this.parameters = parameters
    this.solver = new ShiftedPoisson(side, parameters.tolerance, parameters.limit)
    this.arms = relaxations.length
    this.omegas = Float64Array.of(...relaxations, parameters.comparator, 1)
    this.radius = jacobiRadius(side, 0)
    this.shifts = new Float64Array(batch * DRAWN)
    this.b = new Float64Array(batch * side * side)
    this.choices = new Int32Array(batch * this.arms)
    this.sums = new Float64Array(batch * SUMS)
    this.elapsed = new Int32Array(batch)
    this.lastArms = new Int32Array(batch)
    const { shifts, b, choices, sums, elapsed, lastArms } = this
    const arrays = { shifts, b, choices, sums, elapsed, lastArms }
    this.memory = new WorldMemory('bandits/sor', batch, ['systems'], arrays)
    this.noise = this.memory.stream('systems')
  }

  start(w: number, instance: Instance): void {
    this.memory.open(w, instance)
    this.choices.fill(0, w * this.arms, (w + 1) * this.arms)
    this.sums.fill(0, w * SUMS, (w + 1) * SUMS)
    this.elapsed[w] = 0
    this.lastArms[w] = -1
    this.drawSystem(w, 0)
  }

  step(actions: ActionArray): void {
    const { arms, solver, omegas, choices, sums, elapsed, lastArms } = this
    const { batch, rewards } = this.buffers
    for (let w = 0; w < batch; w++) {
      const arm = actions[w]
      this.loadSystem(w)
      const sweeps = solver.iterations(omegas, arm)
      rewards[w] = -sweeps
      sums[w * SUMS] += sweeps
      sums[w * SUMS + 1] += solver.iterations(omegas, arms + 1)
      sums[w * SUMS + 2] += omegas[arm] === omegas[arms] ? sweeps : solver.iterations(omegas, arms)
      choices[w * arms + arm]++
      lastArms[w] = arm
      this.drawSystem(w, ++elapsed[w])
    }
  }

  observe(from: number, to: number): void {
    const { arms, elapsed, lastArms } = this
    const { leastShift, shiftRange, limit, horizon } = this.parameters
    const { observations, rewards } = this.buffers
    for (let w = from; w < to; w++) {
      const offset = w * (arms + 3)
      observations[offset] = shiftRange === 0 ? 0 : Math.min(1, (this.shift(w) - leastShift) / shiftRange)
      for (let k = 0; k < arms; k++) observations[offset + 1 + k] = k === lastArms[w] ? 1 : 0
      observations[offset + 1 + arms] = lastArms[w] < 0 ? 0 : -rewards[w] / limit
      observations[offset + 2 + arms] = elapsed[w] / horizon
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const { sums, elapsed } = this
    const taken = sums[w * SUMS]
    metrics[offset] = (taken - sums[w * SUMS + 1]) / elapsed[w]
    metrics[offset + 1] = (taken - sums[w * SUMS + 2]) / elapsed[w]
    metrics[offset + 2] = taken / elapsed[w]
  }

  expert(name: string): Policy {
    const { relaxations, comparator } = this.parameters
    const fixed = nearestRelaxation(relaxations, comparator)
    const rules: Readonly<Record<string, (w: number) => number>> = {
      young: (w) => nearestRelaxation(relaxations, this.young(w)),
      'fewest-sweeps': (w) => this.fewestSweeps(w),
      comparator: () => fixed,
    }
    const rule = rules[name]
    return perWorld((w, actions) => void (actions[w] = rule(w)))
  }

  renderText(w: number): string {
    return sweepsText(this.picture(w))
  }

  renderSvg(w: number): string {
    return sweepsSvg(this.picture(w))
  }

  save(w: number): unknown {
    return this.memory.save(w)
  }

  load(w: number, content: unknown): void {
    this.memory.load(w, content)
  }

  /** Draws system `t`. */
  private drawSystem(w: number, t: number): void {
    const { shifts, b, noise } = this
    const { side, leastShift, shiftRange, shiftAlpha, shiftBeta } = this.parameters
    const size = side * side
    const stream = noise[w]
    if (t % DRAWN === 0) {
      for (let k = w * DRAWN; k < (w + 1) * DRAWN; k++) {
        shifts[k] = leastShift + shiftRange * stream.beta(shiftAlpha, shiftBeta)
      }
    }
    stream.normals(b, w * size, size)
  }

  /** c_t of the system that is to be solved. */
  private shift(w: number): number {
    return this.shifts[w * DRAWN + (this.elapsed[w] % DRAWN)]
  }

  /** Young's omega of the system that is to be solved. */
  private young(w: number): number {
    return optimalRelaxation((4 * this.radius) / (4 + this.shift(w)))
  }

  /** Has the solver take in the system that is to be solved. */
  private loadSystem(w: number): void {
    const { side } = this.parameters
    const place = w * DRAWN + (this.elapsed[w] % DRAWN)
    this.solver.load(this.b, w * side * side, this.shifts, place)
    this.omegas[this.arms + 1] = optimalRelaxation((4 * this.radius) / (4 + this.shifts[place]))
  }

  private fewestSweeps(w: number): number {
    let best = 0
    let fewest = Infinity
    this.loadSystem(w)
    for (let k = 0; k < this.arms; k++) {
      const sweeps = this.solver.iterations(this.omegas, k)
      if (sweeps < fewest) {
        best = k
        fewest = sweeps
      }
    }
    return best
  }

  private picture(w: number): SweepsPicture {
    const { arms, parameters } = this
    return {
      relaxations: parameters.relaxations,
      choices: this.choices.subarray(w * arms, (w + 1) * arms),
      elapsed: this.elapsed[w],
      horizon: parameters.horizon,
      sweeps: this.sums[w * SUMS],
      shift: this.shift(w),
      young: this.young(w),
      lastArm: this.lastArms[w],
    }
  }
}
