/** Who sits where at a game: `Cast`; with what everybody remembers, in snapshots: `Table`, `withTable`, `requireTable`. */
import { GauntletError } from '../errors.ts'
import type { WorldSnapshot } from '../faces.ts'

/** Who sits where in an episode: the side that the environment's own player has, and the number of its opponent. */
export interface Cast {
  readonly side: number
  readonly opponent: number
}

/** Who sits where in a world, and what all opponents remember of it, in their order. */
export interface Table extends Cast {
  readonly episode: number
  readonly memories: readonly unknown[]
}

/** The game's own snapshot, with who plays it. */
export function withTable({ content, ...of }: WorldSnapshot, table: Table): WorldSnapshot {
  return { ...of, content: { beneath: content, table } }
}

/** What `withTable` put together. Errors: GauntletError where it was of another number of opponents, or is no such snapshot. */
export function requireTable(
  snapshot: WorldSnapshot,
  opponents: number,
): { readonly beneath: WorldSnapshot; readonly table: Table } {
  const { beneath, table } = Object(snapshot?.content) as { beneath?: unknown; table?: Table }
  if (table?.memories?.length === opponents) return { beneath: { ...snapshot, content: beneath }, table }
  const expected = `a snapshot of a game against ${opponents} opponents`
  throw new GauntletError('snapshot', `got a snapshot of another game, expected ${expected}`)
}
