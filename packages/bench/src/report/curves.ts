/** Learning curves of a board's rows, and the course of their runs: `withCurves`. */
import {
  type BootstrapOptions,
  type Curve,
  commonSteps,
  curveBand,
  interpolate,
} from '../statistics/index.ts'
import type { CellGroup } from './groups.ts'
import type { LearningCurve, SettingBoard } from './model.ts'

/** Points of a curve: every hundredth of the budget. */
const POINTS = 100
/** Resamples behind a band, which is drawn and not read. */
const BAND_REPLICATES = 500
/** What training logs as its score: the mean of the setting's metric over the latest training episodes. */
const METRIC = 'score'

/** The board with the curves of the rows that train. `groups` are all that the boards show. */
export function withCurves(
  board: SettingBoard,
  groups: readonly CellGroup[],
  { replicates = BAND_REPLICATES }: BootstrapOptions,
): SettingBoard {
  const resultsBy = new Map(groups.flatMap(({ cells }) => cells.map(({ result }) => [result.key, result])))
  const rows = board.rows.map((row) => {
    const results = row.seeds.flatMap(({ key }) => resultsBy.get(key) ?? [])
    const options = { replicates: Math.min(replicates, BAND_REPLICATES) }
    const curves = results.flatMap(({ curve }) => curveOf(curve) ?? [])
    const courses = results.flatMap(({ course }) => courseOf(course) ?? [])
    const horizon = courses[0]?.steps.at(-1) ?? 0
    return {
      ...row,
      curve: learningCurve(curves, row.budget, options),
      course: learningCurve(courses, horizon, options),
    }
  })
  return { ...board, rows }
}

/** The points at which a score was logged; undefined where there is none. */
function curveOf(logged: CellGroup['cells'][number]['result']['curve']): Curve | undefined {
  const points = logged.filter(({ metrics }) => Number.isFinite(metrics[METRIC]))
  if (points.length === 0) return undefined
  return {
    steps: points.map(({ steps }) => steps),
    scores: points.map(({ metrics }) => metrics[METRIC]),
  }
}

function courseOf(course: CellGroup['cells'][number]['result']['course']): Curve | undefined {
  if (course === undefined) return undefined
  return { steps: course.map(({ steps }) => steps), scores: course.map(({ score }) => score) }
}

/** The grid depends on the row's own budget alone, so that rows of one budget share it and none looks at another. */
function learningCurve(
  curves: readonly Curve[],
  budget: number,
  options: BootstrapOptions,
): LearningCurve | null {
  const grid = Array.from({ length: POINTS + 1 }, (_, k) => (budget * k) / POINTS)
  const steps = commonSteps(curves, grid)
  if (steps.length === 0) return null
  const band = curveBand(
    curves.map((curve) => interpolate(curve, steps)),
    options,
  )
  return { seeds: curves.length, steps, ...band }
}
