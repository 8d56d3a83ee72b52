/** Errors: `GauntletError`, `ParameterError`, `IllegalActionError`. */

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
   */
  constructor(path: string, given: unknown, allowed: string) {
    super('parameter', `${path}: got ${show(given)}, expected ${allowed}`)
    this.path = path
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

/** A value as it stands in an error message: JSON where it can be, at most 80 characters. */
export function show(value: unknown): string {
  if (typeof value === 'bigint' || typeof value === 'function') return String(value)
  if (typeof value === 'number') return String(value)
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}

/** The candidates nearest to a misspelt name, for "did you mean": at most three, by edit distance. */
export function nearestNames(name: string, candidates: Iterable<string>): string[] {
  const scored = [...candidates].map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
  const limit = Math.max(2, Math.ceil(name.length / 2))
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
