/** What happens in the worlds of `bandits/dueling`: `DuelingRules`. */
import {
  type ActionArray,
  type Buffers,
  type Instance,
  type Policy,
  type Rules,
  type Stream,
  WorldMemory,
  perWorldDrawing,
} from '@gauntlet/core'
import { duelsSvg, duelsText, type DuelsPicture } from './duels-picture.ts'
import type { DuelingParameters } from './dueling.ts'
import { minimaxWinner } from './minimax-winner.ts'
import { type PreferenceMatrix, preferenceMatrix } from './preference-matrix.ts'
import { selfPlay } from './self-play-experts.ts'

/** The worlds of `bandits/dueling`. Symbols as in dueling.ts. */
export class DuelingRules implements Rules {
  private readonly buffers: Buffers
  private readonly parameters: DuelingParameters
  private readonly matrix: PreferenceMatrix
  private readonly arms: number
  /** [arms]: the Minimax Winner, and D, both in the matrix's order */
  private readonly winner: Float64Array
  private readonly gaps: Float64Array
  /** [batch, arms]: the matrix's number of each arm of the world's episode */
  private readonly order: Int32Array
  /** [batch, arms, arms], in the episode's numbers: duels of the ordered pair, and those that its first arm won */
  private readonly duels: Int32Array
  private readonly wins: Int32Array
  private readonly elapsed: Int32Array
  /** [batch]: the last duel; -1 before the first */
  private readonly firsts: Int32Array
  private readonly seconds: Int32Array
  private readonly noise: readonly Stream[]
  private readonly memory: WorldMemory

  constructor(parameters: DuelingParameters, buffers: Buffers) {
    const { batch } = buffers
    this.buffers = buffers
    this.parameters = parameters
    this.matrix = preferenceMatrix(parameters.preferences, 'bandits/dueling.preferences')
    this.arms = this.matrix.arms
    this.winner = minimaxWinner(this.matrix)
    this.gaps = gapsOf(this.matrix, this.winner)
    this.order = new Int32Array(batch * this.arms)
    this.duels = new Int32Array(batch * this.arms * this.arms)
    this.wins = new Int32Array(batch * this.arms * this.arms)
    this.elapsed = new Int32Array(batch)
    this.firsts = new Int32Array(batch)
    this.seconds = new Int32Array(batch)
    const { order, duels, wins, elapsed, firsts, seconds } = this
    const arrays = { order, duels, wins, elapsed, firsts, seconds }
    const isArm = (k: number): boolean => k >= 0 && k < this.arms
    const isLast = (k: number): boolean => k === -1 || isArm(k)
    const isStep = (steps: number): boolean => steps >= 0 && steps < parameters.horizon
    const allowed = { order: isArm, elapsed: isStep, firsts: isLast, seconds: isLast }
    this.memory = new WorldMemory('bandits/dueling', batch, ['noise'], arrays, allowed)
    this.noise = this.memory.stream('noise')
  }

  start(w: number, instance: Instance): void {
    this.memory.open(w, instance)
    const { arms, order, duels, wins } = this
    for (let k = 0; k < arms; k++) order[w * arms + k] = k
    if (this.parameters.shuffled)
      instance.key
        .fold('arms')
        .stream()
        .shuffle(order, w * arms, arms)
    duels.fill(0, w * arms * arms, (w + 1) * arms * arms)
    wins.fill(0, w * arms * arms, (w + 1) * arms * arms)
    this.elapsed[w] = 0
    this.firsts[w] = -1
    this.seconds[w] = -1
  }

  step(actions: ActionArray): void {
    const { arms, order, duels, wins, elapsed, firsts, seconds, noise } = this
    const { values } = this.matrix
    const { batch, rewards } = this.buffers
    for (let w = 0; w < batch; w++) {
      const c = actions[2 * w]
      const d = actions[2 * w + 1]
      const p = values[order[w * arms + c] * arms + order[w * arms + d]]
      const won = noise[w].uniform() < p ? 1 : 0
      const pair = (w * arms + c) * arms + d
      rewards[w] = won
      duels[pair]++
      wins[pair] += won
      elapsed[w]++
      firsts[w] = c
      seconds[w] = d
    }
  }

