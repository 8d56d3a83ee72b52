/** The golden requests with all that the engine takes, and the golden teams. */
import { readFileSync, readdirSync } from 'node:fs'
import type { BattleRequest } from '../../src/actions/request.ts'

export interface Fixture {
  readonly formatid: string
  readonly kind: string
  readonly request: BattleRequest
  readonly accepted: readonly string[]
  readonly n_from_visible_request: number
  readonly hidden_information: boolean
}

const folder = new URL('../golden/', import.meta.url)

export const fixtures: readonly Fixture[] = JSON.parse(
  readFileSync(new URL('action_fixtures.json', folder), 'utf8'),
)

interface GoldenBattle {
  readonly name: string
  readonly formatid: string
  readonly seed: string
  readonly players: readonly { readonly id: string; readonly name: string; readonly team: string }[]
  readonly decisions: readonly { readonly side: string; readonly choice: string; readonly legal: number }[]
  readonly inputLog: readonly string[]
}

export const battles: readonly GoldenBattle[] = readdirSync(new URL('battles/', folder))
  .sort()
  .map((name) => ({ name, ...JSON.parse(readFileSync(new URL(`battles/${name}`, folder), 'utf8')) }))

/** Packed teams of the golden battles in a format. */
export function teamsOf(formatid: string): readonly string[] {
  const own = battles.filter((battle) => battle.formatid === formatid)
  return [...new Set(own.flatMap((battle) => battle.players.map(({ team }) => team)))]
}
