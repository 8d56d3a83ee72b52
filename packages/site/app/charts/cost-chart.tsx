/**
 * What a score costs: each row by its time and its score, on a logarithmic axis of time, with the front of those that nobody
 * beats at their price: `CostChart`.
 */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { scaleLinear, scaleLog } from 'd3-scale'
import type { SettingRow, SummaryRow } from '@gauntlet/bench/tables'
import { Choice } from '../parts/filters.tsx'
import { Frame } from '../parts/frame.tsx'
import { linkTo } from '../route.ts'
import { shortNumber } from './marks.ts'

const WIDTH = 760
const HEIGHT = 380
const MARGIN = { left: 56, right: 150, top: 14, bottom: 46 }

/** Characters of a label, labels that find room beside one another, and the height of one. */
const LONGEST = 24
const MOST_LABELS = 10
const LINE = 14

const COSTS = {
  'µs per decision': ({ microsecondsPerDecision }: AnyRow) => microsecondsPerDecision,
  'seconds of training': ({ trainingSeconds }: AnyRow) => trainingSeconds,
  'steps of training': ({ steps }: AnyRow) => steps?.training ?? null,
} as const

type AnyRow = SettingRow | SummaryRow
type Cost = keyof typeof COSTS

interface Point {
  readonly name: string
  readonly algorithm: string
  readonly cost: number
  readonly score: number
  readonly low: number
  readonly high: number
  /** Whether nobody that costs as little scores as much. */
  readonly front: boolean
}

/** `raw` draws the scores in their own unit, where a setting has no references; `sign` is -1 where less is better. */
export function CostChart({
  caption,
  rows,
  raw,
}: {
  caption: string
  rows: readonly AnyRow[]
  raw?: { readonly title: string; readonly sign: 1 | -1 }
}): JSX.Element | null {
  const offered = (Object.keys(COSTS) as Cost[]).filter((cost) => pointsOf(rows, cost, raw?.sign).length > 1)
  const [chosen, setChosen] = useState<Cost>(offered[0] ?? 'µs per decision')
  const points = useMemo(() => pointsOf(rows, chosen, raw?.sign), [rows, chosen, raw?.sign])
  if (offered.length === 0) return null
  const front = points.filter((point) => point.front)
  return (
    <figure class="chart">
      <figcaption>{caption}</figcaption>
      <div class="filters">
        <Choice
          label="cost"
          values={offered}
          value={chosen}
          any={null}
          onChange={(value) => setChosen(value as Cost)}
        />
      </div>
      <Frame label={caption}>
        <Picture points={points} xTitle={chosen} yTitle={raw?.title ?? 'normalised score'} />
      </Frame>
      <p class="soft">
        Not beaten at their price, cheapest first: {front.map(({ name }) => name).join(', ')}.
      </p>
    </figure>
  )
}

