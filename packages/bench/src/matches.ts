/** Matches before they are played: `Match`, `planMatches`, `restoreMatch`; `MATCH_PROTOCOL`, `matchFiles`, `matchName`. */
import { GauntletError, canonicalJson, digestOf, isGame } from '@gauntlet/core'
import { type Catalogue, environmentOf } from './catalogue.ts'
import { type Cell, cellFiles, restoreCell } from './cells.ts'
import { firstDifference } from './first-difference.ts'
import type { CellDescriptor, MatchDescriptor } from './records.ts'

/** Version of the rules in match.ts: rises whenever they could change a result. */
export const MATCH_PROTOCOL = 1

/** The policies of two cells against each other, and all that is needed to let them play. Plain data, as cells are. */
export interface Match {
  readonly key: string
  readonly descriptor: MatchDescriptor
  /** The first is the one whose cell has the lesser key. */
  readonly players: readonly [Cell, Cell]
}

/**
 * Every two cells of one seed of a game once, in the order of the cells. They play as many games as a cell of the setting
 * is evaluated on, or one more: every instance is played twice, with sides exchanged.
 * Errors: GauntletError where there are more than `most`.
 */
export function planMatches(catalogue: Catalogue, cells: readonly Cell[], most: number = Infinity): Match[] {
  const tables = new Map<string, Cell[]>()
  const games = new Map<string, boolean>()
  for (const cell of cells) {
    const place = placeOf(cell.descriptor)
    if (!games.has(place)) games.set(place, playsGame(catalogue, cell))
    if (games.get(place) !== true) continue
    const table = tableOf(cell)
    tables.set(table, [...(tables.get(table) ?? []), cell])
  }
  const count = [...tables.values()].reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0)
  if (count > most) {
    const message = `the matrix has ${count} matches, of at most ${most}; choose fewer seeds, settings or algorithms`
    throw new GauntletError('selection', message)
  }
  return [...tables.values()].flatMap((players) =>
    players.flatMap((cell, i) => players.slice(i + 1).map((other) => matchOf(cell, other))),
  )
}

function placeOf({ environment, evaluation }: CellDescriptor): string {
  return canonicalJson([environment, evaluation])
}

/** In what cells must agree to meet: the environment, its evaluation and the seed. */
function tableOf({ descriptor }: Cell): string {
  return canonicalJson([placeOf(descriptor), descriptor.seed])
}

function playsGame(catalogue: Catalogue, { descriptor, evaluationParameters }: Cell): boolean {
  return isGame(environmentOf(catalogue, descriptor.environment.id).describe(evaluationParameters))
}

function matchOf(one: Cell, other: Cell): Match {
  const players: Match['players'] = one.key < other.key ? [one, other] : [other, one]
  const descriptor = describeMatch(players[0].descriptor, players[1].descriptor)
  return { key: digestOf(descriptor), descriptor, players }
}

/** The players come in the order of their cells' keys. */
function describeMatch(first: CellDescriptor, second: CellDescriptor): MatchDescriptor {
  return {
    players: [first, second],
    games: 2 * Math.ceil(first.evaluation.episodes / 2),
    matchProtocol: MATCH_PROTOCOL,
  }
}

/** A match from its descriptor, to play it again. Errors: as `restoreCell`, and where it would never have been planned. */
export function restoreMatch(
  catalogue: Catalogue,
  key: string,
  descriptor: MatchDescriptor,
  file: (digest: string) => Uint8Array | undefined,
): Match {
  const [first, second] = descriptor.players.map((player) =>
    restoreCell(catalogue, digestOf(player), player, file),
  )
  if (tableOf(first) !== tableOf(second))
    throw new GauntletError('descriptor', 'never planned: its players belong to different settings or seeds')
  const match = matchOf(first, second)
  if (match.key === key) return match
  throw new GauntletError('descriptor', `never planned: ${firstDifference(descriptor, match.descriptor)}`)
}

/** Files that a match reads, by digest. */
export function matchFiles({ players }: Match): Map<string, Uint8Array> {
  return new Map(players.flatMap((cell) => [...cellFiles(cell)]))
}

/** A match as people call it: `pokemon/vgc:main pokemon/simple against random seed 3`. */
export function matchName({ players: [first, second] }: MatchDescriptor): string {
  const { environment, algorithm, seed } = first
  return `${environment.id}:${environment.setting} ${algorithm.id} against ${second.algorithm.id} seed ${seed}`
}
