/**
 * Formats of our own on the engine's rules, so that one that vanishes from a release of the engine does not matter:
 * `FORMATS`, `formatOf`, `engineFormat`, `FormatError`.
 */
import { GauntletError, nearestNames, show } from '@gauntlet/core'
import { Dex } from '@pkmn/sim'
import { REGULATIONS, type Regulation, type Sheets, formatId, rulesOf } from './regulations.ts'

/** The engine's own description of a format. */
export type EngineFormat = ReturnType<typeof Dex.formats.get>

/** What is played: a regulation, and whether team sheets are open. `engine` is what the engine plays by. */
export interface BattleFormat {
  readonly id: string
  readonly regulation: Regulation['letter']
  readonly sheets: Sheets
  readonly engine: EngineFormat
}

/** A format that there is none of. Its code is `format`. */
export class FormatError extends GauntletError {
  constructor(given: unknown) {
    const ids = FORMATS.map(({ id }) => id)
    const near = nearestNames(String(given), ids)
    const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are ${ids.join(', ')}`
    super('format', `format: got ${show(given)}, expected a known one; ${hint}`)
  }
}

/** A regulation as the engine plays it, with the engine's rules `sheets` on team sheets (none: they are closed). */
export function engineFormat(regulation: Regulation, sheets: readonly string[]): EngineFormat {
  const ruleset = rulesOf(regulation, sheets)
  return new Dex.Format({
    name: regulation.title,
    mod: 'gen9',
    effectType: 'Format',
    gameType: 'doubles',
    ruleset,
    baseRuleset: ruleset,
    banlist: [...regulation.bans],
    restricted: [...regulation.restricted],
  })
}

/** All formats, in the order of `FORMAT_IDS`. */
export const FORMATS: readonly BattleFormat[] = (['open', 'closed'] as const).flatMap((sheets) =>
  REGULATIONS.map((regulation) => ({
    id: formatId(regulation, sheets),
    regulation: regulation.letter,
    sheets,
    engine: engineFormat(regulation, sheets === 'open' ? ['Force Open Team Sheets'] : []),
  })),
)

/** The format of an id. Errors: FormatError where there is none. */
export function formatOf(id: string): BattleFormat {
  const found = FORMATS.find((format) => format.id === id)
  if (found === undefined) throw new FormatError(id)
  return found
}
