/** A normalised score as a dot on a line from the random policy to the best reference: `strip`. */
import { type Markup, NOTHING, markup } from './markup.ts'
import type { Estimate } from './model.ts'

const WIDTH = 144
const MIDDLE = 9
/** What the line shows: the same for every table, so that pictures can be compared. Beyond it a dot is hollow. */
const LOW = -0.25
const HIGH = 1.25

/** The mean in full, its interval as a bar, each of the values behind it (seeds or settings) faint. */
export function strip(estimate: Estimate | null, values: readonly number[]): Markup {
  if (estimate === null) return NOTHING
  const { mean, interval } = estimate
  const faint = values.map((value) => markup`<circle class="one" cx="${at(value)}" cy="${MIDDLE}" r="3"/>`)
  const range = interval === null ? NOTHING : along('range', interval.low, interval.high)
  const kind = mean < LOW || mean > HIGH ? 'beyond' : 'mean'
  return markup`<svg class="strip" viewBox="0 0 ${WIDTH} 18" aria-hidden="true" focusable="false">
${along('axis', LOW, HIGH)}${tick(0)}${tick(1)}${range}${faint}
<circle class="${kind}" cx="${at(mean)}" cy="${MIDDLE}" r="4"/></svg>`
}

function along(kind: string, low: number, high: number): Markup {
  return markup`<line class="${kind}" x1="${at(low)}" x2="${at(high)}" y1="${MIDDLE}" y2="${MIDDLE}"/>`
}

function tick(value: number): Markup {
  return markup`<line class="tick" x1="${at(value)}" x2="${at(value)}" y1="5" y2="13"/>`
}

function at(value: number): number {
  const share = (Math.min(HIGH, Math.max(LOW, value)) - LOW) / (HIGH - LOW)
  return Math.round(share * WIDTH * 10) / 10
}
