/** Battles between players, for tests and studies: `playGames`, `wilson`. */
import { Seed } from '@gauntlet/core'
import { Duel } from '../../src/duel.ts'
import { formatOf } from '../../src/engine/formats.ts'
import { type Team, readTeam } from '../../src/engine/teams.ts'
import { decisionOf } from '../../src/players/decision-of.ts'
import type { Player } from '../../src/players/player.ts'
import { OWN_TEAMS } from '../../src/teams/own-teams.ts'

export interface Score {
  readonly games: number
  /** Of the first player, a tie being half of one. */
  readonly wins: number
  readonly decisions: number
}

/** The package's own teams of Regulation G. */
export function ownTeams(format = 'reg-g'): Team[] {
  const rules = formatOf(format)
  return OWN_TEAMS.G.map(({ name, packed }) => readTeam(packed, rules, name))
}

/** `games` battles, two of each pair of teams and seed, in which the players change sides. */
export function playGames(
  first: Player,
  second: Player,
  games: number,
  seed: number,
  teams: readonly Team[] = ownTeams(),
  format = 'reg-g',
): Score {
  let [wins, decisions] = [0, 0]
  for (let g = 0; g < games; g++) {
    const key = Seed.from(seed).fold(g >> 1)
    const draw = key.fold('teams').stream()
    const packed = [
      teams[draw.integer(teams.length)].packed,
      teams[draw.integer(teams.length)].packed,
    ] as const
    const swapped = g % 2 === 1
    const duel = Duel.start({
      format: formatOf(format),
      seed: key.fold('battle'),
      teams: packed,
      names: ['A', 'B'],
    })
    const players = swapped ? [second, first] : [first, second]
    decisions += playOut(duel, players, key.fold('players').fold(g % 2))
    if (duel.winner < 0) wins += 0.5
    else if ((duel.winner === 1) === swapped) wins++
  }
  return { games, wins, decisions }
}

/** Plays a battle to its end; gives the number of decisions. */
export function playOut(duel: Duel, players: readonly Player[], seed: Seed): number {
  const streams = [0, 1].map((side) => seed.fold(side).stream())
  const actions = new Int32Array(4)
  let decisions = 0
  while (!duel.ended) {
    actions.fill(0)
    for (const side of [0, 1]) {
      if (!duel.decides(side)) continue
      players[side](decisionOf(duel, side, streams[side], 'sample'), actions, 2 * side)
      decisions++
    }
    duel.play(actions)
  }
  return decisions
}

/** The 95% interval of a rate. Source: Wilson 1927. */
export function wilson(wins: number, games: number): [low: number, high: number] {
  const z = 1.959963984540054
  const rate = wins / games
  const centre = (rate + (z * z) / (2 * games)) / (1 + (z * z) / games)
  const half =
    (z / (1 + (z * z) / games)) * Math.sqrt((rate * (1 - rate)) / games + (z * z) / (4 * games * games))
  return [centre - half, centre + half]
}
