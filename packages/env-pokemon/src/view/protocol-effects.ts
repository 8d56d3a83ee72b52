/** Reads lines about what lasts on a Pokemon, and what shows for a moment. */
import { BOOSTS, FIELDS, SIDE_CONDITIONS, indexIn } from './conditions.ts'
import { idOf } from './ids.ts'
import { type Reader, effectId, ofPokemon, showAbility, showCause, sideOf, tagged } from './protocol-parts.ts'

export const start: Reader = ofPokemon((pokemon, parts, known) => {
  const id = effectId(parts[3])
  if (id === 'typechange') {
    pokemon.types = (parts[4] ?? '').split('/').map(idOf)
  } else if (id === 'typeadd') {
    const own = pokemon.types.length > 0 ? pokemon.types : pokemon.forme.types
    pokemon.types = [...own, idOf(parts[4])]
  }
  // Perish counts and stockpiles replace each other.
  if (/^perish\d$/.test(id)) for (let k = 0; k <= 3; k++) pokemon.end(`perish${k}`)
  if (/^stockpile\d$/.test(id)) for (let k = 1; k <= 3; k++) pokemon.end(`stockpile${k}`)
  pokemon.start(id, 'long')
  // `protosynthesisspa` is both the effect and the stat that it raises.
  const paradox = PARADOX.find((name) => id.startsWith(name))
  if (paradox !== undefined) pokemon.start(paradox, 'long')
  if (parts[3].startsWith('ability: ')) showAbility(pokemon, id)
  showCause(known, parts)
})

const PARADOX = ['protosynthesis', 'quarkdrive']

export const endEffect: Reader = ofPokemon((pokemon, [, , , name], known) => {
  const id = effectId(name)
  if (id === 'neutralizinggas') known.fieldSince[indexIn(FIELDS, id)] = -1
  pokemon.end(id)
  if (id === 'typechange') pokemon.types = []
  if (id === 'stockpile') for (let k = 1; k <= 3; k++) pokemon.end(`stockpile${k}`)
  // One line ends the effect and the stat that it raised.
  if (PARADOX.includes(id)) for (const stat of BOOSTS) pokemon.end(id + stat)
})

/** Moves that bind what they hit; they start with an `-activate`. */
const BINDING: ReadonlySet<string> = new Set(
  'bind clamp firespin infestation magmastorm sandtomb snaptrap thundercage whirlpool wrap trapped'.split(
    ' ',
  ),
)

export const activate: Reader = (known, parts) => {
  const pokemon = parts[2] === '' ? undefined : known.find(parts[2])
  if (pokemon === undefined) return
  const id = effectId(parts[3])
  const other = tagged(parts, '[of]')
  const of = other === undefined ? undefined : known.find(other)
  pokemon.start(id, BINDING.has(id) ? 'long' : 'moment')
  if (parts[3].startsWith('ability: ')) showAbility(pokemon, id)
  if ((id === 'mummy' || id === 'lingeringaroma') && of !== undefined) of.ability = id
  if (id === 'skillswap' && of !== undefined) {
    const [mine, theirs] = [idOf(parts[4] ?? ''), idOf(parts[5] ?? '')]
    if (mine !== '' && !parts[4].startsWith('[')) [pokemon.ability, of.ability] = [mine, theirs]
    else [pokemon.ability, of.ability] = [of.ability, pokemon.ability]
  }
  if (id === 'wanderingspirit' && of !== undefined) {
    ;[pokemon.ability, of.ability] = [idOf(parts[4] ?? ''), 'wanderingspirit']
  }
  if (id === 'symbiosis' && of !== undefined) [of.item, pokemon.item] = [idOf(parts[4]), '']
  if (id === 'leppaberry') {
    const restored = pokemon.move(idOf(parts[4] ?? ''))
    if (restored !== undefined) restored.pp = Math.min(restored.maxPp, restored.pp + 10)
  }
}

export const singleTurn: Reader = ofPokemon((pokemon, parts, known) => {
  const id = effectId(parts[3])
  pokemon.start(id, 'turn')
  const index = indexIn(SIDE_CONDITIONS, id)
  if (index < 0) return
  const side = sideOf(known, parts[2])
  side.since[index] = known.turn
  side.layers[index] = 1
})
