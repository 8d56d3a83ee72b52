/** What happens in the worlds of `bandits/payments`: `PaymentsRules`. */
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
import { type ActionsPicture, actionsSvg, actionsText } from '../contextual/actions-picture.ts'
import { bestAvailable, drawAvailability } from '../contextual/feature-bandit-rules.ts'
import { PaymentModel } from './payment-model.ts'
import type { PaymentsParameters } from './payments.ts'
import { REPORTS, Reports } from './reports.ts'

const ID = 'bandits/payments'

export class PaymentsRules implements Rules {
  private readonly parameters: PaymentsParameters
  private readonly buffers: Buffers
  private readonly model: PaymentModel
  private readonly reports: Reports
  /** [batch, dimension] */
  private readonly contexts: Float64Array
  private readonly chances: Float64Array
  private readonly available: Uint8Array
  private readonly best: Int32Array
  private readonly pulls: Int32Array
  private readonly lastActions: Int32Array
  private readonly elapsed: Int32Array
  private readonly authorised: Int32Array
  /** [batch, generations]: sums over the transactions of each */
  private readonly regrets: Float64Array
  private readonly memory: WorldMemory
  private readonly noise: readonly Stream[]
  private readonly delays: readonly Stream[]
  private readonly transactions: readonly Stream[]
  private readonly availabilities: readonly Stream[]

  constructor(parameters: PaymentsParameters, buffers: Buffers) {
    const { batch } = buffers
    const { actions, dimension, generations, window } = parameters
    this.parameters = parameters
    this.buffers = buffers
    this.model = new PaymentModel(batch, parameters)
    this.reports = new Reports(batch, window)
    this.contexts = new Float64Array(batch * dimension)
    this.chances = new Float64Array(batch * actions)
    this.available = new Uint8Array(batch * actions).fill(1)
    this.best = new Int32Array(batch)
    this.pulls = new Int32Array(batch * actions)
    this.lastActions = new Int32Array(batch)
    this.elapsed = new Int32Array(batch)
    this.authorised = new Int32Array(batch)
    this.regrets = new Float64Array(batch * generations)
    const { contexts, chances, available, best, pulls, lastActions, elapsed, authorised, regrets } = this
    const { hidden } = this.model
    const { ages, outcomes, actions: reported, kept, links, queues, heads, fronts } = this.reports
    this.memory = new WorldMemory(ID, batch, ['contexts', 'availability', 'noise', 'delays', 'drift'], {
      contexts,
      chances,
      available,
      best,
      pulls,
      lastActions,
      elapsed,
      authorised,
      regrets,
      hidden,
      ages,
      outcomes,
      reported,
      kept,
      links,
      queues,
      heads,
      fronts,
    })
    this.noise = this.memory.stream('noise')
    this.delays = this.memory.stream('delays')
    this.transactions = this.memory.stream('contexts')
    this.availabilities = this.memory.stream('availability')
  }

  start(w: number, instance: Instance): void {
    const { actions, generations } = this.parameters
    this.memory.open(w, instance)
    this.model.start(w, instance.key)
    this.reports.start(w)
    this.pulls.fill(0, w * actions, (w + 1) * actions)
    this.regrets.fill(0, w * generations, (w + 1) * generations)
    this.elapsed[w] = this.authorised[w] = 0
    this.lastActions[w] = -1
    this.drawTransaction(w)
  }

  step(actions: ActionArray): void {
    const { buffers, chances, best, noise, elapsed } = this
    const { actions: K, generations, transactions } = this.parameters
    for (let w = 0; w < buffers.batch; w++) {
      const i = w * K + actions[w]
      const t = elapsed[w]++
      const outcome = noise[w].uniform() < chances[i] ? 1 : 0
      this.regrets[w * generations + Math.floor(t / transactions)] += chances[w * K + best[w]] - chances[i]
      this.authorised[w] += outcome
      this.pulls[i]++
      this.lastActions[w] = actions[w]
      this.sendReport(w, t, actions[w], outcome)
      buffers.rewards[w] = this.reports.arrive(w, t)
      if (elapsed[w] % transactions === 0) this.model.drift(w, this.memory.stream('drift')[w])
      this.drawTransaction(w)
    }
  }

  observe(from: number, to: number): void {
    const { contexts, elapsed, reports, available } = this
    const { dimension, actions, transactions, delay } = this.parameters
    const { observations, actionMask } = this.buffers
    const width = dimension + 2 + 2 * REPORTS + (delay > 0 ? 2 * actions : 0)
    for (let w = from; w < to; w++) {
      let at = w * width
      for (let k = 0; k < dimension; k++) observations[at++] = contexts[w * dimension + k]
      observations[at++] = 1
      observations[at++] = Math.floor(elapsed[w] / transactions)
      for (let k = w * REPORTS; k < (w + 1) * REPORTS; k++) {
        observations[at++] = reports.ages[k]
        observations[at++] = reports.outcomes[k]
      }
      if (delay === 0) continue
      observations.fill(0, at, at + 2 * actions)
      for (let k = w * REPORTS; k < (w + 1) * REPORTS && reports.ages[k] >= 0; k++) {
        observations[at + reports.actions[k]]++
        observations[at + actions + reports.actions[k]] += reports.outcomes[k]
      }
    }
    if (actionMask === undefined) return
    for (let k = from * actions; k < to * actions; k++) actionMask[k] = available[k]
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const { generations, transactions } = this.parameters
    const { regrets } = this
    const first = w * generations
    let total = 0
    for (let g = 0; g < generations; g++) {
      total += regrets[first + g]
      metrics[offset + 5 + g] = regrets[first + g] / transactions
    }
    let changes = 0
    let flips = 0
    let before = 0
    for (let g = 2; g < generations; g++) {
      const change = (regrets[first + g] - regrets[first + g - 1]) / transactions
      changes += Math.abs(change)
      if (change * before < 0) flips++
      before = change
    }
    metrics[offset] = total
    metrics[offset + 1] = this.authorised[w]
    metrics[offset + 2] = (regrets[first + 2] - regrets[first + 1]) / transactions
    metrics[offset + 3] = changes / (generations - 2)
    metrics[offset + 4] = flips / (generations - 3)
  }

  oracle(): Policy {
    return perWorld((w, actions) => void (actions[w] = this.best[w]))
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

  /** Two numbers are drawn whatever comes of them. */
  private sendReport(w: number, t: number, action: number, outcome: number): void {
    const { delay, lost, window } = this.parameters
    const isLost = this.delays[w].bernoulli(lost)
    const steps = Math.floor(delay * this.delays[w].exponential())
    if (!isLost && steps <= window) this.reports.send(w, t, action, outcome, steps)
  }

  private drawTransaction(w: number): void {
    const { dimension, actions, availability } = this.parameters
    const { contexts, chances, available } = this
    this.transactions[w].normals(contexts, w * dimension, dimension)
    this.model.chances(w, contexts, w * dimension, chances)
    if (availability < 1) drawAvailability(this.availabilities[w], availability, available, w, actions)
    this.best[w] = bestAvailable(chances, available, w, actions)
  }

  private picture(w: number): ActionsPicture {
    const { actions, generations, transactions } = this.parameters
    const [from, to] = [w * actions, (w + 1) * actions]
    let regret = 0
    for (let g = w * generations; g < (w + 1) * generations; g++) regret += this.regrets[g]
    return {
      title: ID,
      elapsed: this.elapsed[w],
      horizon: generations * transactions,
      regret,
      lastAction: this.lastActions[w],
      means: this.chances.subarray(from, to),
      available: this.available.subarray(from, to),
      pulls: this.pulls.subarray(from, to),
    }
  }
}
