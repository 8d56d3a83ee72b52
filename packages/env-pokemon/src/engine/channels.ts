/** What each may see of a battle's log: `SideChannel`, `secretOf`. */

/** Who reads: player 0 or 1, or one who sees what both may. */
export type Reader = 0 | 1 | 'spectator'

/**
 * The player whose secret a line of a log announces; -1 where all see it.
 *
 * A line that players see differently stands in a log as three: `|split|p1` or `|split|p2`, the line for that player,
 * and the line for all others, which is empty where they see none.
 */
export function secretOf(line: string): number {
  return line.startsWith('|split|p') ? line.codePointAt(8)! - ONE : -1
}

const ONE = '1'.codePointAt(0)!

/**
 * The lines of a log that one reader may see, taken from where the last call ended.
 *
 * Reads a log that only grows between calls, as a battle's does between its requests.
 */
export class SideChannel {
  readonly #reader: Reader
  #next = 0

  constructor(reader: Reader) {
    this.#reader = reader
  }

  /** Appends to `lines` those added to `log` since the last call, and gives them back. */
  read(log: readonly string[], lines: string[] = []): string[] {
    let i = this.#next
    while (i < log.length) {
      const secret = secretOf(log[i])
      const seen = log[secret < 0 ? i : secret === this.#reader ? i + 1 : i + 2]
      if (seen !== '') lines.push(seen)
      i += secret < 0 ? 1 : 3
    }
    this.#next = i
    return lines
  }
}
