/** The teams that an environment draws from: `readTeams`, `teamsOf`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { textOf } from '@gauntlet/tables'
import type { BattleFormat } from '../engine/formats.ts'
import { type Team, readTeam } from '../engine/teams.ts'
import { MOST_TEAMS, VGC, type VgcParameters } from '../vgc.ts'
import { OWN_TEAMS } from './own-teams.ts'

/** The longest file of teams, in bytes. */
const LONGEST_FILE = 64 * 1024 * 1024

interface TeamText {
  readonly name: string
  readonly text: string
}

/** A team, and its place in the list from 0; a player's own text comes after the list. */
export interface ListedTeam {
  readonly team: Team
  readonly place: number
}

/** Who draws which teams; `first` and `second` are fixed where there is one. */
export interface TeamChoice {
  /** Valid under the format, in the order of the list. */
  readonly teams: readonly ListedTeam[]
  readonly first: ListedTeam | undefined
  readonly second: ListedTeam | undefined
}

/**
 * The teams that the parameters choose, validated.
 *
 * Errors: ParameterError naming the field, TeamError with the validator's reasons where a team is not allowed.
 */
export function teamsOf(parameters: VgcParameters, format: BattleFormat): TeamChoice {
  const { skip, count, mirror } = parameters
  const texts = textsOf(parameters, format)
  const [first, second] = [parameters.first, parameters.second].map((given, k) =>
    given.trim() === ''
      ? undefined
      : {
          team: namedTeam(given, `${VGC}.${k === 0 ? 'first' : 'second'}`, texts, format),
          place: placeOf(given, texts, given === parameters.first ? 0 : 1),
        },
  )
  if (first !== undefined && second !== undefined) {
    if (!mirror && first.team.packed === second.team.packed) throw noMirror(parameters)
    return { teams: [], first, second }
  }
  const chosen = texts.slice(skip, count === 0 ? undefined : skip + count)
  const needed = mirror || first !== undefined || second !== undefined ? 1 : 2
  if (chosen.length < Math.max(needed, count)) {
    const allowed = `at least ${Math.max(needed, count)} teams beyond skip, of the ${texts.length} that there are`
    throw new ParameterError(
      `${VGC}.${count > chosen.length ? 'count' : 'skip'}`,
      count > chosen.length ? count : skip,
      allowed,
    )
  }
  const teams = chosen.map(({ name, text }, k) => ({ team: readTeam(text, format, name), place: skip + k }))
  const fixed = first ?? second
  const alone =
    fixed === undefined
      ? teams.every(({ team }) => team.packed === teams[0].team.packed)
      : othersThan(teams, fixed).length === 0
  if (!mirror && alone) throw noMirror(parameters)
  return { teams, first, second }
}

/** Teams that are not the given one by another name. */
export function othersThan(teams: readonly ListedTeam[], { team }: ListedTeam): readonly ListedTeam[] {
  return teams.filter((other) => other.team.packed !== team.packed)
}

function noMirror({ mirror }: VgcParameters): ParameterError {
  return new ParameterError(`${VGC}.mirror`, mirror, 'true, where there is no other team to draw')
}

function textsOf({ teams }: VgcParameters, { regulation }: BattleFormat): readonly TeamText[] {
  if (teams !== null) return readTeams(teams)
  return OWN_TEAMS[regulation].map(({ name, packed }) => ({ name, text: packed }))
}

/** Where a name is in the list; a text is the `own`-th after it. */
function placeOf(given: string, texts: readonly TeamText[], own: number): number {
  const place = texts.findIndex(({ name }) => name === given)
  return place < 0 ? texts.length + own : place
}

function namedTeam(given: string, path: string, texts: readonly TeamText[], format: BattleFormat): Team {
  const named = texts.find(({ name }) => name === given)
  if (named !== undefined) return readTeam(named.text, format, named.name)
  if (!given.includes('\n') && !given.includes('|')) {
    const names = texts.slice(0, 20).map(({ name }) => name)
    throw new ParameterError(path, given, `one of ${names.join(', ')}, or a team’s text`)
  }
  return readTeam(given, format, path)
}

/**
 * The teams of a file, in its order: a JSON list of texts; or texts headed by lines `=== name ===`, as Showdown exports
 * them; or one packed team on every line; or one team alone. Not yet validated.
 *
 * Errors: ParameterError naming the file, and the team where there is one.
 */
export function readTeams(file: FileContent): readonly TeamText[] {
  const { name, bytes } = file
  const path = `${VGC}.teams: ${name}`
  if (bytes.length > LONGEST_FILE)
    throw new ParameterError(path, `${bytes.length} bytes`, `at most ${LONGEST_FILE}`)
  const text = textOf(file, 'teams as text in UTF-8')
  const teams = listTeams(text, path)
  if (teams.length === 0) throw new ParameterError(path, 'no team', 'a team at least')
  if (teams.length > MOST_TEAMS)
    throw new ParameterError(path, `${teams.length} teams`, `at most ${MOST_TEAMS}`)
  const names = teams.map((team) => team.name)
  const twice = names.find((one, k) => names.indexOf(one) !== k)
  if (twice !== undefined) throw new ParameterError(path, twice, 'a name of its own for every team')
  return teams
}

function listTeams(text: string, path: string): TeamText[] {
  if (text.trimStart().startsWith('[') && !text.trimStart().startsWith('[gen')) return jsonTeams(text, path)
  const parts = text.split(/^===(.*)===[ \t]*$/m)
  if (parts.length > 1) {
    return Array.from({ length: (parts.length - 1) / 2 }, (_, k) => ({
      name: parts[2 * k + 1].trim().replace(/^\[[^\]]*\]\s*/, '') || `team-${k + 1}`,
      text: parts[2 * k + 2],
    }))
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (lines.every((line) => line.includes('|'))) {
    return lines.map((line, k) => ({ name: `team-${k + 1}`, text: line }))
  }
  return [{ name: 'team-1', text }]
}

function jsonTeams(text: string, path: string): TeamText[] {
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch (error) {
    throw new ParameterError(path, (error as Error).message, 'a list of texts in JSON')
  }
  if (!Array.isArray(list)) throw new ParameterError(path, list, 'a list of texts in JSON')
  return list.map((entry: unknown, k) => {
    if (typeof entry !== 'string') throw new ParameterError(`${path}[${k}]`, entry, 'a team’s text')
    return { name: `team-${k + 1}`, text: entry }
  })
}
