/** From losses by decision to one loss: `Aggregation`. */
import type { DecisionColumns } from '../objectives/objective.ts'

export interface Aggregation {
  /** Writes by what each row's loss is divided before all are added up. Shape: `out` [rows]. */
  divisors(columns: DecisionColumns, out: Float64Array): void
}
