/** Errors: `GauntletError`, `ParameterError`, `IllegalActionError`; `nearestNames` of a misspelt one. */
import { show } from './show.ts'

/** The base of every error that Gauntlet raises on purpose. `code` is stable; the message is for people. */
export class GauntletError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

/** A parameter, configuration field or file content that is not allowed. `path` names the field. */
export class ParameterError extends GauntletError {
  readonly path: string

  /**
   * @param path the field, dotted from the outermost name: `mapf/lifelong.agents`
   * @param given what was received; shown as JSON, shortened
   * @param allowed what would have been accepted, as a phrase: `a whole number from 1 to 64`
   * @param message in place of the message that these three make
   */
  constructor(path: string, given: unknown, allowed: string, message?: string) {
    super('parameter', message ?? `${path}: got ${show(given)}, expected ${allowed}`)
    this.path = path
  }

  /** That `owner` has no field of this name, with the nearest of those that it has. */
  static unknownField(owner: string, name: string, fields: readonly string[]): ParameterError {
    const near = nearestNames(name, fields)
    const hint =
      near.length > 0
        ? `did you mean ${near.join(' or ')}?`
        : `the fields are ${fields.join(', ') || '(none)'}`
    const shown = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 3)}...` : name
    const message = `${owner}: unknown field ${shown}; ${hint}`
    return new ParameterError(`${owner}.${shown}`, name, 'a known field', message)
  }
}

/** An action outside the space or forbidden by the mask. */
export class IllegalActionError extends GauntletError {
  readonly world: number
  readonly agent: number

  constructor(world: number, agent: number, given: unknown, allowed: string) {
    super(
      'illegal-action',
      `world ${world}, agent ${agent}: action ${show(given)} is not legal; expected ${allowed}`,
    )
    this.world = world
    this.agent = agent
  }
}

/** Nothing is a misspelling of a name longer than this. */
const LONGEST_NAME = 80

/**
 * The candidates nearest to a misspelt name, for "did you mean": at most three, by edit distance, which is at most a third of
 * the name's length, rounded up.
 */
export function nearestNames(name: string, candidates: Iterable<string>): string[] {
  if (name.length > LONGEST_NAME) return []
  const scored = [...candidates].map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
  const limit = Math.ceil(name.length / 3)
  return scored
    .filter(({ distance }) => distance <= limit)
    .sort((p, q) => p.distance - q.distance || (p.candidate < q.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(substitution, row[j] + 1, next[j - 1] + 1))
    }
    row = next
  }
  return row[b.length]
}
