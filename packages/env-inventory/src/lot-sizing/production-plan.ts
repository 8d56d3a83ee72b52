/** The mixed-integer programme of the next steps of a plant: `ProductionPlan`. */
import type { ModelData } from 'highs'
import type { Plant } from './plant.ts'

/** Steps of each stretch of a plan; machines change only where a stretch begins. */
const STRETCHES: readonly number[] = [1, 3, 8]
const STEPS = STRETCHES.reduce((sum, steps) => sum + steps, 0)

/** A machine and an item that the plan may let it make. */
interface Job {
  readonly machine: number
  readonly item: number
  /** Whether the machine is set up for it now. */
  readonly ready: boolean
}

/**
 * What a plant should make in the next steps, were demand its mean.
 *
 * Symbols: stretch t of n_t steps; job j = (machine m, item i). z_jt is 1 where m makes i in t; s_jt, at least
 * z_jt - z_j(t-1), the setups; v_it stock at the end, up to capacity; l_it what is lost; w_it what is not kept, or not
 * made after all; d mean demand of a step; r production, q loss and K cost of a setup.
 * Minimised: sum of K_j s_jt + p_i l_it + n_t h_i v_it. Balance: v_it + w_it - l_it = v_i(t-1) + sum over the jobs of i
 * of (n_t r_j z_jt - q_j s_jt) - n_t d. As published, idling costs the setup, and machines run: holding is left out.
 *
 * Jobs that could not earn their setup within the plan, even if all else were lost, are left out of it; so are items
 * without jobs, whose costs are the same whatever is done.
 */
export class ProductionPlan {
  readonly jobs: readonly Job[]
  readonly model: ModelData
  private readonly plant: Plant
  /** Where an item that has jobs stands among those that have. */
  private readonly itemIndex: ReadonlyMap<number, number>
  private readonly width: number

  constructor(plant: Plant, w: number) {
    this.plant = plant
    this.jobs = jobsOf(plant, w)
    this.itemIndex = new Map([...new Set(this.jobs.map(({ item }) => item))].map((item, k) => [item, k]))
    this.width = 2 * this.jobs.length + 3 * this.itemIndex.size
    this.model = this.build(w)
  }

  /** Whether the solution makes job number `job` in the next step. */
  makes(solution: ArrayLike<number>, job: number): boolean {
    return solution[job] > 0.5
  }

  /** Units of a job's item that the solution does not keep or make in the next step. */
  spare(solution: ArrayLike<number>, job: number): number {
    return solution[this.column(0, 'spare', this.itemIndex.get(this.jobs[job].item)!)]
  }

  private column(t: number, kind: 'make' | 'setup' | 'lost' | 'stock' | 'spare', k: number): number {
    const first = t * this.width
    const jobs = this.jobs.length
    if (kind === 'make') return first + k
    if (kind === 'setup') return first + jobs + k
    const group = kind === 'lost' ? 0 : kind === 'stock' ? 1 : 2
    return first + 2 * jobs + group * this.itemIndex.size + k
  }

  private build(w: number): ModelData {
    const rows = new Rows()
    for (let t = 0; t < STRETCHES.length; t++) {
      this.addBalances(rows, w, t)
      this.addSetups(rows, t)
    }
    const numCols = STRETCHES.length * this.width
    return { numCols, ...this.columns(numCols), ...rows.data(numCols) }
  }

  private columns(numCols: number): Pick<ModelData, 'colCost' | 'colLower' | 'colUpper' | 'integrality'> {
    const { plant, jobs, itemIndex } = this
    const { items, setupCosts, lostSalesCosts, holdingCosts, capacities } = plant.problem
    const colCost = new Float64Array(numCols)
    const colUpper = new Float64Array(numCols).fill(Infinity)
    const integrality = new Int32Array(numCols)
    for (const [t, steps] of STRETCHES.entries()) {
      for (const [j, { machine, item }] of jobs.entries()) {
        colUpper[this.column(t, 'make', j)] = 1
        integrality[this.column(t, 'make', j)] = 1
        colUpper[this.column(t, 'setup', j)] = 1
        colCost[this.column(t, 'setup', j)] = setupCosts[machine * items + item]
      }
      for (const [i, k] of itemIndex) {
        colCost[this.column(t, 'lost', k)] = lostSalesCosts[i]
        colCost[this.column(t, 'stock', k)] = plant.published ? 0 : steps * holdingCosts[i]
        colUpper[this.column(t, 'stock', k)] = capacities[i]
      }
    }
    return { colCost, colLower: new Float64Array(numCols), colUpper, integrality }
  }

