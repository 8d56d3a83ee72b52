/** What names of columns say of rows: `isIndex`, `isLabel`, `between`. */

/** What pandas and R call the numbers of rows, where these have no name. */
const INDEX = /^(|unnamed: \d+|level_\d+|__index_level_\d+__)$/i
const TIMES = /^(index|time|timestamp|datetime|date|ds|day|week|month|quarter|year|period)$/i

/** Whether a column of this name only numbers the rows. */
export const isIndex = (name: string): boolean => INDEX.test(name.trim())

/** Whether a column of this name only numbers the rows, or says of which period they are. */
export const isLabel = (name: string): boolean => isIndex(name) || TIMES.test(name.trim())

/** The columns, from the first to before the second, that are left without those at either end that `leave` takes. */
export function between(
  names: readonly string[],
  leave: (name: string) => boolean,
): [from: number, to: number] {
  const from = names.findIndex((name) => !leave(name))
  return from < 0 ? [0, 0] : [from, names.findLastIndex((name) => !leave(name)) + 1]
}
