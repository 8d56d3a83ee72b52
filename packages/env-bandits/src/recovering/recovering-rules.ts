/** What happens in the worlds of `bandits/recovering`: `RecoveringRules`. */
import {
  type ActionArray,
  type Buffers,
  type Instance,
  type Rules,
  type Stream,
  WorldMemory,
} from '@gauntlet/core'
import { type RowsPicture, rowsSvg, rowsText } from '../worlds/rows-picture.ts'
import type { RecoveringProblem } from './recovering.ts'

export class RecoveringRules implements Rules {
  /** [batch, arms]: steps since the last pull, from 1 up to the length of the arm's curve */
  readonly idle: Int32Array
  /** [batch] */
  readonly elapsed: Int32Array
  private readonly buffers: Buffers
  private readonly problem: RecoveringProblem
  /** [batch, arms] */
  private readonly paid: Float64Array
  /** [arms]: what each would pay in the step that is being played */
  private readonly pays: Float64Array
  /** [batch] */
  private readonly reward: Float64Array
  private readonly pulls: Float64Array
  private readonly noise: readonly Stream[]
  private readonly memory: WorldMemory

  constructor(problem: RecoveringProblem, buffers: Buffers) {
    const { batch } = buffers
    const arms = problem.curves.length
    this.problem = problem
    this.buffers = buffers
    this.idle = new Int32Array(batch * arms)
    this.paid = new Float64Array(batch * arms)
    this.pays = new Float64Array(arms)
    this.elapsed = new Int32Array(batch)
    this.reward = new Float64Array(batch)
    this.pulls = new Float64Array(batch)
    const { idle, paid, elapsed, reward, pulls } = this
    const arrays = { idle, paid, elapsed, reward, pulls }
    this.memory = new WorldMemory('bandits/recovering', batch, ['noise'], arrays, {
      idle: (steps, i) => steps >= 1 && steps <= problem.lengths[i],
      elapsed: (steps) => steps >= 0 && steps < problem.horizon,
    })
    this.noise = this.memory.stream('noise')
  }

  start(w: number, instance: Instance): void {
    this.memory.open(w, instance)
    const { lengths } = this.problem
    this.idle.set(lengths, w * lengths.length)
    this.paid.fill(NaN, w * lengths.length, (w + 1) * lengths.length)
    this.elapsed[w] = 0
    this.reward[w] = 0
    this.pulls[w] = 0
  }

  check(actions: ActionArray): void {
    this.problem.set.check(actions)
  }

  step(actions: ActionArray): void {
    const { idle, paid, pays, reward, pulls, elapsed } = this
    const { curves } = this.problem
    const { batch, rewards } = this.buffers
    const arms = curves.length
    for (let w = 0; w < batch; w++) {
      this.draw(w)
      let sum = 0
      for (let i = 0; i < arms; i++) {
        const k = w * arms + i
        if (actions[k] === 1) {
          sum += pays[i]
          reward[w] += curves[i][idle[k] - 1]
          pulls[w]++
          paid[k] = pays[i]
          idle[k] = 1
        } else {
          paid[k] = NaN
          if (idle[k] < curves[i].length) idle[k]++
        }
      }
      rewards[w] = sum
      elapsed[w]++
    }
  }

  observe(from: number, to: number): void {
    const { idle, paid, elapsed } = this
    const { curves, horizon, longest } = this.problem
    const { observations } = this.buffers
    const arms = curves.length
    let place = from * (3 * arms + 1)
    for (let w = from; w < to; w++) {
      for (let k = w * arms; k < (w + 1) * arms; k++) {
        const pulled = paid[k] === paid[k]
        observations[place++] = idle[k] / longest
        observations[place++] = pulled ? 1 : 0
        observations[place++] = pulled ? paid[k] : 0
      }
      observations[place++] = elapsed[w] / horizon
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const elapsed = this.elapsed[w]
    metrics[offset] = this.regret(w)
    metrics[offset + 1] = this.reward[w] / elapsed
    metrics[offset + 2] = this.pulls[w] / elapsed
  }

  renderText(w: number): string {
    return rowsText(this.picture(w))
  }

  renderSvg(w: number): string {
    return rowsSvg(this.picture(w))
  }

  save(w: number): unknown {
    return this.memory.save(w)
  }

  load(w: number, content: unknown): void {
    this.memory.load(w, content)
  }

  /** Writes what each arm of world `w` would pay now; draws once for each, whatever is pulled. */
  private draw(w: number): void {
    const { noise } = this.problem
    if (noise === 'normal') this.drawNormals(w)
    else if (noise === 'bernoulli') this.drawChances(w)
    else for (let i = 0; i < this.pays.length; i++) this.pays[i] = this.mean(w, i)
  }

  private drawChances(w: number): void {
    const { pays } = this
    const stream = this.noise[w]
    for (let i = 0; i < pays.length; i++) pays[i] = stream.uniform()
    for (let i = 0; i < pays.length; i++) pays[i] = pays[i] < this.mean(w, i) ? 1 : 0
  }

  private drawNormals(w: number): void {
    const { pays } = this
    const { deviation } = this.problem
    this.noise[w].normals(pays, 0, pays.length)
    for (let i = 0; i < pays.length; i++) pays[i] = this.mean(w, i) + deviation * pays[i]
  }

  private mean(w: number, i: number): number {
    return this.problem.curves[i][this.idle[w * this.pays.length + i] - 1]
  }

  private regret(w: number): number {
    return this.elapsed[w] * this.problem.bound - this.reward[w]
  }

  private picture(w: number): RowsPicture {
    const { curves, horizon } = this.problem
    const arms = curves.length
    return {
      heading: `bandits/recovering  step ${this.elapsed[w]} of ${horizon}  regret ${this.regret(w).toFixed(2)}`,
      rows: curves.map((curve, i) => {
        const k = w * arms + i
        const idle = this.idle[k]
        const pays = curve[idle - 1]
        const rested = idle === curve.length ? ', recovered' : ''
        return {
          label: `idle ${idle}${rested}, pays ${pays.toFixed(3)}`,
          share: idle / curve.length,
          chosen: this.paid[k] === this.paid[k],
        }
      }),
    }
  }
}
