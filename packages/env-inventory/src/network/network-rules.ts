/** What happens in the worlds of every network: `NetworkRules`. */
import {
  type ActionArray,
  type Buffers,
  GauntletError,
  type Instance,
  type Rules,
  Seed,
  type Stream,
  show,
} from '@gauntlet/core'
import { networkSvg, networkText } from './network-picture.ts'
import { FeatureBlocks } from './features.ts'
import { LocalViews } from './local-views.ts'
import type { NetworkProblem } from './problem.ts'
import { NetworkSimulator } from './simulator.ts'
import { StockObservation } from './stock-observation.ts'
import type { StepRecord, Tape } from './tape.ts'
import { readStates, writeStates } from './world-state.ts'

/** Sums over the counted periods of an episode, and how many there were. */
const SUMS = ['cost', 'asked', 'served', 'stocked', 'everything'] as const

/** Numbered instances belong to no seed: the same number is the same instance in every run. */
const NUMBERED: Seed = Seed.from(0).fold('inventory')

/** What all chance of an instance comes from: its demand from the stream of `fold('demand')`. */
export function instanceSeed({ key, index }: Instance): Seed {
  return index === undefined ? key : NUMBERED.fold(index)
}

/** What decides how a world goes on. */
interface SavedWorld {
  readonly state: Float64Array
  readonly demand: Float64Array
  readonly past: Float64Array
  readonly asked: Float64Array
  readonly sums: Float64Array
  readonly streams: Uint32Array
  readonly elapsed: number
  readonly weight: number
}

export class NetworkRules implements Rules {
  readonly simulator: NetworkSimulator
  readonly stock: StockObservation
  readonly features: FeatureBlocks
  /** Where every node orders alone: what it sees, and what a central controller would, [batch, size of it]. */
  readonly local: LocalViews | undefined
  readonly central: Float32Array
  /** Records steps for their derivatives while it is open. */
  tape: Tape | undefined
  /** [batch]: steps since the episode began. */
  readonly elapsed: Int32Array
  private readonly problem: NetworkProblem
  private readonly buffers: Buffers
  /** [batch, stateSize] of the demand model */
  private readonly demandStates: Float64Array
  private readonly demandStreams: readonly Stream[]
  /** Of no world where no lead time varies. */
  private readonly leadTimeStreams: readonly Stream[]
  /** [batch, sums] */
  private readonly sums: Float64Array
  /** Mean demand of all stores together. */
  private readonly meanDemand: number
  /** [stateSize]: one world's state, on its way. */
  private readonly row: Float64Array

  constructor(problem: NetworkProblem, buffers: Buffers) {
    const { network, demand } = problem
    const { batch } = buffers
    this.problem = problem
    this.buffers = buffers
    this.simulator = new NetworkSimulator(network, batch)
    this.stock = new StockObservation(this.simulator.plan)
    this.features = new FeatureBlocks(problem, this.simulator.plan, batch)
    const alone = problem.control === 'nodes'
    this.local = alone ? new LocalViews(this.simulator.plan, batch) : undefined
    this.central = alone
      ? new Float32Array(batch * (this.stock.size + this.features.size))
      : buffers.observations
    this.elapsed = new Int32Array(batch)
    this.demandStates = new Float64Array(demand.stateSize * batch)
    const streams = (length: number): Stream[] => Array.from({ length }, () => NUMBERED.stream())
    this.demandStreams = streams(batch)
    this.leadTimeStreams = streams(this.simulator.plan.edges.some(({ leadTime }) => leadTime < 0) ? batch : 0)
    this.sums = new Float64Array(SUMS.length * batch)
    this.meanDemand = demand.means.reduce((sum, mean) => sum + mean, 0)
    this.row = new Float64Array(this.simulator.plan.stateSize)
  }

  start(w: number, instance: Instance): void {
    const { problem, simulator, demandStates } = this
    const { demand } = problem
    const own = instanceSeed(instance)
    if (this.leadTimeStreams.length > 0) this.leadTimeStreams[w].open(own.fold('lead times'))
    demand.begin(
      this.demandStreams[w].open(own.fold('demand')),
      demand.paths === undefined ? undefined : instance.index,
      demandStates,
      w * demand.stateSize,
    )
    this.features.begin(w, demandStates)
    if (this.local !== undefined) this.local.begin(w)
    this.row.fill(0)
    writeStates(simulator, w, w + 1, this.row)
    this.stockUp(w, own)
    simulator.weights[w] = 1
    this.sums.fill(0, w * SUMS.length, (w + 1) * SUMS.length)
    this.elapsed[w] = 0
  }

