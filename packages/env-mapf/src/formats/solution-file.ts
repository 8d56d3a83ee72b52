/** Plans as the planners of K. Okumura write them, and mapf-visualizer reads them: `readSolution`, `writeSolution`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import type { GridMap } from '../grid-map.ts'
import { LineReader } from './line-reader.ts'
import { requireText } from './requirements.ts'
import type { Origin, Plan } from './validate.ts'

/** A plan, and what stands around it. */
export interface Solution {
  readonly plan: Plan
  /** [agents]: the cell of each agent's goal; null where the file does not say */
  readonly goals: Int32Array | null
  /** Lines `name=value` before the plan other than `agents`, `starts` and `goals`, as they are: `solver=lacam`. */
  readonly notes: readonly string[]
}

const STEP = /^[ \t]*(\d{1,9}):/
const OWN_NAME = /^(agents|starts|goals|solution)=/
const FORM = '(x,y),(x,y),…'

/**
 * The plan in a result file of lacam, lacam2, lacam3, pibt2 (MAPF) and their kin, or of plan lines alone.
 *
 * Lines `agents=n`, `starts=(x,y),…`, `goals=(x,y),…` and others, all of which may be missing; `solution=`, which may
 * be missing where nothing stands before the plan; and for every step, from 0 on, a line `t:(x,y),(x,y),…` with every
 * agent's cell, x being the column and y the row. A line's last comma may be missing.
 * Orientations, `(x,y,X_PLUS)` and the like, are read and left out: a turn is a wait. The lines of pibt2's MAPD, which
 * have targets, are refused. The cells are those of `map`. Whether the plan is right `validatePlan` tells, with this file's lines where it is
 * given `origin`.
 * Errors: ParameterError naming file and line; also where there is no plan, as of instances that were not solved.
 * Source: Kei18/lacam3, `make_log`; Kei18/pibt2, `MAPF_Solver::makeLogSolution`; Kei18/mapf-visualizer, README.
 */
export function readSolution(file: FileContent, map: GridMap): Solution & { readonly origin: Origin } {
  const reader = new LineReader(file)
  const head = readHead(reader, map)
  const firstLine = reader.line + 1
  const positions: number[] = []
  let agents = 0
  for (let t = 0; t === 0 || reader.left > 0; t++) {
    const form = `step ${t} of the plan: ${t}:${FORM}`
    const line = reader.next(form)
    const [start, number] = STEP.exec(line) ?? reader.fail(line, form)
    if (Number(number) !== t) reader.fail(line, form)
    const cells = readCells(reader, line.slice(start.length), map)
    if (t === 0) agents = cells.length
    if (cells.length !== agents) reader.fail(`${cells.length} agents`, `${agents}, as in step 0`)
    if (t === 0) requireHead(reader, head, cells)
    for (const cell of cells) positions.push(cell)
  }
  const plan = { agents, positions: Int32Array.from(positions) }
  const origin = { file: reader.name, lineOf: (_a: number, t: number) => firstLine + t }
  return { plan, goals: head.goals && Int32Array.from(head.goals), notes: head.notes, origin }
}

interface Head {
  readonly notes: readonly string[]
  readonly agents: number | null
  readonly starts: readonly number[] | null
  readonly goals: readonly number[] | null
}

/** What stands before the plan, up to `solution=` or the first step. */
function readHead(reader: LineReader, map: GridMap): Head {
  const notes: string[] = []
  let agents: number | null = null
  let starts: readonly number[] | null = null
  let goals: readonly number[] | null = null
  while (!STEP.test(reader.peek())) {
    const line = reader.next(`\`name=value\`, \`solution=\` or 0:${FORM}`)
    const name = OWN_NAME.exec(line)?.[1]
    const value = name === undefined ? '' : line.slice(name.length + 1)
    if (name === 'solution') {
      if (value.trim() !== '') reader.fail(line, '`solution=`, and the plan from the next line on')
      break
    } else if (name === 'agents') agents = reader.whole(value.trim(), 'agents', 1)
    else if (name === 'starts') starts = readCells(reader, value, map)
    else if (name === 'goals') goals = readCells(reader, value, map)
    else if (line.trim() !== '') notes.push(reader.text(line))
  }
  return { notes, agents, starts, goals }
}

/** Refuses step 0, read last, where it belies what stands before it. */
function requireHead(reader: LineReader, { agents, starts, goals }: Head, cells: readonly number[]): void {
  if (agents !== null && agents !== cells.length) reader.fail(`${cells.length} agents`, `agents=${agents}`)
  if (goals !== null && goals.length !== cells.length)
    reader.fail(`${cells.length} agents`, `as many as goals, ${goals.length}`)
  if (starts !== null && (starts.length !== cells.length || starts.some((cell, a) => cell !== cells[a])))
    reader.fail('other cells', 'those of `starts=`')
}

/** Cells `(x,y),(x,y),…`. */
function readCells(reader: LineReader, list: string, map: GridMap): number[] {
  const form = /[ \t]*\((\d{1,9}),(\d{1,9})(?:,[XY]_(?:PLUS|MINUS))?\)[ \t]*(?:,|$)/y
  const text = list.trimEnd()
  const cells: number[] = []
  while (form.lastIndex < text.length) {
    const from = form.lastIndex
    const found = form.exec(text) ?? reader.fail(text.slice(from, from + 40), FORM)
    const column = reader.whole(found[1], 'x', 0, map.columns - 1)
    cells.push(reader.whole(found[2], 'y', 0, map.rows - 1) * map.columns + column)
  }
  if (cells.length === 0) reader.fail('no cells', FORM)
  return cells
}

/**
 * The text of a result file, as `readSolution` and mapf-visualizer read it. Notes come first.
 *
 * Errors: ParameterError where that could not be read; whether the plan is right is not looked at.
 */
export function writeSolution({ plan, goals, notes }: Solution, map: GridMap): string {
  const { agents, positions } = plan
  const steps = positions.length / agents
  if (!(steps >= 1) || steps % 1 !== 0)
    throw new ParameterError(
      'plan.positions',
      `${positions.length} positions`,
      `${agents} for every step, or more`,
    )
  if (goals !== null && goals.length !== agents)
    throw new ParameterError('goals', `${goals.length} goals`, `${agents}, one for every agent`)
  for (const note of notes) {
    requireText(note, 'notes', /[\r\n]/, 'a line `name=value`')
    if (OWN_NAME.test(note) || STEP.test(note) || note.trim() === '')
      throw new ParameterError('notes', note, 'a line of none but agents, starts, goals and solution')
  }
  const step = (t: number): string =>
    cellList(positions.subarray(t * agents, (t + 1) * agents), map, 'plan.positions')
  const lines = [`agents=${agents}`, ...notes, `starts=${step(0)}`]
  if (goals !== null) lines.push(`goals=${cellList(goals, map, 'goals')}`)
  lines.push('solution=')
  for (let t = 0; t < steps; t++) lines.push(`${t}:${step(t)}`)
  return `${lines.join('\n')}\n`
}

function cellList(cells: Int32Array, { rows, columns }: GridMap, path: string): string {
  let text = ''
  for (const cell of cells) {
    if (cell < 0 || cell >= rows * columns)
      throw new ParameterError(path, cell, `cells from 0 to ${rows * columns - 1}`)
    text += `(${cell % columns},${Math.floor(cell / columns)}),`
  }
  return text
}
