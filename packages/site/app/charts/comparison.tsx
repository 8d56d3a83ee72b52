/** A table's contenders against each other: performance profiles and who improves on whom: `Comparison`. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { type SummaryTable, formatFixed, formatSeeds, plural, scopeText } from '@gauntlet/bench/tables'
import { LineChart } from './line-chart.tsx'
import { Matrix, type MatrixCell } from './matrix.tsx'

export function Comparison({ table }: { table: SummaryTable }): JSX.Element | null {
  const { comparison } = table
  const lines = useMemo(
    () =>
      (comparison?.profiles ?? []).map(({ name, seeds: { fewest, most }, mean, low, high }) => ({
        name,
        note: `n = ${formatSeeds(fewest, most)}`,
        mean,
        low: fewest < 2 ? mean.map(() => null) : low,
        high: fewest < 2 ? mean.map(() => null) : high,
      })),
    [comparison],
  )
  if (comparison === null) return null
  const scope = scopeText(table)
  return (
    <>
      <LineChart
        caption={`${scope}: performance profiles. The share of seeds, settings counting alike, whose normalised score is above the one below, with a 95 % band. Higher is better.`}
        x={comparison.thresholds}
        xTitle="normalised score"
        yTitle="share above"
        lines={lines}
      />
      <Matrix
        caption={`${scope}: how often a seed of the row scores above a seed of the column, on the settings that both have, with a 95 % interval.`}
        corner="above"
        names={comparison.profiles.map(({ name }) => name)}
        cell={(row, column) => improvementCell(comparison.improvements, row, column)}
      />
    </>
  )
}

type Improvements = NonNullable<SummaryTable['comparison']>['improvements']

/** Each pair stands once; the other way round it is what is left to 1. */
function improvementCell(improvements: Improvements, row: string, column: string): MatrixCell | null {
  const there = improvements.find(({ name, over }) => name === row && over === column)
  const back = improvements.find(({ name, over }) => name === column && over === row)
  const found = there ?? back
  if (found === undefined) return null
  const turned = (value: number): number => (there === undefined ? 1 - value : value)
  const { interval, settings } = found
  const [low, high] = there === undefined ? [interval?.high, interval?.low] : [interval?.low, interval?.high]
  return {
    share: turned(found.probability),
    text: formatFixed(turned(found.probability), 2),
    sub:
      low === undefined || high === undefined
        ? ''
        : `${formatFixed(turned(low), 2)}–${formatFixed(turned(high), 2)}`,
    title: `${row} above ${column}: ${plural(settings, 'setting')}`,
  }
}
