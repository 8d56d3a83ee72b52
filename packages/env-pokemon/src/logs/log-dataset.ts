/** Logged battles as decisions and what came of them: `logDataset`. */
import { type DatasetColumns, type DatasetFace, GauntletError } from '@gauntlet/core'
import { parseChoice } from '../actions/choice-text.ts'
import { Duel } from '../duel.ts'
import type { BattleFormat } from '../engine/formats.ts'
import { readTeam } from '../engine/teams.ts'
import { type InputLog, LogError, type LoggedChoice } from './input-log.ts'

/** Writes what a player of a battle sees, at `offset`. */
export type Observe = (duel: Duel, player: number, out: Float32Array, offset: number) => void

/** Battles whose rows are kept, for who reads here and there. */
const KEPT = 16

/** One decision of one player, and the player's next. */
interface Row {
  readonly observation: Float32Array
  readonly action: readonly [number, number]
  reward: number
  next: Float32Array
  terminated: number
}

/**
 * The decisions of logged battles, battle after battle in the order in which the choices stand; of team preview there are
 * two of each player. A row's reward is 1 or -1 in the player's last decision of a battle that was won or lost; what it
 * saw next is what it saw when it decided next, or at the end. Propensities are unknown (NaN).
 *
 * Nothing is stored: a battle is played again when its rows are read.
 * Errors: LogError naming file and line where a choice is not legal or the battle goes on otherwise; GauntletError where
 * rows are read that there are not.
 */
export function logDataset(
  logs: readonly InputLog[],
  format: BattleFormat,
  width: number,
  observe: Observe,
): DatasetFace {
  const first: number[] = []
  let size = 0
  for (const { choices } of logs) {
    first.push(size)
    for (const { text } of choices) size += isTeam(text) ? 2 : 1
  }
  /** Battles that were played last, the latest at the end. */
  const played = new Map<number, readonly Row[]>()
  const rowsOf = (battle: number): readonly Row[] => {
    const rows = played.get(battle) ?? new LoggedPlay(logs[battle], format, width, observe).rows
    played.delete(battle)
    played.set(battle, rows)
    if (played.size > KEPT) played.delete(played.keys().next().value!)
    return rows
  }
  return {
    size,
    read(from, count, columns) {
      const whole = Number.isInteger(from) && Number.isInteger(count) && from >= 0 && count >= 0
      if (!whole || from + count > size) {
        const allowed = `whole numbers within ${size} rows`
        throw new GauntletError('dataset', `got ${count} rows from ${from} on, expected ${allowed}`)
      }
      checkColumns(columns, count, width)
      for (let k = 0; k < count; k++) {
        const battle = lastAtMost(first, from + k)
        writeRow(rowsOf(battle)[from + k - first[battle]], k, width, columns)
      }
    },
  }
}

const isTeam = (text: string): boolean => /^team\s/.test(text)

/** The last index whose value is at most `value`, among ascending values of which those that are equal are empty. */
function lastAtMost(values: readonly number[], value: number): number {
  let [low, high] = [0, values.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (values[middle] <= value) low = middle
    else high = middle - 1
  }
  return low
}

function checkColumns(columns: DatasetColumns, count: number, width: number): void {
  const { observations, nextObservations, actions, rewards, terminated, propensities } = columns
  const wanted: readonly (readonly [string, { readonly length: number }, number])[] = [
    ['observations', observations, count * width],
    ['nextObservations', nextObservations, count * width],
    ['actions', actions, 2 * count],
    ['rewards', rewards, count],
    ['terminated', terminated, count],
    ['propensities', propensities, count],
  ]
  for (const [name, { length }, least] of wanted) {
    if (length >= least) continue
    throw new GauntletError('dataset', `columns.${name}: got ${length} numbers, expected at least ${least}`)
  }
}

function writeRow(row: Row, k: number, width: number, columns: DatasetColumns): void {
  columns.observations.set(row.observation, k * width)
  columns.nextObservations.set(row.next, k * width)
  columns.actions.set(row.action, 2 * k)
  columns.rewards[k] = row.reward
  columns.terminated[k] = row.terminated
  columns.propensities[k] = Number.NaN
}