  observe(from: number, to: number): void {
    const { arms, elapsed, firsts, seconds } = this
    const { observations, rewards } = this.buffers
    const share = 1 / this.parameters.horizon
    const width = 2 * arms + 2
    for (let w = from; w < to; w++) {
      const offset = w * width
      for (let k = 0; k < arms; k++) {
        observations[offset + k] = k === firsts[w] ? 1 : 0
        observations[offset + arms + k] = k === seconds[w] ? 1 : 0
      }
      observations[offset + 2 * arms] = firsts[w] < 0 ? 0 : rewards[w]
      observations[offset + 2 * arms + 1] = elapsed[w] * share
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const { arms, gaps, order, duels, winner } = this
    let strong = 0
    let weak = 0
    let optimal = 0
    for (let c = 0; c < arms; c++) {
      for (let d = 0; d < arms; d++) {
        const n = duels[(w * arms + c) * arms + d]
        const first = order[w * arms + c]
        const second = order[w * arms + d]
        strong += (n * (gaps[first] + gaps[second])) / 2
        weak += n * Math.min(gaps[first], gaps[second])
        if (winner[first] > 0 && winner[second] > 0) optimal += n
      }
    }
    metrics[offset] = strong
    metrics[offset + 1] = weak
    metrics[offset + 2] = this.hindsightRegret(w)
    metrics[offset + 3] = optimal / this.elapsed[w]
  }

  expert(name: string): Policy | undefined {
    const { arms, elapsed, order } = this
    const next = selfPlay(name, this.matrix, this.winner, this.parameters.horizon)
    if (next === undefined) return undefined
    return perWorldDrawing(`bandits/dueling: ${name}`, (w, actions, stream) => {
      const pi = next(elapsed[w])
      for (let side = 0; side < 2; side++) {
        const drawn = stream.categorical(pi)
        for (let k = 0; k < arms; k++) if (order[w * arms + k] === drawn) actions[2 * w + side] = k
      }
    })
  }

  renderText(w: number): string {
    return duelsText(this.picture(w))
  }

  renderSvg(w: number): string {
    return duelsSvg(this.picture(w))
  }

  save(w: number): unknown {
    return this.memory.save(w)
  }

  load(w: number, content: unknown): void {
    this.memory.load(w, content)
  }

  /** What the best single arm would have won more than half the time, against both arms of every duel so far. */
  private hindsightRegret(w: number): number {
    const { arms, order, duels } = this
    const { values } = this.matrix
    let best = -Infinity
    for (let k = 0; k < arms; k++) {
      let gain = 0
      for (let c = 0; c < arms; c++) {
        const first = order[w * arms + c]
        for (let d = 0; d < arms; d++) {
          const second = order[w * arms + d]
          const n = duels[(w * arms + c) * arms + d]
          gain += n * ((values[k * arms + first] + values[k * arms + second]) / 2 - 0.5)
        }
      }
      best = Math.max(best, gain)
    }
    return best
  }

  private picture(w: number): DuelsPicture {
    const { arms } = this
    return {
      arms,
      elapsed: this.elapsed[w],
      horizon: this.parameters.horizon,
      order: this.order.subarray(w * arms, (w + 1) * arms),
      preferences: this.matrix.values,
      duels: this.duels.subarray(w * arms * arms, (w + 1) * arms * arms),
      first: this.firsts[w],
      second: this.seconds[w],
    }
  }
}

/** D[i] = what the Minimax Winner wins against arm i beyond an even game: at least 0, and 0 where it plays the arm. */
function gapsOf({ arms, values }: PreferenceMatrix, winner: Float64Array): Float64Array {
  return Float64Array.from({ length: arms }, (_, i) => {
    if (winner[i] > 0) return 0
    let rate = 0
    for (let j = 0; j < arms; j++) rate += winner[j] * values[j * arms + i]
    return Math.max(0, rate - 0.5)
  })
}
