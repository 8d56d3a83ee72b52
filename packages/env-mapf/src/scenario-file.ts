/** Benchmark instance files: `readScenarioFile`, `ScenarioFile`. */
import type { FileContent } from '@gauntlet/core'
import { GridMap } from './grid-map.ts'
import { LineReader } from './line-reader.ts'
import { ListedScenario, type Scenario } from './scenario.ts'

/** The scenarios of a file with what its first line says of them. */
export interface ScenarioFile {
  /** Steps of an episode when the instances were published. */
  readonly horizon: number
  /** Numbers of agents with which they were published. */
  readonly agentCounts: readonly number[]
  readonly scenarios: readonly Scenario[]
}

/**
 * Reads a benchmark instance file.
 *
 * Line 1: number of scenarios, episode length, number of agent counts, the agent counts. Each scenario: a line
 * `name map-name seed rows columns agents`; the map, `rows` lines of `.` (free) and `#` (blocked); for every agent a
 * line of numbers: start row, start column, number of goals, and as many pairs `row column`, visited in order.
 * Errors: ParameterError naming file and line; also where an agent starts or is sent where it cannot be.
 * Source: the instances of the POGEMA benchmark (Skrynnik et al. 2024, arXiv 2407.14931), as exported for Gauntlet.
 */
export function readScenarioFile(file: FileContent): ScenarioFile {
  const reader = new LineReader(file)
  const header = reader.words('numbers of scenarios, steps and agent counts')
  const count = reader.whole(header[0], 'number of scenarios', 1)
  const horizon = reader.whole(header[1], 'episode length', 1)
  const counts = reader.whole(header[2], 'number of agent counts')
  if (header.length !== 3 + counts) reader.fail(header.join(' '), `3 numbers and ${counts} agent counts`)
  const agentCounts = header.slice(3).map((word) => reader.whole(word, 'agent count', 1))
  const scenarios: Scenario[] = []
  for (let index = 0; index < count; index++) {
    scenarios.push(readScenario(reader, `scenario ${index + 1} of ${count}`))
  }
  reader.end(`${count} scenarios`)
  return { horizon, agentCounts, scenarios }
}

function readScenario(reader: LineReader, which: string): Scenario {
  const form = `${which}: name, map name, seed, rows, columns, agents`
  const header = reader.words(form)
  if (header.length !== 6) reader.fail(header.join(' '), form)
  reader.whole(header[2], 'seed')
  const rows = reader.whole(header[3], 'rows', 1)
  const columns = reader.whole(header[4], 'columns', 1)
  const agents = reader.whole(header[5], 'agents', 1)
  const lines: string[] = []
  for (let row = 0; row < rows; row++) lines.push(readRow(reader, `row ${row + 1} of ${rows}`, columns))
  const map = GridMap.of(lines)
  const starts: number[] = []
  const goals: Int32Array[] = []
  const taken = new Uint8Array(rows * columns)
  for (let a = 0; a < agents; a++) {
    const cells = readAgent(reader, `agent ${a + 1} of ${agents}`, map)
    if (taken[cells[0]] === 1) reader.fail(place(cells[0], columns), 'a start that no agent before it has')
    taken[cells[0]] = 1
    starts.push(cells[0])
    goals.push(cells.slice(1))
  }
  return new ListedScenario(map, Int32Array.from(starts), goals)
}

function readRow(reader: LineReader, which: string, columns: number): string {
  const line = reader.next(which)
  if (line.length !== columns)
    reader.fail(line, `a row of ${columns} characters; this one has ${line.length}`)
  for (const symbol of line) {
    if (symbol !== '.' && symbol !== '#') reader.fail(symbol, '. (free) or # (blocked)')
  }
  return line
}

/** An agent's start and goals as cells of the map. */
function readAgent(reader: LineReader, which: string, map: GridMap): Int32Array {
  const words = reader.words(`${which}: start row, start column, number of goals, goals`)
  const count = reader.whole(words[2], 'number of goals', 1)
  if (words.length !== 3 + 2 * count) {
    reader.fail(`${words.length - 3} numbers after the number of goals`, `${2 * count} for ${count} goals`)
  }
  const cells = new Int32Array(1 + count)
  cells[0] = readCell(reader, words[0], words[1], 'start', map)
  const { labels } = map.components
  for (let k = 1; k <= count; k++) {
    cells[k] = readCell(reader, words[1 + 2 * k], words[2 + 2 * k], `goal ${k}`, map)
    if (labels[cells[k]] !== labels[cells[0]]) {
      reader.fail(place(cells[k], map.columns), `goal ${k}: a cell that can be reached from the start`)
    }
  }
  return cells
}

function readCell(
  reader: LineReader,
  row: string | undefined,
  column: string | undefined,
  what: string,
  map: GridMap,
): number {
  const r = reader.whole(row, `${what} row`, 0, map.rows - 1)
  const cell = r * map.columns + reader.whole(column, `${what} column`, 0, map.columns - 1)
  if (map.obstacles[cell] === 1) reader.fail(place(cell, map.columns), `${what}: a free cell`)
  return cell
}

function place(cell: number, columns: number): string {
  return `row ${Math.floor(cell / columns)}, column ${cell % columns}`
}
