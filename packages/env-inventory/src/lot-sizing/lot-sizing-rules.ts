/** What happens in the worlds of `inventory/lot-sizing`: `LotSizingRules`. */
import {
  type ActionArray,
  type Buffers,
  GauntletError,
  type Instance,
  type PostDecisionFace,
  type Rules,
  type Stream,
  show,
} from '@gauntlet/core'
import { BinomialTable } from './binomial.ts'
import { ObservationWriter } from './observation-writer.ts'
import { type PlantPicture, plantSvg, plantText } from './plant-picture.ts'
import { Plant } from './plant.ts'
import type { LotSizingProblem } from './problem.ts'

/** What the rules need of the parameters beside the problem. */
export interface LotSizingRulesOptions {
  readonly id: string
  readonly horizon: number
  readonly start: 'random' | 'given'
  readonly observed: 'inventory-and-setup' | 'inventory'
  readonly published: boolean
}

/** Totals of an episode, [batch, TOTALS] in this order. */
const SETUP_COST = 0
const LOST_COST = 1
const HOLDING_COST = 2
const SETUPS = 3
const DEMANDED = 4
const LOST = 5
const ELAPSED = 6
const TOTALS = 7

/** What decides how a world goes on. */
interface SavedPlant {
  readonly inventories: Float64Array
  readonly setups: Int32Array
  readonly totals: Float64Array
  readonly demand: Uint32Array
}

/** The worlds of `inventory/lot-sizing`. Symbols as in problem.ts. */
export class LotSizingRules implements Rules {
  readonly plant: Plant
  private readonly buffers: Buffers
  private readonly options: LotSizingRulesOptions
  private readonly binomial: BinomialTable
  private readonly writer: ObservationWriter
  private readonly totals: Float64Array
  /** [batch]: the streams from which demand is drawn, the same number of draws in each step */
  private readonly streams: Stream[] = []
  /** [I]: demand of the world that is stepped */
  private readonly demand: Float64Array
  /** [M, I + 1]: 1 where a machine may be told to; the mask of every world */
  private readonly mask: Uint8Array

  constructor(problem: LotSizingProblem, options: LotSizingRulesOptions, buffers: Buffers) {
    this.buffers = buffers
    this.options = options
    this.plant = new Plant(problem, options.published, buffers.batch)
    this.binomial = new BinomialTable(problem.demandTrials, problem.demandProbability)
    this.writer = new ObservationWriter(problem, options.observed)
    this.totals = new Float64Array(buffers.batch * TOTALS)
    this.demand = new Float64Array(problem.items)
    this.mask = maskOf(problem)
  }

  start(w: number, { key }: Instance): void {
    const { plant, options } = this
    const { items, machines, initialInventories, initialSetups } = plant.problem
    this.streams[w] = key.fold('demand').stream()
    this.totals.fill(0, w * TOTALS, (w + 1) * TOTALS)
    if (options.start === 'random') this.startAtRandom(w, key.fold('start').stream())
    else {
      plant.inventories.set(initialInventories, w * items)
      plant.setups.set(initialSetups, w * machines)
    }
  }

  /** Stock uniform from 0 to capacity - 1, setups uniform over the items that the machine makes. */
  private startAtRandom(w: number, stream: Stream): void {
    const { inventories, setups, problem } = this.plant
    const { items, machines, production, capacities } = problem
    for (let i = 0; i < items; i++) {
      inventories[w * items + i] = stream.integer(Math.max(1, Math.floor(capacities[i])))
    }
    for (let m = 0; m < machines; m++) {
      let makes = 0
      for (let i = 0; i < items; i++) if (production[m * items + i] > 0) makes++
      let setup = 0
      if (makes > 0) {
        for (let skip = stream.integer(makes) + 1; skip > 0; setup++) {
          if (production[m * items + setup] > 0) skip--
        }
      }
      setups[w * machines + m] = setup
    }
  }

  step(actions: ActionArray): void {
    const { plant, binomial, demand, totals, streams } = this
    const { items, machines } = plant.problem
    const { batch, rewards } = this.buffers
    for (let w = 0; w < batch; w++) {
      const setupCost = plant.produce(
        actions,
        w * machines,
        plant.inventories,
        w * items,
        plant.setups,
        w * machines,
      )
      const stream = streams[w]
      for (let i = 0; i < items; i++) demand[i] = binomial.draw(stream)
      plant.meetDemand(w, demand)
      rewards[w] = -(setupCost + plant.lostCost + plant.holdingCost)
      const offset = w * TOTALS
      totals[offset + SETUP_COST] += setupCost
      totals[offset + LOST_COST] += plant.lostCost
      totals[offset + HOLDING_COST] += plant.holdingCost
      totals[offset + SETUPS] += plant.setupsMade
      totals[offset + DEMANDED] += plant.demanded
      totals[offset + LOST] += plant.lost
      totals[offset + ELAPSED]++
    }
  }

