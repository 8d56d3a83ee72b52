/** The golden tables of VGC-Bench as plain rows, matrices and games. */
import { readFileSync } from 'node:fs'
import { type Match, WinMatrix } from '../../../src/statistics/index.ts'

export type Row = Readonly<Record<string, string>>

/** A CSV file without quotes, as records by its header. */
export function readRows(name: string): Row[] {
  const text = readFileSync(new URL(`../../golden/pokemon/${name}.csv`, import.meta.url), 'utf8')
  const [header, ...lines] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','))
  return lines.map((line) => Object.fromEntries(header.map((column, k) => [column, line[k]])))
}

/** A square table of rates, whose first column and header name the same. */
export function readSquare(name: string): { readonly names: readonly string[]; readonly rates: number[][] } {
  const rows = readRows(name)
  const names = rows.map((row) => row.row_beats_col)
  return { names, rates: rows.map((row) => names.map((column) => Number(row[column]))) }
}

const crossplay = new Map<string, Row[]>()

/** Wins of the first in the games of two agents: `v3-16`, the third version's with 16 training teams. */
export function crossplayOf(matrix: string): {
  readonly agents: readonly string[]
  readonly matches: Match[]
} {
  const [version, teams] = matrix.split('-')
  const rows = crossplay.get(version) ?? readRows(`vgcbench_${version}_crossplay`)
  crossplay.set(version, rows)
  const own = rows.filter((row) => row.team_set === teams)
  const agents = [...new Set(own.map((row) => row.row_agent))]
  const matches = own
    .filter((row) => agents.indexOf(row.row_agent) < agents.indexOf(row.col_agent))
    .map((row) => ({
      first: row.row_agent,
      second: row.col_agent,
      outcomes: outcomesOf(Number(row.row_win_rate), Number(row.n_battles)),
    }))
  return { agents, matches }
}

/** As many wins among `games` as the rate says. */
export function outcomesOf(rate: number, games: number): Float64Array {
  return new Float64Array(games).fill(1, 0, Math.round(rate * games))
}

/** Every rate of a square table in so many games. */
export function matrixOf(names: readonly string[], rates: readonly number[][], games: number): WinMatrix {
  return WinMatrix.ofRates(
    names,
    rates,
    rates.map((row) => row.map(() => games)),
  )
}