  step(actions: ActionArray): void {
    const { problem, simulator, local, demandStates, tape } = this
    const { orders, demand } = simulator
    const { batch } = this.buffers
    const { stateSize } = problem.demand
    const { orderLimits } = problem
    const edges = orderLimits.length
    for (let w = 0; w < batch; w++) {
      problem.demand.draw(this.demandStreams[w], demandStates, w * stateSize, demand, w, batch)
      for (let e = 0; e < edges; e++) orders[e * batch + w] = Math.min(actions[w * edges + e], orderLimits[e])
    }
    this.drawLeadTimes()
    if (local !== undefined) {
      if (simulator.plan.integral) simulator.memory.loops.round(orders)
      local.remember(simulator, orders, demand)
    }
    const recorded = tape !== undefined && tape.open
    if (recorded) tape.before(simulator)
    simulator.step(orders, demand)
    if (recorded) {
      const { ended } = tape.after(simulator)
      for (let w = 0; w < batch; w++) ended[w] = this.elapsed[w] + 1 >= problem.horizon ? 1 : 0
    }
    this.features.remember(demand)
    this.reward()
    for (let w = 0; w < batch; w++) this.count(w)
  }

  observe(from: number, to: number): void {
    const { stock, features, simulator, local, central } = this
    const width = stock.size + features.size
    stock.write(simulator, from, to, central, width)
    features.write(simulator, from, to, central, stock.size, width)
    if (local !== undefined) local.write(simulator, from, to, this.buffers.observations)
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const { problem, sums } = this
    const from = w * SUMS.length
    const cost = sums[from]
    const asked = sums[from + 1]
    const served = sums[from + 2]
    const stocked = sums[from + 3]
    const everything = sums[from + 4]
    const counted = this.elapsed[w] - problem.warmUp
    const periods = counted * problem.demand.stores
    metrics[offset] = (problem.profit ? -cost : cost) / periods
    metrics[offset + 1] = asked > 0 ? served / asked : 1
    metrics[offset + 2] = stocked > 0 ? (served * counted) / stocked : 0
    metrics[offset + 3] = stocked / periods
    metrics[offset + 4] = problem.profit ? -everything : everything
  }

  /** Step `t` of those recorded. Errors: GauntletError where it was not. */
  tapeRecord(t: number): StepRecord {
    if (this.tape !== undefined) return this.tape.record(t)
    throw new GauntletError('order', `${this.problem.id}: pullback before record`)
  }

  renderText(w: number): string {
    return networkText(this.problem, this.simulator, this.elapsed[w], w)
  }

  renderSvg(w: number): string {
    return networkSvg(this.problem, this.simulator, this.elapsed[w], w)
  }

  save(w: number): SavedWorld {
    const { simulator, problem, sums, elapsed } = this
    const { stateSize } = problem.demand
    const state = new Float64Array(this.row.length)
    readStates(simulator, w, w + 1, state)
    const streams = new Uint32Array(8)
    this.demandStreams[w].save(streams)
    if (this.leadTimeStreams.length > 0) this.leadTimeStreams[w].save(streams, 4)
    return {
      state,
      demand: this.demandStates.slice(w * stateSize, (w + 1) * stateSize),
      past: this.features.save(w),
      asked: this.local === undefined ? new Float64Array(0) : this.local.save(w),
      sums: sums.slice(w * SUMS.length, (w + 1) * SUMS.length),
      streams,
      elapsed: elapsed[w],
      weight: simulator.weights[w],
    }
  }

  load(w: number, content: unknown): void {
    const saved = this.checkSaved(content)
    const { simulator, problem, sums } = this
    writeStates(simulator, w, w + 1, saved.state)
    this.demandStates.set(saved.demand, w * problem.demand.stateSize)
    this.features.load(w, saved.past)
    if (this.local !== undefined) this.local.load(w, saved.asked)
    sums.set(saved.sums, w * SUMS.length)
    this.demandStreams[w].load(saved.streams)
    if (this.leadTimeStreams.length > 0) this.leadTimeStreams[w].load(saved.streams, 4)
    this.elapsed[w] = saved.elapsed
    simulator.weights[w] = saved.weight
  }

