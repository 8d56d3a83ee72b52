/**
 * The page's figures: `Figures`, which gathers what the charts' script draws, and the places where it draws it.
 *
 * The numbers stand in the page once, as JSON, rounded to what a screen can show.
 */
import { formatSeeds } from './format.ts'
import { Markup, NOTHING, markup } from './markup.ts'
import type { Leaderboards, LearningCurve, SettingBoard, SettingRow, SummaryTable } from './model.ts'
import { SEEDS_NOTE, metricText, scopeText } from './sentences.ts'

const DIGITS = 4

/** What `html-chart-script.ts` reads. `series[].name` counts in `names`, which gives a contender its colour everywhere. */
interface Figure {
  readonly x: readonly number[]
  readonly xTitle: string
  readonly yTitle: string
  readonly series: readonly {
    readonly name: number
    /** `n = 3*, 2 failed`: stands beside the name. */
    readonly seeds: string
    readonly mean: readonly (number | null)[]
    /** The band; null throughout where there is a single seed. */
    readonly low: readonly (number | null)[]
    readonly high: readonly (number | null)[]
  }[]
}

export class Figures {
  readonly #names: readonly string[]
  readonly #figures: Figure[] = []

  constructor({ overall, settings }: Leaderboards) {
    const rows = [...overall.rows, ...settings.flatMap((board) => board.rows)]
    this.#names = [...new Set(rows.map(({ name }) => name))]
  }

  /** The learning curves of a board; nothing where none of its rows has one. */
  curves(board: SettingBoard): Markup {
    const caption = `${board.name}: learning curves, ${metricText(board)}. Mean over seeds of the score in training, with a 95 % band. ${SEEDS_NOTE}`
    return this.#lines(board, ({ curve }) => curve, caption)
  }

  /** The course of a board's runs; nothing where none of its rows tells it. */
  courses(board: SettingBoard): Markup {
    const caption = `${board.name}: ${board.metric.name} in the course of a run. Mean over seeds of the evaluation’s episodes, with a 95 % band. ${SEEDS_NOTE}`
    return this.#lines(board, ({ course }) => course, caption)
  }

  #lines(board: SettingBoard, pick: (row: SettingRow) => LearningCurve | null, caption: string): Markup {
    const curves = board.rows.flatMap((row) => {
      const curve = pick(row)
      return curve === null ? [] : [{ ...row, curve }]
    })
    if (curves.length === 0) return NOTHING
    const x = [...new Set(curves.flatMap(({ curve }) => curve.steps))].toSorted((p, q) => p - q)
    const series = curves.map(({ name, curve, seeds, finished }) => {
      const failed = seeds.length - finished
      const at = new Map(curve.steps.map((step, i) => [step, i]))
      const along = (values: readonly number[]): (number | null)[] =>
        x.map((step) => rounded(values[at.get(step) ?? -1]))
      const single = curve.seeds < 2
      return {
        name: this.#number(name),
        seeds: `n = ${formatSeeds(curve.seeds, curve.seeds)}${failed === 0 ? '' : `, ${failed} failed`}`,
        mean: along(curve.mean),
        low: along(single ? [] : curve.low),
        high: along(single ? [] : curve.high),
      }
    })
    return this.#place(caption, { x, xTitle: 'steps', yTitle: board.metric.name, series })
  }

  /** The performance profiles of a table; nothing where there are none. */
  profiles(table: SummaryTable): Markup {
    const { comparison } = table
    if (comparison === null) return NOTHING
    const series = comparison.profiles.map(({ name, seeds: { fewest, most }, mean, low, high }) => {
      const bound = (values: readonly number[]): (number | null)[] =>
        values.map((value) => (fewest < 2 ? null : rounded(value)))
      return {
        name: this.#number(name),
        seeds: `n = ${formatSeeds(fewest, most)}`,
        mean: mean.map(rounded),
        low: bound(low),
        high: bound(high),
      }
    })
    const caption = `${scopeText(table)}: performance profiles. The share of seeds, settings counting alike, whose normalised score is above the one below, with a 95 % band. Higher is better. ${SEEDS_NOTE}`
    return this.#place(caption, {
      x: comparison.thresholds,
      xTitle: 'normalised score',
      yTitle: 'share above',
      series,
    })
  }

  get isEmpty(): boolean {
    return this.#figures.length === 0
  }

  /** The numbers, as a script that no browser runs: nothing within can end it. */
  data(): Markup {
    const json = JSON.stringify({ names: this.#names, figures: this.#figures })
    return new Markup(
      `<script type="application/json" id="figures">${json.replaceAll('<', String.raw`\u003c`)}</script>`,
    )
  }

  #place(caption: string, figure: Figure): Markup {
    this.#figures.push(figure)
    return markup`<figure class="chart" data-figure="${this.#figures.length - 1}"><figcaption class="soft">${caption}</figcaption>
<div class="legend" role="group" aria-label="Lines shown"></div><div class="plot" role="img" aria-label="${caption}"></div></figure>
`
  }

  #number(name: string): number {
    return this.#names.indexOf(name)
  }
}

function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Number(value.toPrecision(DIGITS))
}
