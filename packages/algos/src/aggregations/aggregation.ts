/** How the losses of decisions become one: `Aggregation`. */
import type { DecisionColumns } from '../objectives/objective.ts'

export interface Aggregation {
  /** Writes by what each row's loss is divided; Shape [rows]. */
  divisors(columns: DecisionColumns, out: Float64Array): void
}
