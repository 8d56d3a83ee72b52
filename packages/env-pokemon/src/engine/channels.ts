/** What each may see of a battle's log: `SideChannel`. */

/** Who reads: player 0 or 1, or one who sees what both may. */
export type Reader = 0 | 1 | 'spectator'

/**
 * The lines of a log that one reader may see, taken from where the last call ended.
 *
 * A line that players see differently stands in a log as three: `|split|p1` or `|split|p2`, the line for that player,
 * and the line for all others, which is empty where they see none.
 * Reads a log that only grows between calls, as a battle's does between its requests.
 */
export class SideChannel {
  readonly #secret: string
  #next: number

  /** `position` is where to begin: 0, or that of a channel which has read so far. */
  constructor(reader: Reader, position = 0) {
    this.#secret = reader === 'spectator' ? '' : `|split|p${reader + 1}`
    this.#next = position
  }

  /** How many lines of the log have been read. */
  get position(): number {
    return this.#next
  }

  /** Appends to `lines` those added to `log` since the last call, and gives them back. */
  read(log: readonly string[], lines: string[] = []): string[] {
    let i = this.#next
    while (i < log.length) {
      const line = log[i]
      if (line.startsWith('|split|p')) {
        const seen = log[line === this.#secret ? i + 1 : i + 2]
        if (seen !== '') lines.push(seen)
        i += 3
      } else {
        if (line !== '') lines.push(line)
        i += 1
      }
    }
    this.#next = i
    return lines
  }
}
