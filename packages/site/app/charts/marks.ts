/** What charts share: `lineOf`, `shortNumber`. */

const COLOURS = 10
const DASHES = [[], [7, 4], [2, 3]] as const

/** The colour and the dashes of a chart's line number `i`: thirty that differ. */
export function lineOf(i: number): { colour: number; dash: number; dashes: readonly number[] } {
  const dash = Math.floor(i / COLOURS) % DASHES.length
  return { colour: i % COLOURS, dash, dashes: DASHES[dash] }
}

/** At most three digits: `12.5k`, `0.00132`. */
export function shortNumber(value: number): string {
  for (const [size, letter] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    if (Math.abs(value) >= size) return Number((value / size).toPrecision(3)) + letter
  }
  return String(Number(value.toPrecision(3)))
}
