/** What happens in the worlds of `bandits/restless`: `RestlessRules`. */
import type { ActionArray, Buffers, Instance, Rules, Stream } from '@gauntlet/core'
import { type RowsPicture, rowsSvg, rowsText } from '../worlds/rows-picture.ts'
import { WorldMemory } from '../worlds/world-memory.ts'
import type { RestlessProblem } from './restless.ts'

/** Above every uniform number. */
const CERTAIN = 2

export class RestlessRules implements Rules {
  /** [batch, arms]: the state of every arm */
  readonly states: Int32Array
  /** [batch]: steps of the episode so far */
  readonly elapsed: Int32Array
  private readonly buffers: Buffers
  private readonly problem: RestlessProblem
  /** [arms, 2, n, n]: chance of a state up to each */
  private readonly cumulative: Float64Array
  /** [batch, arms]: chosen in the last step */
  private readonly active: Uint8Array
  /** [batch]; weights are discount^elapsed */
  private readonly reward: Float64Array
  private readonly discounted: Float64Array
  private readonly weights: Float64Array
  private readonly activations: Float64Array
  private readonly noise: readonly Stream[]
  private readonly memory: WorldMemory

  constructor(problem: RestlessProblem, buffers: Buffers) {
    const { batch } = buffers
    const { arms } = problem.chains
    this.problem = problem
    this.buffers = buffers
    this.cumulative = cumulativeChances(problem.chains.transitions, problem.chains.states)
    this.states = new Int32Array(batch * arms)
    this.active = new Uint8Array(batch * arms)
    this.elapsed = new Int32Array(batch)
    this.reward = new Float64Array(batch)
    this.discounted = new Float64Array(batch)
    this.weights = new Float64Array(batch)
    this.activations = new Float64Array(batch)
    const { states, active, elapsed, reward, discounted, weights, activations } = this
    const arrays = { states, active, elapsed, reward, discounted, weights, activations }
    this.memory = new WorldMemory('bandits/restless', batch, ['noise'], arrays, {
      states: (state) => state >= 0 && state < problem.chains.states,
    })
    this.noise = this.memory.stream('noise')
  }

  start(w: number, instance: Instance): void {
    this.memory.open(w, instance)
    const { chains, starts } = this.problem
    const from = w * chains.arms
    if (starts.length > 0) this.states.set(starts, from)
    else {
      const stream = instance.key.fold('starts').stream()
      for (let i = 0; i < chains.arms; i++) this.states[from + i] = stream.integer(chains.states)
    }
    this.active.fill(0, from, from + chains.arms)
    this.elapsed[w] = 0
    this.reward[w] = 0
    this.discounted[w] = 0
    this.weights[w] = 1
    this.activations[w] = 0
  }

  check(actions: ActionArray): void {
    this.problem.set.check(actions)
  }

  step(actions: ActionArray): void {
    const { states, active, cumulative, noise, activations } = this
    const { arms, states: n, rewards } = this.problem.chains
    for (let w = 0; w < this.buffers.batch; w++) {
      const stream = noise[w]
      let sum = 0
      for (let i = 0; i < arms; i++) {
        const k = w * arms + i
        const action = actions[k]
        const row = (2 * i + action) * n + states[k]
        sum += rewards[row]
        activations[w] += action
        active[k] = action
        const u = stream.uniform()
        let next = 0
        while (u >= cumulative[row * n + next]) next++
        states[k] = next
      }
      this.count(w, sum)
    }
  }

  observe(from: number, to: number): void {
    const { states, elapsed } = this
    const { arms, states: n } = this.problem.chains
    const { observations } = this.buffers
    const width = arms * n + 1
    const share = 1 / this.problem.horizon
    observations.fill(0, from * width, to * width)
    for (let w = from; w < to; w++) {
      for (let i = 0; i < arms; i++) observations[w * width + i * n + states[w * arms + i]] = 1
      observations[(w + 1) * width - 1] = elapsed[w] * share
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.reward[w]
    metrics[offset + 1] = this.discounted[w]
    metrics[offset + 2] = this.activations[w] / (this.elapsed[w] * this.problem.chains.arms)
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

  /** Adds a step's reward to what is measured. */
  private count(w: number, sum: number): void {
    this.buffers.rewards[w] = sum
    this.reward[w] += sum
    this.discounted[w] += this.weights[w] * sum
    this.weights[w] *= this.problem.discount
    this.elapsed[w]++
  }

  private picture(w: number): RowsPicture {
    const { arms, states: n } = this.problem.chains
    const { horizon } = this.problem
    return {
      heading: `bandits/restless  step ${this.elapsed[w]} of ${horizon}  reward ${this.reward[w].toFixed(2)}`,
      rows: Array.from({ length: arms }, (_, i) => {
        const state = this.states[w * arms + i]
        return {
          label: `state ${state} of ${n}`,
          share: (state + 1) / n,
          chosen: this.active[w * arms + i] === 1,
        }
      }),
    }
  }
}

/** Sums along rows of `n`; from the last state of any chance on they are above every uniform number, whatever rounding. */
function cumulativeChances(transitions: Float64Array, n: number): Float64Array {
  const cumulative = new Float64Array(transitions.length)
  for (let row = 0; row < transitions.length; row += n) {
    let last = n - 1
    while (transitions[row + last] === 0) last--
    let sum = 0
    for (let t = 0; t < n; t++) {
      sum += transitions[row + t]
      cumulative[row + t] = t < last ? sum : CERTAIN
    }
  }
  return cumulative
}
