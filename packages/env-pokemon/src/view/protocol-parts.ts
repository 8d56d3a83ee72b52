/** What readers of protocol lines share: `Reader`, `ofPokemon`, what lines tag, and what shows by the way. */
import { Dex } from '@pkmn/sim'
import { idOf } from './ids.ts'
import type { Knowledge, KnownSide } from './knowledge.ts'
import { type KnownPokemon, UNKNOWN } from './known-pokemon.ts'

/** What a line says, given its parts: `parts[0]` is empty and `parts[1]` its kind. */
export type Reader = (known: Knowledge, parts: readonly string[]) => void

/** Reads into the Pokemon that the line speaks of first, where there is one. */
export const ofPokemon =
  (read: (pokemon: KnownPokemon, parts: readonly string[], known: Knowledge) => void): Reader =>
  (known, parts) => {
    const pokemon = known.find(parts[2])
    if (pokemon !== undefined) read(pokemon, parts, known)
  }

export const sideOf = (known: Knowledge, ident: string): KnownSide =>
  known.sides[ident.startsWith('p1') ? 0 : 1]

/** What stands after `[from]` or `[of]`, without it. */
export function tagged(parts: readonly string[], tag: string): string | undefined {
  for (let k = 3; k < parts.length; k++) {
    if (parts[k].startsWith(tag)) return parts[k].slice(tag.length).trim()
  }
  return undefined
}

/** The id of an effect's name, without what kind it is: `move: Salt Cure`. */
export const effectId = (name: string): string => idOf(name.slice(name.indexOf(': ') + 1))

/** An ability shows: for good where none was known, else until the Pokemon leaves the field. */
export function showAbility(pokemon: KnownPokemon | undefined, name: string): void {
  if (pokemon === undefined) return
  const id = idOf(name)
  if (pokemon.baseAbility === UNKNOWN) pokemon.baseAbility = id
  pokemon.ability = id
}

/** An item or an ability that caused something shows. Of whom is what `[of]` says, where the line means the other. */
export function showCause(known: Knowledge, parts: readonly string[]): void {
  const cause = tagged(parts, '[from]')
  if (cause === undefined) return
  const of = tagged(parts, '[of]')
  const id = effectId(cause)
  if (cause.startsWith('ability: ')) {
    const bearer = parts[1] === '-heal' && id !== 'hospitality' ? parts[2] : (of ?? parts[2])
    if (parts[1] !== '-item' || of !== undefined) showAbility(known.find(bearer), cause.slice(9))
  } else if (cause.startsWith('item: ')) {
    const bearer = known.find(of ?? parts[2])
    const eaten = parts[1] === '-heal' && Dex.items.get(id).isBerry
    if (bearer !== undefined && !eaten && bearer.item !== '') bearer.item = id
  }
}
