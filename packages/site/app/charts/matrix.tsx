/** Everybody against everybody, as a table whose cells are shaded by a share from 0 to 1: `Matrix`. */
import type { JSX } from 'preact'
import { NONE } from '@gauntlet/bench/tables'
import { Frame } from '../parts/frame.tsx'

export interface MatrixCell {
  readonly share: number
  readonly text: string
  readonly sub: string
  readonly title: string
}

export function Matrix({
  caption,
  corner,
  names,
  cell,
}: {
  caption: string
  corner: string
  names: readonly string[]
  cell: (row: string, column: string) => MatrixCell | null
}): JSX.Element {
  return (
    <figure class="chart">
      <figcaption>{caption}</figcaption>
      <Frame label={caption}>
        <table class="matrix">
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{corner}</th>
              {names.map((name, i) => (
                <th key={name} scope="col" title={name}>
                  <abbr title={name}>{i + 1}</abbr>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((row, i) => (
              <tr key={row}>
                <th scope="row">
                  <span class="soft">{i + 1}</span> {row}
                </th>
                {names.map((column) => (
                  <Square key={column} cell={cell(row, column)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
    </figure>
  )
}

function Square({ cell }: { cell: MatrixCell | null }): JSX.Element {
  if (cell === null) return <td class="none">{NONE}</td>
  const { share, text, sub, title } = cell
  return (
    <td class={`share-${Math.round(10 * share)}`} title={title}>
      {text}
      {sub !== '' && <span class="sub">{sub}</span>}
    </td>
  )
}
