/** Teams from text, validated: `readTeam`, `Team`, `TeamError`, `LONGEST_TEAM_TEXT`. */
import { GauntletError, show } from '@gauntlet/core'
import { Dex, TeamValidator, Teams } from '@pkmn/sim'
import type { BattleFormat } from './formats.ts'

/** The most characters of a team's text, about five times those of a full team in the longer form. */
export const LONGEST_TEAM_TEXT = 16_384

/** A team that a format allows. `packed` is the engine's one-line form, after the validator set levels and formes. */
export interface Team {
  readonly name: string
  readonly packed: string
  /** Names of the species, in the team's order. */
  readonly species: readonly string[]
}

/** A team that is refused. Its code is `team`; `reasons` are the validator's, each naming its Pokemon. */
export class TeamError extends GauntletError {
  readonly team: string
  readonly reasons: readonly string[]

  constructor(team: string, reasons: readonly string[]) {
    super('team', `team ${show(team)}: ${reasons.join('; ')}`)
    this.team = team
    this.reasons = reasons
  }
}

type Sets = NonNullable<ReturnType<typeof Teams.import>>

const validators = new WeakMap<BattleFormat['engine'], TeamValidator>()

/**
 * Reads one team, as Showdown exports it or packed on one line, and validates it under a format.
 *
 * `name` says whose it is, for errors. Pure: the same text gives the same team.
 * Errors: TeamError where the text is too long or no team, or where the format does not allow the team.
 */
export function readTeam(text: string, format: BattleFormat, name = 'team'): Team {
  const sets = parseTeam(text, name)
  let validator = validators.get(format.engine)
  if (validator === undefined) {
    validator = new TeamValidator(format.engine)
    validators.set(format.engine, validator)
  }
  const problems = validator.validateTeam(sets)
  if (problems !== null) throw new TeamError(name, withOwners(problems, parseTeam(text, name), validator))
  return { name, packed: Teams.pack(sets), species: sets.map(({ species }) => species) }
}

/** Problems with the Pokemon that has each, where the validator, asked about that Pokemon alone, says the same. */
function withOwners(problems: readonly string[], sets: Sets, validator: TeamValidator): string[] {
  const own = sets.map((set) => ({ of: set.name || set.species, said: validator.validateSet(set, {}) ?? [] }))
  return problems.map((problem) => {
    const owner = own.find(({ said }) => said.includes(problem))
    return owner === undefined || problem.includes(owner.of) ? problem : `${owner.of}: ${problem}`
  })
}

/** The sets in a text, not yet validated. */
function parseTeam(text: string, name: string): Sets {
  if (typeof text !== 'string') throw new TeamError(name, [`got ${show(text)}, expected text`])
  if (text.length > LONGEST_TEAM_TEXT) {
    const limit = `expected at most ${LONGEST_TEAM_TEXT}`
    throw new TeamError(name, [`its text has ${text.length} characters, ${limit}`])
  }
  const trimmed = text.trim().replaceAll('\r\n', '\n')
  const headings = trimmed.match(/^===/gm)?.length ?? 0
  if (headings > 1) throw new TeamError(name, [`its text holds ${headings} teams, expected one`])
  const sets = parseSets(trimmed)
  if (sets === null || sets.length === 0) {
    throw new TeamError(name, ['its text is no team, expected what Showdown exports or one packed line'])
  }
  for (const [i, set] of sets.entries()) {
    const shown = show(set.species || set.name || '')
    if (!Dex.species.get(set.species || set.name).exists) {
      throw new TeamError(name, [`Pokemon ${i + 1} is ${shown}, expected the name of a species`])
    }
    if (!Array.isArray(set.moves) || set.moves.length === 0) {
      throw new TeamError(name, [`Pokemon ${i + 1}, ${shown}, has no moves`])
    }
    for (const value of [...Object.values(set.evs ?? {}), ...Object.values(set.ivs ?? {}), set.level ?? 50]) {
      if (Number.isFinite(value)) continue
      throw new TeamError(name, [`Pokemon ${i + 1}, ${shown}, has EVs, IVs or a level that is no number`])
    }
  }
  return sets
}

/** Only what is packed has bars, on its one line; the engine would also take JSON there. */
function parseSets(text: string): Sets | null {
  if (!text.includes('|')) return Teams.import(`${text}\n\n`)
  return text.includes('\n') || text.startsWith('[') ? null : Teams.unpack(text)
}
