/** Numbers for species, moves, items and abilities: `VOCABULARIES`, `Vocabulary`. */
import { Dex } from '@pkmn/sim'

/** Index of what is not known, and of what is known to be none. */
const INDEX_UNKNOWN = 0
const INDEX_NONE = 1

export type Kind = 'species' | 'move' | 'item' | 'ability'

/**
 * Every id of its kind that the engine's generation 9 knows and that was in a game, in the order of the ids' code units:
 * index 0 stands for unknown, 1 for none, k + 2 for id k of the list. With the engine pinned, the numbers are fixed.
 */
export interface Vocabulary {
  readonly ids: readonly string[]
  /** The number of an id; that of unknown where it is not in the list. */
  index(id: string): number
}

const FOREIGN: ReadonlySet<string> = new Set(['CAP', 'Custom', 'LGPE'])

interface Entry {
  readonly id: string
  readonly isNonstandard: string | null
}

function vocabularyOf(entries: readonly Entry[]): Vocabulary {
  const played = entries.filter(({ isNonstandard }) => isNonstandard === null || !FOREIGN.has(isNonstandard))
  const ids = [...new Set(played.map(({ id }) => id))].sort()
  const indices = new Map(ids.map((id, k) => [id, k + 2]))
  return { ids, index: (id) => (id === '' ? INDEX_NONE : (indices.get(id) ?? INDEX_UNKNOWN)) }
}

const dex = Dex.mod('gen9')

/** The numbers of each kind. */
export const VOCABULARIES: Readonly<Record<Kind, Vocabulary>> = {
  species: vocabularyOf(dex.species.all()),
  move: vocabularyOf(dex.moves.all()),
  item: vocabularyOf(dex.items.all()),
  ability: vocabularyOf(dex.abilities.all()),
}
