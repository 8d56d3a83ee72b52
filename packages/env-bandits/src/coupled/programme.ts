/** Mixed-integer programmes: `Programme` writes one, `solveProgramme` solves it. */
import { GauntletError } from '@gauntlet/core'
import type { ModelData } from 'highs'
import type { Solver } from '../solver.ts'

/** Columns and rows of a programme that is maximised, in the order in which they are written. */
export class Programme {
  readonly costs: number[] = []
  private readonly lower: number[] = []
  private readonly upper: number[] = []
  private readonly integrality: (0 | 1)[] = []
  private readonly rowLower: number[] = []
  private readonly rowUpper: number[] = []
  private readonly starts: number[] = [0]
  private readonly indices: number[] = []
  private readonly values: number[] = []

  /** How many columns there are. */
  get columns(): number {
    return this.costs.length
  }

  /** A new column; returns its number. */
  column(lower: number, upper: number, kind: 'real' | 'whole' = 'real', cost: number = 0): number {
    this.costs.push(cost)
    this.lower.push(lower)
    this.upper.push(upper)
    this.integrality.push(kind === 'whole' ? 1 : 0)
    return this.columns - 1
  }

  /** A term of the row that is being written. */
  add(column: number, value: number): void {
    if (value === 0) return
    this.indices.push(column)
    this.values.push(value)
  }

  /** Ends the row: its terms sum to at least `lower` and at most `upper`. */
  end(lower: number, upper: number): void {
    this.starts.push(this.indices.length)
    this.rowLower.push(lower)
    this.rowUpper.push(upper)
  }

  /** As the solver takes it; `relaxed` lets whole columns be fractions. */
  data(solver: Solver, relaxed: boolean = false): ModelData {
    const numCols = this.columns
    const numRows = this.rowLower.length
    const { starts, indices, values } = this
    return {
      numCols,
      numRows,
      sense: solver.constants.objectiveSense.maximize,
      colCost: this.costs,
      colLower: this.lower,
      colUpper: this.upper,
      rowLower: this.rowLower,
      rowUpper: this.rowUpper,
      matrix: { format: 'csr', numRows, numCols, starts, indices, values },
      ...(!relaxed && { integrality: this.integrality }),
    }
  }
}

/** What the solver found. */
export interface Found {
  /** Value of every column; `undefined` where the limit was met before any solution. */
  readonly columns: ArrayLike<number> | undefined
  /** What no solution exceeds. */
  readonly bound: number
  /** Whether the search came to its end, rather than to its limit. */
  readonly proven: boolean
}

/** Ends of a run, by HiGHS's numbers. */
const OPTIMAL = 7
const INFEASIBLE = 8
const UNBOUNDED: readonly number[] = [9, 10]
/** `primal_solution_status` where there is a solution. */
const FEASIBLE = 2

const OPTIONS = { output_flag: false, random_seed: 0, mip_rel_gap: 0, mip_abs_gap: 1e-9 } as const

/**
 * The programme's maximum, or the best found in `nodes` nodes of the search; `start`, values of the first
 * columns, is where it begins.
 * Errors: GauntletError `infeasible` where nothing satisfies the rows, `unbounded` where there is no maximum, `solver`
 * where HiGHS fails; all name `place`.
 */
export function solveProgramme(
  solver: Solver,
  programme: Programme,
  nodes: number,
  place: string,
  start?: Uint8Array,
): Found {
  return solver.withModel(programme.data(solver), (model) => {
    model.options.set({ ...OPTIONS, mip_max_nodes: nodes })
    if (start !== undefined) model.setSolution({ indices: [...start.keys()], values: [...start] })
    const { modelStatus } = model.run()
    requireSolvable(modelStatus, place)
    const found = model.info.get('primal_solution_status') === FEASIBLE
    const proven = modelStatus === OPTIMAL
    if (proven && !found) throw new GauntletError('solver', `${place}: HiGHS gave no solution`)
    const columns = found ? model.getSolution().colValue : undefined
    return { columns, bound: Number(model.info.get('mip_dual_bound')), proven }
  })
}

function requireSolvable(status: number, place: string): void {
  if (status === INFEASIBLE) {
    throw new GauntletError('infeasible', `${place}: no subset satisfies the constraints`)
  }
  if (UNBOUNDED.includes(status)) {
    throw new GauntletError('unbounded', `${place}: the objective has no maximum`)
  }
}