  /** What the episode begins with: as the network says, or random rows of stock at the stores. */
  private stockUp(w: number, key: Seed): void {
    const { problem, simulator } = this
    const { plan, batch, now, onHand, underWay, ordered } = simulator
    const { nodes, edges } = problem.network
    nodes.forEach(({ stock }, node) => (onHand[node * batch + w] = stock))
    const first = plan.receiveFirst ? 1 : 0
    edges.forEach((edge, e) => {
      const { slots, orderDelay } = plan.edges[e]
      edge.underWay.forEach((units, p) => (underWay[e][((now + first + p) % slots) * batch + w] = units))
      edge.ordered.forEach((units, p) => (ordered[e][((now + p) % orderDelay) * batch + w] = units))
    })
    if (problem.initialStock === undefined) return
    const [low, high] = problem.initialStock
    const stream = key.fold('stock').stream()
    const draw = (mean: number): number => {
      const units = mean * (low + (high - low) * stream.uniform())
      return plan.integral ? Math.round(units) : units
    }
    plan.stores.forEach(({ node }, s) => {
      const mean = problem.demand.means[s]
      const { index, slots } = plan.edges.find(({ target }) => target === node)!
      onHand[node * batch + w] = draw(mean)
      for (let p = first; p < slots - 1 + first; p++) {
        underWay[index][((now + p) % slots) * batch + w] = draw(mean)
      }
    })
  }

  private drawLeadTimes(): void {
    const { edges } = this.problem.network
    const { leadTimes, batch } = this.simulator
    for (let e = 0; e < edges.length; e++) {
      const least = edges[e].leadTime[0]
      const most = edges[e].leadTime[1]
      if (least === most) continue
      for (let w = 0; w < batch; w++)
        leadTimes[e * batch + w] = least + this.leadTimeStreams[w].integer(most - least + 1)
    }
  }

  /** Every agent's: cost by store, and where there are three objectives, units served at once and stock. */
  private reward(): void {
    const { simulator, problem } = this
    const { costs, served, stocked } = simulator
    const { batch, rewards } = this.buffers
    const { objectives, demand } = problem
    const agents = rewards.length / (batch * objectives)
    const perStore = 1 / demand.stores
    const mean = this.meanDemand
    for (let w = 0; w < batch; w++) {
      for (let i = w * agents; i < (w + 1) * agents; i++) {
        rewards[objectives * i] = -costs[w] * perStore
        if (objectives === 1) continue
        // In periods of mean demand.
        rewards[3 * i + 1] = served[w] / mean
        rewards[3 * i + 2] = -stocked[w] / mean
      }
    }
  }

  private count(w: number): void {
    const { sums, elapsed, simulator } = this
    const from = w * SUMS.length
    const cost = simulator.costs[w]
    sums[from + 4] += cost
    if (elapsed[w]++ < this.problem.warmUp) return
    sums[from] += cost
    sums[from + 1] += simulator.asked[w]
    sums[from + 2] += simulator.served[w]
    sums[from + 3] += simulator.stocked[w]
  }

  /** A snapshot's content, once it is known to be of this network. */
  private checkSaved(content: unknown): SavedWorld {
    const { problem, row, features } = this
    const saved = Object(content) as Partial<SavedWorld>
    const sizes: [unknown, number][] = [
      [saved.state, row.length],
      [saved.demand, problem.demand.stateSize],
      [saved.past, features.saved],
      [saved.asked, this.local === undefined ? 0 : problem.network.edges.length],
      [saved.sums, SUMS.length],
    ]
    const known =
      sizes.every(([array, length]) => array instanceof Float64Array && array.length === length) &&
      saved.streams instanceof Uint32Array &&
      saved.streams.length === 8 &&
      Number.isInteger(saved.elapsed) &&
      Number.isFinite(saved.weight)
    if (known) return content as SavedWorld
    throw new GauntletError(
      'snapshot',
      `${problem.id}: got a snapshot of ${show(content)}, expected that of ${problem.network.nodes.length} nodes`,
    )
  }
}