  observe(from: number, to: number): void {
    const { plant, writer, mask } = this
    const { items, machines } = plant.problem
    const { observations, actionMask } = this.buffers
    for (let w = from; w < to; w++) {
      writer.write(plant.inventories, w * items, plant.setups, w * machines, observations, w * writer.width)
      if (actionMask !== undefined) actionMask.set(mask, w * mask.length)
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const totals = this.totals.subarray(w * TOTALS, (w + 1) * TOTALS)
    metrics[offset] = totals[SETUP_COST] + totals[LOST_COST] + totals[HOLDING_COST]
    metrics[offset + 1] = totals[SETUP_COST]
    metrics[offset + 2] = totals[LOST_COST]
    metrics[offset + 3] = totals[HOLDING_COST]
    metrics[offset + 4] = totals[DEMANDED] === 0 ? 1 : 1 - totals[LOST] / totals[DEMANDED]
    metrics[offset + 5] = totals[SETUPS]
  }

  /** The plant after setups and production and before demand, laid out as observations are. */
  postDecision(): PostDecisionFace {
    const { plant, writer } = this
    const { items, machines } = plant.problem
    const inventories = new Float64Array(items)
    const setups = new Int32Array(machines)
    /** Of plant `w`, in the arrays above; what the setups cost. */
    const produce = (w: number, actions: ActionArray): number => {
      inventories.set(plant.inventories.subarray(w * items, (w + 1) * items))
      setups.set(plant.setups.subarray(w * machines, (w + 1) * machines))
      return plant.produce(actions, w * machines, inventories, 0, setups, 0)
    }
    return {
      observe: (actions, out) => {
        for (let w = 0; w < this.buffers.batch; w++) {
          produce(w, actions)
          writer.write(inventories, 0, setups, 0, out, w * writer.width)
        }
      },
      rewards: (actions, out) => {
        for (let w = 0; w < this.buffers.batch; w++) out[w] = -produce(w, actions)
      },
    }
  }

  renderText(w: number): string {
    return plantText(this.picture(w))
  }

  renderSvg(w: number): string {
    return plantSvg(this.picture(w))
  }

  save(w: number): SavedPlant {
    const { items, machines } = this.plant.problem
    const demand = new Uint32Array(4)
    this.streams[w].save(demand)
    return {
      inventories: this.plant.inventories.slice(w * items, (w + 1) * items),
      setups: this.plant.setups.slice(w * machines, (w + 1) * machines),
      totals: this.totals.slice(w * TOTALS, (w + 1) * TOTALS),
      demand,
    }
  }

  load(w: number, content: unknown): void {
    const { items, machines } = this.plant.problem
    const saved = this.checkSaved(content)
    this.plant.inventories.set(saved.inventories, w * items)
    this.plant.setups.set(saved.setups, w * machines)
    this.totals.set(saved.totals, w * TOTALS)
    this.streams[w].load(saved.demand)
  }

  /** A snapshot's content, once it is known to be of a plant of this size. */
  private checkSaved(content: unknown): SavedPlant {
    const { items, machines } = this.plant.problem
    const { inventories, setups, totals, demand } = Object(content) as Partial<SavedPlant>
    const known =
      inventories instanceof Float64Array &&
      inventories.length === items &&
      setups instanceof Int32Array &&
      setups.length === machines &&
      setups.every((setup) => setup >= 0 && setup <= items) &&
      totals instanceof Float64Array &&
      totals.length === TOTALS &&
      demand instanceof Uint32Array &&
      demand.length === 4
    if (known) return content as SavedPlant
    throw new GauntletError(
      'snapshot',
      `${this.options.id}: got a snapshot of ${show(content)}, expected that of ${items} items on ${machines} machines`,
    )
  }

  private picture(w: number): PlantPicture {
    const { plant, options, totals } = this
    const { items, machines } = plant.problem
    const offset = w * TOTALS
    return {
      title: options.id,
      elapsed: totals[offset + ELAPSED],
      horizon: options.horizon,
      cost: totals[offset + SETUP_COST] + totals[offset + LOST_COST] + totals[offset + HOLDING_COST],
      problem: plant.problem,
      inventories: plant.inventories.subarray(w * items, (w + 1) * items),
      setups: plant.setups.subarray(w * machines, (w + 1) * machines),
    }
  }
}

function maskOf({ items, machines, production }: LotSizingProblem): Uint8Array {
  const mask = new Uint8Array(machines * (items + 1))
  for (let m = 0; m < machines; m++) {
    mask[m * (items + 1)] = 1
    for (let i = 0; i < items; i++) {
      mask[m * (items + 1) + 1 + i] = production[m * items + i] > 0 ? 1 : 0
    }
  }
  return mask
}
