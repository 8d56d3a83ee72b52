/** Lines with bands over a common axis, by uPlot: `LineChart`; curves of different steps on one axis: `aligned`. */
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Frame } from '../parts/frame.tsx'
import { colour, useTheme } from '../parts/theme.tsx'
import { lineOf, shortNumber } from './marks.ts'

/** Null where a line has no value. */
type Values = readonly (number | null)[]

export interface Line {
  readonly name: string
  /** `n = 3*`: stands beside the name. */
  readonly note: string
  readonly mean: Values
  readonly low: Values
  readonly high: Values
}

interface Given {
  readonly caption: string
  readonly x: readonly number[]
  readonly xTitle: string
  readonly yTitle: string
  readonly lines: readonly Line[]
}

export function LineChart({ caption, x, xTitle, yTitle, lines }: Given): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot>(null)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const [at, setAt] = useState<number | null>(null)
  const theme = useTheme()
  useEffect(() => {
    const element = place.current
    if (element === null) return undefined
    const plot = draw(element, { caption, x, xTitle, yTitle, lines }, setAt)
    chart.current = plot
    const watch = new ResizeObserver(() => {
      if (element.clientWidth > 0 && element.clientWidth !== plot.width) plot.setSize(sizeOf(element))
    })
    watch.observe(element)
    return () => {
      watch.disconnect()
      plot.destroy()
    }
  }, [theme, lines, x])
  useEffect(() => {
    lines.forEach(({ name }, i) => {
      for (const k of [1, 2, 3]) chart.current?.setSeries(3 * i + k, { show: !hidden.has(name) })
    })
  }, [hidden, theme, lines])
  const toggle = (name: string): void => {
    const now = new Set(hidden)
    if (!now.delete(name)) now.add(name)
    setHidden(now)
  }
  return (
    <figure class="chart">
      <figcaption>{caption}</figcaption>
      <div class="legend">
        {lines.map(({ name, note, mean }, i) => (
          <button key={name} type="button" aria-pressed={!hidden.has(name)} onClick={() => toggle(name)}>
            <span class={`sign line-${lineOf(i).colour} dash-${lineOf(i).dash}`} />
            {name} <span class="soft">{note}</span>
            <span class="value">{at === null || mean[at] === null ? '' : shortNumber(mean[at]!)}</span>
          </button>
        ))}
      </div>
      <div
        class="plot"
        ref={place}
        role="img"
        aria-label={`${caption} The same numbers follow as a table.`}
      />
      <Numbers caption={caption} x={x} xTitle={xTitle} lines={lines} />
    </figure>
  )
}

/** The chart as a table, at about ten places of the axis. */
function Numbers({ caption, x, xTitle, lines }: Omit<Given, 'yTitle'>): JSX.Element {
  const [open, setOpen] = useState(false)
  const places = useMemo(() => {
    const step = Math.max(1, Math.ceil((x.length - 1) / 10))
    return x.map((_, i) => i).filter((i) => i % step === 0 || i === x.length - 1)
  }, [x])
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>as a table</summary>
      {open && (
        <Frame label={`${caption} As a table.`}>
          <table>
            <thead>
              <tr>
                <th scope="col">{xTitle}</th>
                {places.map((i) => (
                  <th key={i} scope="col" class="right">
                    {shortNumber(x[i])}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map(({ name, mean }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {places.map((i) => (
                    <td key={i} class="right">
                      {mean[i] === null ? '–' : shortNumber(mean[i])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Frame>
      )}
    </details>
  )
}

function sizeOf(element: HTMLElement): { width: number; height: number } {
  return { width: element.clientWidth, height: element.clientWidth < 500 ? 240 : 320 }
}

function draw(element: HTMLElement, given: Given, onCursor: (at: number | null) => void): uPlot {
  const { x, xTitle, yTitle, lines } = given
  const series: uPlot.Series[] = [{}]
  const bands: uPlot.Band[] = []
  const columns: Values[] = [x]
  lines.forEach(({ name, mean, low, high }, i) => {
    const { colour: number, dashes } = lineOf(i)
    const stroke = colour(`--line-${number}`)
    const bound = { stroke: 'transparent', points: { show: false } }
    series.push(
      { label: name, stroke, dash: [...dashes], width: 2, points: { show: x.length === 1 } },
      bound,
      bound,
    )
    bands.push({ series: [3 * i + 3, 3 * i + 2], fill: stroke.replace(')', ' / .14)').replaceAll(',', '') })
    columns.push(mean, low, high)
  })
  const font = `12px ${getComputedStyle(document.body).fontFamily}`
  const rule = { stroke: colour('--rule'), width: 1 }
  const axis = (label: string, size: number): uPlot.Axis => ({
    label,
    size,
    font,
    labelFont: font,
    labelSize: 20,
    stroke: colour('--soft'),
    grid: rule,
    ticks: rule,
    values: (_, splits) => splits.map((value) => (value === null ? '' : shortNumber(value))),
  })
  return new uPlot(
    {
      ...sizeOf(element),
      scales: { x: { time: false } },
      series,
      bands,
      axes: [axis(xTitle, 34), axis(yTitle, 56)],
      legend: { show: false },
      cursor: { drag: { x: true, y: false }, points: { show: false } },
      hooks: { setCursor: [({ cursor }) => onCursor(cursor.idx ?? null)] },
    },
    columns as uPlot.AlignedData,
    element,
  )
}

export interface Curve {
  readonly name: string
  readonly note: string
  /** Without a band where there is a single seed. */
  readonly banded: boolean
  readonly steps: readonly number[]
  readonly mean: readonly number[]
  readonly low: readonly number[]
  readonly high: readonly number[]
}

/** Curves over the steps of all of them. */
export function aligned(curves: readonly Curve[]): {
  readonly x: readonly number[]
  readonly lines: readonly Line[]
} {
  const x = [...new Set(curves.flatMap(({ steps }) => steps))].toSorted((p, q) => p - q)
  const lines = curves.map(({ name, note, banded, steps, mean, low, high }) => {
    const at = new Map(steps.map((step, i) => [step, i]))
    const along = (values: readonly number[]): Values =>
      x.map((step) => {
        const value = values[at.get(step) ?? -1] ?? NaN
        return Number.isFinite(value) ? value : null
      })
    return { name, note, mean: along(mean), low: along(banded ? low : []), high: along(banded ? high : []) }
  })
  return { x, lines }
}
