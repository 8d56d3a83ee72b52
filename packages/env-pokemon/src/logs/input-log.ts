/** Battles as the engine logs their input: `readInputLogs`, `InputLog`, `LogError`. */
import { type FileContent, GauntletError } from '@gauntlet/core'
import { textOf } from '@gauntlet/tables'
import type { EngineSeed } from '../engine/battle.ts'
import type { BattleFormat } from '../engine/formats.ts'

/** A log that is malformed, or says what the rules do not allow. Its code is `log`; `line` counts from 1. */
export class LogError extends GauntletError {
  readonly line: number

  constructor(file: string, line: number, message: string) {
    super('log', `${file}, line ${line}: ${message}`)
    this.line = line
  }
}

/** A choice as the engine takes it, and the line of the file where it stands. */
export interface LoggedChoice {
  readonly side: 0 | 1
  readonly text: string
  readonly line: number
}

/** All that decides a battle. */
export interface InputLog {
  readonly file: string
  /** Of its first line. */
  readonly line: number
  readonly seed: EngineSeed
  readonly names: readonly [string, string]
  /** Packed. */
  readonly teams: readonly [string, string]
  readonly choices: readonly LoggedChoice[]
}

/** The largest file of logs, in bytes, and the longest line of it, in characters. */
const LONGEST_FILE = 256 * 1024 * 1024
const LONGEST_LINE = 65_536

/**
 * The battles of a file, one after the other, each beginning with `>start {"formatid": ..., "seed": "gen5,..."}`, then
 * `>player p1 {"name": ..., "team": ...}` and the same of p2, then choices, `>p1 move protect, switch 3`. Empty lines and
 * `>version` lines are passed over. Whether choices are legal shows when they are played.
 *
 * Errors: LogError naming file and line, with what was given and what is expected.
 */
export function readInputLogs(file: FileContent, format: BattleFormat): InputLog[] {
  const { name, bytes } = file
  if (bytes.length > LONGEST_FILE)
    throw new LogError(name, 1, `got ${bytes.length} bytes, expected at most ${LONGEST_FILE}`)
  const battles: BattleLines[] = []
  const lines = textOf(file, 'input logs as text in UTF-8').split('\n')
  for (const [k, given] of lines.entries()) {
    const text = given.trimEnd()
    const line = k + 1
    if (text === '' || text.startsWith('>version')) continue
    if (text.length > LONGEST_LINE)
      throw new LogError(name, line, `got ${text.length} characters, expected at most ${LONGEST_LINE}`)
    if (text.startsWith('>start '))
      battles.push(new BattleLines(name, line, startOf(name, line, text, format)))
    else if (battles.length === 0) throw new LogError(name, line, `got ${show(text)}, expected >start first`)
    else battles.at(-1)!.read(text, line)
  }
  if (battles.length === 0) throw new LogError(name, 1, 'got no battle, expected one at least')
  return battles.map((battle) => battle.done())
}

const show = (text: string): string => JSON.stringify(text.slice(0, 80))

function jsonOf(file: string, line: number, text: string): Readonly<Record<string, unknown>> {
  const from = text.indexOf('{')
  try {
    if (from < 0) throw new SyntaxError('no object')
    return JSON.parse(text.slice(from)) as Record<string, unknown>
  } catch (error) {
    throw new LogError(
      file,
      line,
      `got ${show(text)}, expected an object in JSON: ${(error as Error).message}`,
    )
  }
}

function startOf(file: string, line: number, text: string, format: BattleFormat): EngineSeed {
  const { formatid, seed } = jsonOf(file, line, text)
  if (formatid !== format.engine.id) {
    const given = show(String(formatid))
    throw new LogError(
      file,
      line,
      `formatid: got ${given}, expected ${format.engine.id}, as ${format.id} is called there`,
    )
  }
  if (typeof seed !== 'string' || !/^gen5,[0-9a-f]{16}$/.test(seed)) {
    throw new LogError(file, line, `seed: got ${show(String(seed))}, expected gen5 and 16 hexadecimal digits`)
  }
  return seed as EngineSeed
}

/** A battle whose lines are being read. */
class BattleLines {
  private readonly file: string
  private readonly line: number
  private readonly seed: EngineSeed
  private readonly names: string[] = []
  private readonly teams: string[] = []
  private readonly choices: LoggedChoice[] = []

  constructor(file: string, line: number, seed: EngineSeed) {
    this.file = file
    this.line = line
    this.seed = seed
  }

  read(text: string, line: number): void {
    const parts = /^>(player )?p([12]) (.+)$/.exec(text)
    if (parts === null) {
      throw new LogError(
        this.file,
        line,
        `got ${show(text)}, expected >player, >p1 or >p2, and what they say`,
      )
    }
    const side = parts[2] === '1' ? 0 : 1
    if (parts[1] !== undefined) this.readPlayer(side, text, line)
    else if (this.teams.filter(Boolean).length < 2) {
      throw new LogError(this.file, line, 'got a choice, expected both players first')
    } else {
      this.choices.push({ side, text: parts[3].trim(), line })
    }
  }

  done(): InputLog {
    const { file, line, seed, names, teams, choices } = this
    if (!teams[0] || !teams[1])
      throw new LogError(file, line, 'the battle lacks a player, expected p1 and p2')
    return { file, line, seed, names: [names[0], names[1]], teams: [teams[0], teams[1]], choices }
  }

  private readPlayer(side: 0 | 1, text: string, line: number): void {
    const { name, team } = jsonOf(this.file, line, text)
    if (typeof team !== 'string' || team === '') {
      throw new LogError(this.file, line, `team: got ${show(String(team))}, expected a packed team`)
    }
    if (this.teams[side] !== undefined) throw new LogError(this.file, line, `got player p${side + 1} again`)
    this.names[side] = typeof name === 'string' ? name : `Player ${side + 1}`
    this.teams[side] = team
  }
}