/** A logged battle, played again. */
class LoggedPlay {
  readonly rows: Row[] = []
  private readonly log: InputLog
  private readonly width: number
  private readonly observe: Observe
  private readonly duel: Duel
  private readonly actions: Int32Array = new Int32Array(4)
  private readonly last: (Row | undefined)[] = [undefined, undefined]
  private next = 0

  constructor(log: InputLog, format: BattleFormat, width: number, observe: Observe) {
    this.log = log
    this.width = width
    this.observe = observe
    this.duel = this.begin(format)
    while (!this.duel.ended && this.next < log.choices.length) this.decide()
    if (this.next < log.choices.length)
      throw this.error(log.choices[this.next], 'got a choice after the end of the battle')
    for (let player = 0; player < 2; player++) this.close(player)
  }

  private begin(format: BattleFormat): Duel {
    const { seed, names, teams, file, line } = this.log
    try {
      const [first, second] = teams.map((team, k) => readTeam(team, format, `p${k + 1}`).packed)
      return Duel.again({ format, seed, teams: [first, second], names })
    } catch (error) {
      throw new LogError(file, line, `the battle cannot begin: ${(error as Error).message}`)
    }
  }

  /** Plays what the log holds for those who decide. */
  private decide(): void {
    const { duel } = this
    const deciding = [0, 1].filter((player) => duel.decides(player))
    if (duel.legal[deciding[0]].phase === 'leads') this.preview(deciding)
    else {
      const mine = this.take(deciding)
      for (const choice of mine) this.choose(choice)
      this.play(mine)
    }
  }

  /** One choice of each tells leads and back. */
  private preview(deciding: readonly number[]): void {
    const mine = this.take(deciding)
    for (let pick = 0; pick < 2; pick++) {
      for (const choice of mine) this.choose(choice)
      this.play(mine)
    }
  }

  private take(deciding: readonly number[]): LoggedChoice[] {
    const { choices } = this.log
    const mine = choices.slice(this.next, this.next + deciding.length)
    for (const choice of mine) {
      if (deciding.includes(choice.side) && mine.filter(({ side }) => side === choice.side).length === 1)
        continue
      const expected = deciding.map((player) => `p${player + 1}`).join(' and one of ')
      throw this.error(choice, `got a choice of p${choice.side + 1}, expected here one of ${expected}`)
    }
    if (mine.length < deciding.length) {
      throw this.error(
        choices.at(-1)!,
        'the log ends in mid-turn, expected a choice of each player who decides',
      )
    }
    this.next += mine.length
    return mine
  }

  private choose(choice: LoggedChoice): void {
    const { duel, width, last, actions } = this
    const player = choice.side
    const observation = new Float32Array(width)
    this.observe(duel, player, observation, 0)
    const pair = actions.subarray(2 * player, 2 * player + 2)
    try {
      parseChoice(duel.legal[player], choice.text, pair)
    } catch (error) {
      throw this.error(choice, (error as Error).message)
    }
    const before = last[player]
    if (before !== undefined) before.next = observation
    const row: Row = { observation, action: [pair[0], pair[1]], reward: 0, next: observation, terminated: 0 }
    last[player] = row
    this.rows.push(row)
  }

  private play(mine: readonly LoggedChoice[]): void {
    const { duel } = this
    const refused = duel.refusals.slice()
    duel.play(this.actions)
    for (const choice of mine) {
      if (duel.refusals[choice.side] > refused[choice.side])
        throw this.error(choice, 'the engine refuses the choice')
    }
  }

  /** The end of a player's rows; a log that breaks off leaves them without one. */
  private close(player: number): void {
    const row = this.last[player]
    if (row === undefined) return
    row.next = new Float32Array(this.width)
    this.observe(this.duel, player, row.next, 0)
    if (!this.duel.ended) return
    row.terminated = 1
    if (this.duel.winner >= 0) row.reward = this.duel.winner === player ? 1 : -1
  }

  private error({ line }: LoggedChoice, message: string): LogError {
    return new LogError(this.log.file, line, message)
  }
}