  /** What comes into the stock of every item, and goes out of it. */
  private addBalances(rows: Rows, w: number, t: number): void {
    const { plant, jobs, itemIndex } = this
    const { items, production, demandTrials, demandProbability } = plant.problem
    for (const [i, k] of itemIndex) {
      rows.add(this.column(t, 'stock', k), 1)
      rows.add(this.column(t, 'spare', k), 1)
      rows.add(this.column(t, 'lost', k), -1)
      if (t > 0) rows.add(this.column(t - 1, 'stock', k), -1)
      for (const [j, { machine, item }] of jobs.entries()) {
        if (item !== i) continue
        const made = production[machine * items + i]
        rows.add(this.column(t, 'make', j), -STRETCHES[t] * made)
        rows.add(this.column(t, 'setup', j), made - plant.setupYields[machine * items + i])
      }
      const before = t === 0 ? plant.inventories[w * items + i] : 0
      const balance = before - STRETCHES[t] * demandTrials * demandProbability
      rows.end(balance, balance)
    }
  }

  /** A setup where a machine makes what it did not make before, and one item at a time. */
  private addSetups(rows: Rows, t: number): void {
    const { plant, jobs } = this
    for (const [j, { ready }] of jobs.entries()) {
      rows.add(this.column(t, 'make', j), 1)
      rows.add(this.column(t, 'setup', j), -1)
      if (t > 0) rows.add(this.column(t - 1, 'make', j), -1)
      rows.end(-Infinity, t === 0 && ready ? 1 : 0)
    }
    for (let m = 0; m < plant.problem.machines; m++) {
      for (const [j, { machine }] of jobs.entries()) {
        if (machine === m) rows.add(this.column(t, 'make', j), 1)
      }
      rows.end(-Infinity, 1)
    }
  }
}

/** The setups that stand, and those that could pay within the plan. */
function jobsOf({ problem, inventories, setups }: Plant, w: number): Job[] {
  const { items, machines, production, setupCosts, lostSalesCosts } = problem
  const asked = STEPS * problem.demandTrials * problem.demandProbability
  const jobs: Job[] = []
  for (let machine = 0; machine < machines; machine++) {
    for (let item = 0; item < items; item++) {
      const k = machine * items + item
      if (production[k] === 0) continue
      const ready = setups[w * machines + machine] === item + 1
      const averted = Math.min(asked - inventories[w * items + item], STEPS * production[k])
      if (ready || lostSalesCosts[item] * averted > setupCosts[k]) jobs.push({ machine, item, ready })
    }
  }
  return jobs
}

/** Constraints, row by row. */
class Rows {
  private readonly starts: number[] = [0]
  private readonly indices: number[] = []
  private readonly values: number[] = []
  private readonly lower: number[] = []
  private readonly upper: number[] = []

  /** A term of the row that is being written. */
  add(column: number, value: number): void {
    this.indices.push(column)
    this.values.push(value)
  }

  end(lower: number, upper: number): void {
    this.starts.push(this.indices.length)
    this.lower.push(lower)
    this.upper.push(upper)
  }

  data(numCols: number): Pick<ModelData, 'numRows' | 'rowLower' | 'rowUpper' | 'matrix'> {
    const numRows = this.lower.length
    const { starts, indices, values } = this
    return {
      numRows,
      rowLower: this.lower,
      rowUpper: this.upper,
      matrix: { format: 'csr', numRows, numCols, starts, indices, values },
    }
  }
}
