/** Sorting and grouping without surprises: code-unit order, first-met order, ranks with ties. */

/** By code units, so that no locale decides. */
export function compareText(p: string, q: string): number {
  if (p === q) return 0
  return p < q ? -1 : 1
}

/** The items under each key, keys in the order in which they are first met. */
export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}

/** Distinct texts in order. */
export function distinct(texts: Iterable<string>): string[] {
  return [...new Set(texts)].toSorted(compareText)
}

/** Rank 1 for the greatest; ties share the better rank: 1, 2, 2, 4. */
export function ranksWithMinimum(values: readonly number[]): number[] {
  return values.map((value) => 1 + values.filter((other) => other > value).length)
}

/** Rank 1 for the greatest; ties share the mean of their ranks: 1, 2.5, 2.5, 4. */
export function ranksWithMean(values: readonly number[]): number[] {
  return values.map((value) => {
    const above = values.filter((other) => other > value).length
    const equal = values.filter((other) => other === value).length
    return above + (equal + 1) / 2
  })
}

/** Rows by rank, those without one last, then by name. */
export function byRankThenName(
  p: { readonly rank: number | null; readonly name: string },
  q: { readonly rank: number | null; readonly name: string },
): number {
  const [first, second] = [p.rank ?? Infinity, q.rank ?? Infinity]
  return first === second ? compareText(p.name, q.name) : first - second
}
