/** What happens in the worlds of `bandits/supervised`: `SupervisedRules`, `uniformLog`. */
import {
  type ActionArray,
  type Buffers,
  type DatasetFace,
  GauntletError,
  type Instance,
  type Policy,
  type Rules,
  Seed,
  type Stream,
  WorldMemory,
  perWorld,
} from '@gauntlet/core'
import { type ActionsPicture, actionsSvg, actionsText } from './actions-picture.ts'
import type { LabelledData } from './labelled-data.ts'

const ID = 'bandits/supervised'

export class SupervisedRules implements Rules {
  private readonly data: LabelledData
  private readonly horizon: number
  private readonly buffers: Buffers
  /** [batch, rows] */
  private readonly orders: Int32Array
  /** [batch]: steps made of the present pass, which is where the order stands */
  private readonly positions: Int32Array
  private readonly elapsed: Int32Array
  private readonly mistakes: Int32Array
  private readonly lastActions: Int32Array
  /** [batch, classes] */
  private readonly pulls: Int32Array
  private readonly memory: WorldMemory
  private readonly shuffles: readonly Stream[]

  constructor(data: LabelledData, horizon: number, buffers: Buffers) {
    const { batch } = buffers
    this.data = data
    this.horizon = horizon
    this.buffers = buffers
    this.orders = new Int32Array(batch * data.rows)
    this.positions = new Int32Array(batch)
    this.elapsed = new Int32Array(batch)
    this.mistakes = new Int32Array(batch)
    this.lastActions = new Int32Array(batch)
    this.pulls = new Int32Array(batch * data.classes.length)
    const { orders, positions, elapsed, mistakes, lastActions, pulls } = this
    this.memory = new WorldMemory(ID, batch, ['order'], {
      orders,
      positions,
      elapsed,
      mistakes,
      lastActions,
      pulls,
    })
    this.shuffles = this.memory.stream('order')
  }

  start(w: number, instance: Instance): void {
    const { rows, classes } = this.data
    this.memory.open(w, instance)
    for (let k = 0; k < rows; k++) this.orders[w * rows + k] = k
    this.shuffles[w].shuffle(this.orders, w * rows, rows)
    this.positions[w] = this.elapsed[w] = this.mistakes[w] = 0
    this.lastActions[w] = -1
    this.pulls.fill(0, w * classes.length, (w + 1) * classes.length)
  }

  step(actions: ActionArray): void {
    const { rows, labels, classes } = this.data
    for (let w = 0; w < this.buffers.batch; w++) {
      const right = actions[w] === labels[this.rowOf(w)]
      this.buffers.rewards[w] = right ? 1 : 0
      if (!right) this.mistakes[w]++
      this.pulls[w * classes.length + actions[w]]++
      this.lastActions[w] = actions[w]
      this.elapsed[w]++
      if (++this.positions[w] < rows) continue
      this.shuffles[w].shuffle(this.orders, w * rows, rows)
      this.positions[w] = 0
    }
  }

  observe(from: number, to: number): void {
    const { width, features } = this.data
    const { observations } = this.buffers
    for (let w = from; w < to; w++) {
      const row = this.rowOf(w) * width
      for (let k = 0; k < width; k++) observations[w * width + k] = features[row + k]
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.mistakes[w]
    metrics[offset + 1] = this.elapsed[w] - this.mistakes[w]
    metrics[offset + 2] = 1 - this.mistakes[w] / this.elapsed[w]
  }

  oracle(): Policy {
    return perWorld((w, actions) => void (actions[w] = this.data.labels[this.rowOf(w)]))
  }

  renderText(w: number): string {
    return actionsText(this.picture(w))
  }

  renderSvg(w: number): string {
    return actionsSvg(this.picture(w))
  }

  save(w: number): unknown {
    return this.memory.save(w)
  }

  load(w: number, content: unknown): void {
    this.memory.load(w, content)
  }

  private rowOf(w: number): number {
    return this.orders[w * this.data.rows + this.positions[w]]
  }

  private picture(w: number): ActionsPicture {
    const { classes, labels } = this.data
    return {
      title: ID,
      elapsed: this.elapsed[w],
      horizon: this.horizon,
      regret: this.mistakes[w],
      lastAction: this.lastActions[w],
      means: classes.map((_, k) => (labels[this.rowOf(w)] === k ? 1 : 0)),
      available: classes.map(() => 1),
      pulls: this.pulls.subarray(w * classes.length, (w + 1) * classes.length),
    }
  }
}

/** Every row of the data once, in the order of the file, with an action drawn uniformly: propensity 1 / K, always the same. */
export function uniformLog({ rows, width, features, labels, classes }: LabelledData): DatasetFace {
  const stream = Seed.from(0).fold('supervised log').stream()
  const actions = Int32Array.from({ length: rows }, () => stream.integer(classes.length))
  return {
    size: rows,
    read(from, count, columns) {
      const whole = Number.isInteger(from) && Number.isInteger(count) && from >= 0 && count >= 0
      if (!whole || from + count > rows) {
        throw new GauntletError(
          'dataset',
          `${ID}: got ${count} rows from ${from} on, expected whole numbers within ${rows} rows`,
        )
      }
      for (let k = 0; k < count; k++) {
        const row = from + k
        const next = (row + 1) % rows
        columns.observations.set(features.subarray(row * width, (row + 1) * width), k * width)
        columns.nextObservations.set(features.subarray(next * width, (next + 1) * width), k * width)
        columns.actions[k] = actions[row]
        columns.rewards[k] = actions[row] === labels[row] ? 1 : 0
        columns.terminated[k] = 0
        columns.propensities[k] = 1 / classes.length
      }
    },
  }
}
