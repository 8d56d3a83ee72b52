/**
 * Who does how well where: the settings of one environment by the parameters in which they differ, as a grid whose cells are
 * shaded by the score: `PhaseDiagram`.
 */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { formatSignificant } from '@gauntlet/bench/tables'
import type { PhaseEntry } from '../../src/site-data.ts'
import { Choice } from '../parts/filters.tsx'
import { Frame } from '../parts/frame.tsx'
import { linkTo } from '../route.ts'

const WINNER = 'the best of each'

export function PhaseDiagram({
  id,
  phases,
}: {
  id: string
  phases: readonly PhaseEntry[]
}): JSX.Element | null {
  const varying = varyingParameters(phases)
  const [x, setX] = useState(varying[0] ?? '')
  const [y, setY] = useState(varying[1] ?? '')
  const [who, setWho] = useState(WINNER)
  if (varying.length === 0) return null
  const names = [...new Set(phases.flatMap(({ rows }) => rows.map(({ name }) => name)))].toSorted()
  const columns = valuesOf(phases, x)
  const lines = y === '' || y === x ? [undefined] : valuesOf(phases, y)
  const caption = `${id}: normalised score by ${x}${y === '' || y === x ? '' : ` and ${y}`}, ${who === WINNER ? 'and whose it is' : who}.`
  return (
    <figure class="chart">
      <figcaption>{caption} Settings that share a place stand under one another.</figcaption>
      <div class="filters">
        <Choice label="across" values={varying} value={x} any={null} onChange={setX} />
        {varying.length > 1 && (
          <Choice label="down" values={varying} value={y} any="nothing" onChange={setY} />
        )}
        <Choice label="algorithm" values={[WINNER, ...names]} value={who} any={null} onChange={setWho} />
      </div>
      <Frame label={caption}>
        <table class="matrix phases">
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{y === '' || y === x ? x : `${y} \\ ${x}`}</th>
              {columns.map((value) => (
                <th key={value} scope="col">
                  {value}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line}>
                <th scope="row">{line ?? 'score'}</th>
                {columns.map((column) => (
                  <Place
                    key={column}
                    who={who}
                    phases={phases.filter(
                      ({ parameters }) =>
                        parameters[x] === column && (line === undefined || parameters[y] === line),
                    )}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
    </figure>
  )
}

function Place({ phases, who }: { phases: readonly PhaseEntry[]; who: string }): JSX.Element {
  const told = phases.flatMap(({ setting, rows }) => {
    const row = who === WINNER ? best(rows) : rows.find(({ name }) => name === who)
    return row === undefined ? [] : [{ setting, row }]
  })
  if (told.length === 0) return <td class="none">–</td>
  const shares = told.flatMap(({ row }) => (row.normalised === null ? [] : [row.normalised]))
  const mean = shares.reduce((sum, value) => sum + value, 0) / shares.length
  const share = Number.isNaN(mean) ? 5 : Math.round(10 * Math.min(1, Math.max(0, mean)))
  return (
    <td class={`share-${share}`}>
      {told.map(({ setting, row }) => (
        <a key={setting} href={linkTo('setting', setting)} title={setting}>
          {row.normalised === null ? formatSignificant(row.score) : row.normalised.toFixed(2)}
          {who === WINNER && <span class="sub">{row.name}</span>}
        </a>
      ))}
    </td>
  )
}

function best(rows: PhaseEntry['rows']): PhaseEntry['rows'][number] | undefined {
  return rows.toSorted((p, q) => (q.normalised ?? -Infinity) - (p.normalised ?? -Infinity))[0]
}

/** Those with most values first. */
function varyingParameters(phases: readonly PhaseEntry[]): string[] {
  const names = [...new Set(phases.flatMap(({ parameters }) => Object.keys(parameters)))]
  return names
    .map((name) => ({ name, count: valuesOf(phases, name).length }))
    .filter(({ count }) => count > 1)
    .toSorted((p, q) => q.count - p.count)
    .map(({ name }) => name)
}

function valuesOf(phases: readonly PhaseEntry[], name: string): number[] {
  const values = phases.flatMap(({ parameters }) => (name in parameters ? [parameters[name]] : []))
  return [...new Set(values)].toSorted((p, q) => p - q)
}
