/** Logs that users bring, in CSV, Parquet or JSON lines: `readBanditLog`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { isNumeric, isParquet, parseJsonLines, readTable } from '@gauntlet/tables'
import { type BanditLog, MOST_ACTIONS, makeBanditLog } from './bandit-log.ts'

const REQUIRED = ['action', 'reward', 'propensity'] as const

interface Columns {
  readonly chosen: number[]
  readonly rewards: number[]
  readonly propensities: number[]
  readonly contexts: number[]
  place(round: number): string
}

/**
 * Reads a log. CSV (with a line of names) and Parquet have the columns `action`, `reward` and `propensity`; all others are
 * features of the context, in their order. JSON lines have an object in every line, with these three and `context`, a list
 * of numbers that is as long in every line, or in none.
 *
 * @param actions K, at most a million; unless given, one more than the greatest action that was logged
 * Errors: ParameterError naming file, row and column where a column is missing, a row is longer or shorter than the first, or
 * a value is none that `makeBanditLog` allows: propensities of 0, for one.
 */
export function readBanditLog(file: FileContent, actions?: number): BanditLog {
  const columns = !isParquet(file.bytes) && startsAsJson(file) ? jsonColumns(file) : tableColumns(file)
  const logged = (): number =>
    Math.min(MOST_ACTIONS, Math.ceil(columns.chosen.reduce((most, action) => Math.max(most, action), 0)) + 1)
  return makeBanditLog({ ...columns, actions: actions ?? logged() }, columns.place)
}

function startsAsJson({ bytes }: FileContent): boolean {
  const first = bytes.find((byte) => byte > 0x20 && byte < 0x80)
  return first === '{'.charCodeAt(0)
}

function tableColumns(file: FileContent): Columns {
  const table = readTable(file)
  const place = (round: number): string => `${file.name}: ${table.place(round)}`
  const numbers = new Map(
    table.columns.map(({ name, values }) => [
      name,
      values.map((value, row) => {
        if (!isNumeric(value))
          throw new ParameterError(`${place(row)}, column ${name}`, value, 'a finite number')
        return Number(value)
      }),
    ]),
  )
  const [chosen, rewards, propensities] = REQUIRED.map((name) => {
    const column = numbers.get(name)
    if (column !== undefined) return column
    const names = table.columns.map((other) => other.name).join(', ')
    throw new ParameterError(
      `${file.name}: columns`,
      names,
      `action, reward and propensity among them; ${name} is missing`,
    )
  })
  const features = [...numbers]
    .filter(([name]) => !REQUIRED.includes(name as 'action'))
    .map(([, values]) => values)
  const contexts = Array.from({ length: table.rows }, (_, row) =>
    features.map((values) => values[row]),
  ).flat()
  return { chosen, rewards, propensities, contexts, place }
}

function jsonColumns(file: FileContent): Columns {
  const lines = parseJsonLines(file)
  const place = (round: number): string => `${file.name}: line ${lines[round].line}`
  const columns = {
    chosen: [] as number[],
    rewards: [] as number[],
    propensities: [] as number[],
    contexts: [] as number[],
  }
  let width = -1
  lines.forEach(({ value }, round) => {
    const at = place(round)
    const row = objectOf(value, at)
    columns.chosen.push(numberOf(row.action, at, 'action'))
    columns.rewards.push(numberOf(row.reward, at, 'reward'))
    columns.propensities.push(numberOf(row.propensity, at, 'propensity'))
    const context = row.context ?? []
    if (!Array.isArray(context))
      throw new ParameterError(`${at}, column context`, context, 'a list of numbers')
    if (width < 0) width = context.length
    if (context.length !== width) {
      const given = `${context.length} numbers`
      throw new ParameterError(`${at}, column context`, given, `${width}, as in line ${lines[0].line}`)
    }
    context.forEach((number, k) => columns.contexts.push(numberOf(number, at, `context ${k}`)))
  })
  return { ...columns, place }
}

function objectOf(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  throw new ParameterError(at, value, 'an object in JSON')
}

function numberOf(value: unknown, at: string, column: string): number {
  if (typeof value === 'number') return value
  throw new ParameterError(`${at}, column ${column}`, value, 'a number')
}