function Picture({
  points,
  xTitle,
  yTitle,
}: {
  points: readonly Point[]
  xTitle: string
  yTitle: string
}): JSX.Element {
  const bottom = HEIGHT - MARGIN.bottom
  const right = WIDTH - MARGIN.right
  const costs = points.map(({ cost }) => cost)
  const x = scaleLog([Math.min(...costs) / 1.3, Math.max(...costs) * 1.3], [MARGIN.left, right])
  const y = scaleLinear(
    [Math.min(...points.map(({ low }) => low)), Math.max(...points.map(({ high }) => high))],
    [bottom, MARGIN.top],
  ).nice()
  const ticks = roundTicks(x.ticks())
  const steps = points.filter(({ front }) => front)
  const path = steps.map(({ cost, score }, i) =>
    i === 0 ? `M${x(cost)} ${y(score)}` : `H${x(cost)}V${y(score)}`,
  )
  return (
    <svg
      class="scatter"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="group"
      aria-label={`${yTitle} against ${xTitle}`}
    >
      <g class="axis" aria-hidden="true">
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={x(tick)} x2={x(tick)} y1={MARGIN.top} y2={bottom} />
            <text x={x(tick)} y={bottom + 18} text-anchor="middle">
              {shortNumber(tick)}
            </text>
          </g>
        ))}
        {y.ticks(6).map((tick) => (
          <g key={tick}>
            <line x1={MARGIN.left} x2={right} y1={y(tick)} y2={y(tick)} />
            <text x={MARGIN.left - 8} y={y(tick)} dy=".32em" text-anchor="end">
              {shortNumber(tick)}
            </text>
          </g>
        ))}
        <text x={(MARGIN.left + right) / 2} y={HEIGHT - 6} text-anchor="middle">
          {xTitle} (logarithmic)
        </text>
        <text transform={`translate(14 ${(MARGIN.top + bottom) / 2}) rotate(-90)`} text-anchor="middle">
          {yTitle}
        </text>
      </g>
      <path class="front" d={path.join('')} aria-hidden="true" />
      {points.map((point) => (
        <Mark key={point.name} point={point} x={x(point.cost)} y={y} />
      ))}
      {labels(points, (point) => y(point.score)).map(({ point, at }) => (
        <text key={point.name} class="label" x={x(point.cost) + 9} y={at} dy=".32em" aria-hidden="true">
          {point.name.length > LONGEST ? `${point.name.slice(0, LONGEST - 1)}…` : point.name}
        </text>
      ))}
    </svg>
  )
}

function Mark({ point, x, y }: { point: Point; x: number; y: (score: number) => number }): JSX.Element {
  const { name, algorithm, cost, score, low, high, front } = point
  const told = `${name}: ${shortNumber(score)} at ${shortNumber(cost)}`
  return (
    <a href={linkTo('algorithm', algorithm)} aria-label={told} class={front ? 'mark front' : 'mark'}>
      <title>{told}</title>
      <line x1={x} x2={x} y1={y(low)} y2={y(high)} />
      <circle cx={x} cy={y(score)} r={front ? 5 : 4} />
    </a>
  )
}

/** Powers of ten where there are several; else what begins with 1, 2 or 5, so that numbers have room. */
function roundTicks(ticks: readonly number[]): readonly number[] {
  const mantissa = (tick: number): number =>
    Number((tick / 10 ** Math.floor(Math.log10(tick) + 1e-9)).toFixed(6))
  const tens = ticks.filter((tick) => mantissa(tick) === 1)
  return tens.length > 1 ? tens : ticks.filter((tick) => [1, 2, 5].includes(mantissa(tick)))
}

/** Labels of the front, one above the other, and of the others at their points, where there is room for all. */
function labels(
  points: readonly Point[],
  place: (point: Point) => number,
): { readonly point: Point; readonly at: number }[] {
  let below = Infinity
  const crowded = points.length > MOST_LABELS
  return points.flatMap((point) => {
    if (!point.front) return crowded ? [] : [{ point, at: place(point) + LINE }]
    below = Math.min(place(point), below - LINE)
    return [{ point, at: below }]
  })
}

/** Rows with a cost above 0 and a score, cheapest first. */
function pointsOf(rows: readonly AnyRow[], cost: Cost, sign: 1 | -1 | undefined): Point[] {
  const found = rows.flatMap((row) => {
    const value = COSTS[cost](row)
    const estimate = sign === undefined ? row.normalised : 'score' in row ? row.score : null
    if (value === null || !(value > 0) || estimate === null || ('oracle' in row && row.oracle)) return []
    const { mean, interval } = estimate
    const { low, high } = interval ?? { low: mean, high: mean }
    return [{ name: row.name, algorithm: row.algorithm, cost: value, score: mean, low, high }]
  })
  let best = -Infinity
  return found
    .toSorted((p, q) => p.cost - q.cost || (sign ?? 1) * (q.score - p.score))
    .map((point) => {
      const merit = (sign ?? 1) * point.score
      const front = merit > best
      best = Math.max(best, merit)
      return { ...point, front }
    })
}
