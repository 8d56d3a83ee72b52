/** Ids of names: `idOf`. */
import { toID } from '@pkmn/sim'

const ids: Map<string, string> = new Map()

/** The engine's id of a name of the game (no nickname); remembered, since the same come again and again. */
export function idOf(name: string): string {
  let id = ids.get(name)
  if (id === undefined) {
    id = toID(name)
    ids.set(name, id)
  }
  return id
}
