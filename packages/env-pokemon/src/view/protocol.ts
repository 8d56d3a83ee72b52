/**
 * Reads the lines of a player's channel into what the player knows: `readLine`.
 * Source: Pokemon Showdown's SIM-PROTOCOL; where a line says something indirectly, as poke-env 0.16 takes it.
 */
import { Dex, Teams, toID } from '@pkmn/sim'
import { BOOSTS, FIELDS, LAYERS, SIDE_CONDITIONS, indexIn } from './conditions.ts'
import { type Knowledge, type KnownSide, SLOTS, knownMove, readDetails, weatherOf } from './knowledge.ts'
import { type KnownPokemon, UNKNOWN } from './known-pokemon.ts'

/** What a line says, given its parts: `parts[0]` is empty and `parts[1]` its kind. */
type Reader = (known: Knowledge, parts: readonly string[]) => void

/** Takes in one line of the player's channel; a line that says nothing of the battle's state is passed over. */
export function readLine(known: Knowledge, line: string): void {
  const end = line.indexOf('|', 1)
  const reader = READERS.get(end < 0 ? line.slice(1) : line.slice(1, end))
  if (reader !== undefined) reader(known, line.split('|'))
}

/** Reads into the Pokemon that the line speaks of first, where there is one. */
const ofPokemon =
  (read: (pokemon: KnownPokemon, parts: readonly string[], known: Knowledge) => void): Reader =>
  (known, parts) => {
    const pokemon = known.find(parts[2])
    if (pokemon !== undefined) read(pokemon, parts, known)
  }

const sideOf = (known: Knowledge, ident: string): KnownSide => known.sides[ident.startsWith('p1') ? 0 : 1]

/** What stands after `[from]` or `[of]`, without it. */
function tagged(parts: readonly string[], tag: string): string | undefined {
  return parts
    .find((part) => part.startsWith(tag))
    ?.slice(tag.length)
    .trim()
}

/** The id of an effect's name, without what kind it is: `move: Salt Cure`. */
const effectId = (name: string): string => toID(name.slice(name.indexOf(': ') + 1))

/** An ability shows: for good where none was known, else until the Pokemon leaves the field. */
function showAbility(pokemon: KnownPokemon | undefined, name: string): void {
  if (pokemon === undefined) return
  const id = toID(name)
  if (pokemon.baseAbility === UNKNOWN) pokemon.baseAbility = id
  pokemon.ability = id
}

/** An item or an ability that caused something shows. Of whom is what `[of]` says, where the line means the other. */
function showCause(known: Knowledge, parts: readonly string[]): void {
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

const readHealth = ofPokemon((pokemon, parts, known) => {
  pokemon.setCondition(parts[3])
  showCause(known, parts)
})

const enter: Reader = (known, [, , ident, details, condition]) => {
  const side = sideOf(known, ident)
  const slot = ident.codePointAt(2)! - 'a'.codePointAt(0)!
  side.slots[slot]?.leave()
  const pokemon = memberOf(side, ident.slice(ident.indexOf(': ') + 2), details)
  if (pokemon === undefined) {
    side.slots[slot] = undefined
    return
  }
  // Where an illusion was taken for it, it may stand in the other slot already.
  if (pokemon.slot >= 0) side.slots[pokemon.slot] = undefined
  pokemon.enter(slot)
  readDetails(pokemon, details)
  pokemon.setCondition(condition)
  side.slots[slot] = pokemon
}

/** The member of the team that a name and details tell of. */
function memberOf(side: KnownSide, name: string, details: string): KnownPokemon | undefined {
  const named = side.team.find((pokemon) => pokemon.name === name)
  if (named !== undefined) return named
  const base = baseSpecies(details.split(', ')[0])
  const alike = side.team.find((pokemon) => pokemon.name === '' && baseSpecies(pokemon.species) === base)
  if (alike !== undefined) alike.name = name
  return alike
}

const baseSpecies = (species: string): string => toID(Dex.species.get(species.replace('-*', '')).baseSpecies)

/** An illusion ends: who stood there was another. */
const unmask: Reader = (known, [, , ident, details]) => {
  const side = sideOf(known, ident)
  const slot = ident.codePointAt(2)! - 'a'.codePointAt(0)!
  const taken = side.slots[slot]
  const pokemon = memberOf(side, ident.slice(ident.indexOf(': ') + 2), details)
  if (pokemon === undefined || taken === undefined || taken === pokemon) return
  const { hp, maxHp, status } = taken
  pokemon.enter(slot)
  readDetails(pokemon, details)
  pokemon.hp = hp
  pokemon.maxHp = maxHp
  pokemon.status = status
  pokemon.standInFor(taken)
  taken.neverEntered()
  side.slots[slot] = pokemon
}

const move = ofPokemon((pokemon, parts, known) => {
  const id = toID(parts[3])
  known.mover = pokemon
  const from = tagged(parts, '[from]')
  pokemon.act()
  endByMoving(pokemon, id)
  const failed = parts.includes('[still]') || parts.includes('[miss]') || parts.includes('[notarget]')
  pokemon.protects = stalls(id) && !failed ? pokemon.protects + 1 : 0
  if (pokemon.status === 'slp') pokemon.statusTurns++
  if (id === 'minimize') pokemon.start('minimize', 'long')
  if (from !== undefined && from !== 'move: Sleep Talk') {
    showCause(known, parts)
    return
  }
  let used = pokemon.move(id)
  if (used === undefined && learns(id) && pokemon.moves.length < 4) {
    used = knownMove(id)
    pokemon.moves.push(used)
  }
  for (const other of pokemon.moves) other.lastUsed = other === used
  if (used !== undefined && from === undefined) {
    used.pp = Math.max(0, used.pp - (underPressure(known, parts, id) ? 2 : 1))
  }
})

const stalls = (id: string): boolean => Dex.moves.get(id).stallingMove === true

const learns = (id: string): boolean => id !== 'struggle' && id !== 'recharge' && Dex.moves.get(id).exists

/** Whether the move's target, or for a move without one any foe, makes it cost double. */
function underPressure(known: Knowledge, parts: readonly string[], id: string): boolean {
  const { target, flags } = Dex.moves.get(id)
  const foes = known.sides[parts[2].startsWith('p1') ? 1 : 0]
  if (parts.some((part) => part.startsWith('[spread]')) || target === 'all' || flags['mustpressure'] === 1) {
    return foes.slots.some((foe) => foe !== undefined && !foe.fainted && foe.ability === 'pressure')
  }
  const aimed = parts[4] === undefined || parts[4] === '' ? undefined : known.find(parts[4])
  return aimed !== undefined && aimed.ability === 'pressure' && foes.slots.includes(aimed)
}

/** What moving ends without a word. */
function endByMoving(pokemon: KnownPokemon, id: string): void {
  const { type, category } = Dex.moves.get(id)
  pokemon.end('glaiverush')
  if (type === 'Electric' && category !== 'Status') pokemon.end('charge')
}

const start = ofPokemon((pokemon, parts, known) => {
  const id = effectId(parts[3])
  if (id === 'typechange') {
    pokemon.types = (parts[4] ?? '').split('/').map(toID)
  } else if (id === 'typeadd') {
    const own = pokemon.types.length > 0 ? pokemon.types : Dex.species.get(pokemon.forme).types.map(toID)
    pokemon.types = [...own, toID(parts[4])]
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

const endEffect = ofPokemon((pokemon, [, , , name], known) => {
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

const activate: Reader = (known, parts) => {
  const pokemon = parts[2] === '' ? undefined : known.find(parts[2])
  if (pokemon === undefined) return
  const id = effectId(parts[3])
  const other = tagged(parts, '[of]')
  const of = other === undefined ? undefined : known.find(other)
  pokemon.start(id, BINDING.has(id) ? 'long' : 'moment')
  if (parts[3].startsWith('ability: ')) showAbility(pokemon, id)
  if ((id === 'mummy' || id === 'lingeringaroma') && of !== undefined) of.ability = id
  if (id === 'skillswap' && of !== undefined) {
    const [mine, theirs] = [toID(parts[4] ?? ''), toID(parts[5] ?? '')]
    if (mine !== '' && !parts[4].startsWith('[')) [pokemon.ability, of.ability] = [mine, theirs]
    else [pokemon.ability, of.ability] = [of.ability, pokemon.ability]
  }
  if (id === 'wanderingspirit' && of !== undefined) {
    ;[pokemon.ability, of.ability] = [toID(parts[4] ?? ''), 'wanderingspirit']
  }
  if (id === 'symbiosis' && of !== undefined) [of.item, pokemon.item] = [toID(parts[4]), '']
  if (id === 'leppaberry') {
    const restored = pokemon.move(toID(parts[4] ?? ''))
    if (restored !== undefined) restored.pp = Math.min(restored.maxPp, restored.pp + 10)
  }
}

const item = ofPokemon((pokemon, parts, known) => {
  pokemon.item = toID(parts[3])
  const from = effectId(tagged(parts, '[from]') ?? '')
  const other = tagged(parts, '[of]')
  const of = other === undefined ? undefined : known.find(other)
  if (of === undefined) return
  if (from === 'frisk') showAbility(of, from)
  else if (from === 'pickpocket' || from === 'magician') showAbility(pokemon, from)
  if (from !== 'frisk') of.item = ''
})

const ability = ofPokemon((pokemon, parts, known) => {
  const id = toID(parts[3])
  // As One shows itself under the names of its two halves.
  if (baseSpecies(pokemon.forme) === 'calyrex' && pokemon.baseAbility.startsWith('asone')) return
  if (id === 'neutralizinggas') known.fieldSince[indexIn(FIELDS, id)] = known.turn
  if (tagged(parts, '[from]') === 'ability: Trace' && pokemon.baseAbility === UNKNOWN)
    pokemon.baseAbility = 'trace'
  showAbility(
    pokemon,
    id === 'asone' ? `asone${pokemon.forme.includes('shadow') ? 'spectrier' : 'glastrier'}` : id,
  )
})

const weather: Reader = (known, parts) => {
  const index = parts[2] === 'none' ? -1 : weatherOf(parts[2])
  if (index !== known.weather) known.weatherSince = known.turn
  known.weather = index
  showCause(known, parts)
}

const fieldStart: Reader = (known, parts) => {
  const id = effectId(parts[2])
  if (id.endsWith('terrain')) {
    for (const [k, name] of FIELDS.entries()) if (name.endsWith('terrain')) known.fieldSince[k] = -1
  }
  const index = indexIn(FIELDS, id)
  if (index >= 0) known.fieldSince[index] = known.turn
  showCause(known, parts)
}

const fieldEnd: Reader = (known, parts) => {
  const index = indexIn(FIELDS, effectId(parts[2]))
  if (index >= 0) known.fieldSince[index] = -1
}

const sideStart: Reader = (known, parts) => {
  const side = sideOf(known, parts[2])
  const id = effectId(parts[3])
  const index = indexIn(SIDE_CONDITIONS, id)
  if (index < 0) return
  if (side.since[index] < 0) side.since[index] = known.turn
  side.layers[index] = Math.min(LAYERS[id] ?? 1, side.layers[index] + 1)
}

const sideEnd: Reader = (known, parts) => {
  const side = sideOf(known, parts[2])
  const index = indexIn(SIDE_CONDITIONS, effectId(parts[3]))
  if (index < 0) return
  side.since[index] = -1
  side.layers[index] = 0
}

const swapSideConditions: Reader = ({ sides: [one, two] }) => {
  const [since, layers] = [one.since.slice(), one.layers.slice()]
  one.since.set(two.since)
  one.layers.set(two.layers)
  two.since.set(since)
  two.layers.set(layers)
}

/** Conditions of a side that its turn's end ends without a word. */
const TURN_CONDITIONS = ['craftyshield', 'matblock', 'quickguard', 'wideguard'].map((id) =>
  indexIn(SIDE_CONDITIONS, id),
)

const turn: Reader = (known, parts) => {
  known.turn = Number(parts[2])
  for (const side of known.sides) {
    for (const pokemon of side.slots) pokemon?.endTurn()
    for (const index of TURN_CONDITIONS) {
      side.since[index] = -1
      side.layers[index] = 0
    }
  }
}

/** The foe's sheet: the packed team without nicknames and spreads. */
const showTeam: Reader = (known, parts) => {
  const side = sideOf(known, parts[2])
  side.open = true
  if (side === known.own) return
  for (const [member, set] of (Teams.unpack(parts.slice(3).join('|')) ?? []).entries()) {
    const pokemon = side.team[member] ?? known.meet(side, member, set.species || set.name)
    pokemon.species = toID(set.species || set.name)
    pokemon.forme = pokemon.species
    pokemon.item = toID(set.item)
    pokemon.baseAbility = toID(set.ability)
    pokemon.ability = pokemon.baseAbility
    pokemon.teraType = toID(set.teraType ?? '')
    pokemon.moves = set.moves.map((name) => knownMove(toID(name)))
  }
}

const poke: Reader = (known, parts) => {
  const side = sideOf(known, parts[2])
  if (side !== known.own) known.meet(side, side.team.length, parts[3])
}

const swap: Reader = (known, parts) => {
  const side = sideOf(known, parts[2])
  const pokemon = known.find(parts[2])
  const to = Number(parts[3])
  if (pokemon === undefined || !(to >= 0 && to < SLOTS) || pokemon.slot === to) return
  side.slots.reverse()
  for (const [slot, standing] of side.slots.entries()) if (standing !== undefined) standing.slot = slot
}

/** A form that stays, or (`-formechange`) that leaving the field ends. */
const takeForm =
  (stays: boolean): Reader =>
  (known, parts) => {
    const pokemon = known.find(parts[2])
    if (pokemon === undefined) return
    if (stays) readDetails(pokemon, parts[3])
    else pokemon.takeForme(toID(parts[3].split(', ')[0]))
    const { abilities } = Dex.species.get(pokemon.forme)
    // What a form's only ability is, it has.
    if (stays && Object.keys(abilities).length === 1) {
      pokemon.ability = toID(abilities[0])
      pokemon.baseAbility = pokemon.ability
    }
    showCause(known, parts)
  }

const swapBoosts = ofPokemon((pokemon, parts, known) => {
  const other = known.find(parts[3])
  if (other === undefined) return
  const named = (parts[4] ?? '').startsWith('[') ? '' : (parts[4] ?? '')
  for (const stat of named === '' ? BOOSTS : named.split(', ')) {
    const k = indexIn(BOOSTS, stat)
    ;[pokemon.boosts[k], other.boosts[k]] = [other.boosts[k], pokemon.boosts[k]]
  }
})

const clearAllBoosts: Reader = ({ sides }) => {
  for (const side of sides) for (const pokemon of side.slots) pokemon?.boosts.fill(0)
}

const cureTeam: Reader = (known, parts) => {
  for (const pokemon of sideOf(known, parts[2]).team) {
    if (pokemon.fainted) continue
    pokemon.status = ''
    pokemon.statusTurns = 0
  }
}

const singleTurn = ofPokemon((pokemon, parts, known) => {
  const id = effectId(parts[3])
  pokemon.start(id, 'turn')
  const index = indexIn(SIDE_CONDITIONS, id)
  if (index < 0) return
  const side = sideOf(known, parts[2])
  side.since[index] = known.turn
  side.layers[index] = 1
})

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['poke', poke],
  ['showteam', showTeam],
  ['teampreview', (known, parts) => void (known.bring = Number(parts[2]) || known.bring)],
  ['switch', enter],
  ['drag', enter],
  ['replace', unmask],
  ['swap', swap],
  ['detailschange', takeForm(true)],
  ['-formechange', takeForm(false)],
  ['-damage', readHealth],
  ['-heal', readHealth],
  ['-sethp', readHealth],
  [
    'faint',
    ofPokemon((pokemon) => {
      pokemon.setCondition('0 fnt')
      pokemon.terastallized = false
    }),
  ],
  [
    '-status',
    ofPokemon((pokemon, parts, known) => {
      pokemon.status = parts[3]
      pokemon.statusTurns = 0
      if (parts[3] === 'slp') pokemon.end('yawn')
      showCause(known, parts)
    }),
  ],
  [
    '-curestatus',
    ofPokemon((pokemon) => {
      pokemon.status = pokemon.fainted ? 'fnt' : ''
      pokemon.statusTurns = 0
    }),
  ],
  ['-cureteam', cureTeam],
  ['move', move],
  [
    'cant',
    ofPokemon((pokemon, parts) => {
      pokemon.act()
      pokemon.protects = 0
      if (parts[3] === 'slp') pokemon.statusTurns++
    }),
  ],
  [
    '-fail',
    ofPokemon((pokemon, parts, known) => {
      if (pokemon === known.mover && (parts.length === 3 || stalls(effectId(parts[3])))) pokemon.protects = 0
      showCause(known, parts)
    }),
  ],
  ['-prepare', ofPokemon((pokemon) => void (pokemon.preparing = true))],
  // What needs no second turn strikes in the one in which it was prepared.
  ['-anim', ofPokemon((pokemon) => void (pokemon.preparing = false))],
  ['-mustrecharge', ofPokemon((pokemon) => void (pokemon.mustRecharge = true))],
  ['-boost', ofPokemon((pokemon, parts) => pokemon.boost(parts[3], Number(parts[4])))],
  ['-unboost', ofPokemon((pokemon, parts) => pokemon.boost(parts[3], -Number(parts[4])))],
  ['-setboost', ofPokemon((pokemon, parts) => pokemon.setBoost(parts[3], Number(parts[4])))],
  ['-swapboost', swapBoosts],
  [
    '-copyboost',
    ofPokemon((pokemon, parts, known) => {
      const from = known.find(parts[3])
      if (from !== undefined) pokemon.boosts.set(from.boosts)
    }),
  ],
  ['-invertboost', ofPokemon(({ boosts }) => boosts.forEach((by, k) => void (boosts[k] = -by)))],
  ['-clearboost', ofPokemon(({ boosts }) => void boosts.fill(0))],
  ['-clearallboost', clearAllBoosts],
  [
    '-clearpositiveboost',
    ofPokemon(({ boosts }) => boosts.forEach((by, k) => void (boosts[k] = Math.min(by, 0)))),
  ],
  [
    '-clearnegativeboost',
    ofPokemon(({ boosts }) => boosts.forEach((by, k) => void (boosts[k] = Math.max(by, 0)))),
  ],
  ['-start', start],
  ['-end', endEffect],
  ['-singleturn', singleTurn],
  ['-singlemove', ofPokemon((pokemon, parts) => pokemon.start(effectId(parts[3]), 'move'))],
  ['-activate', activate],
  ['-immune', (known, parts) => showCause(known, parts)],
  ['-item', item],
  ['-enditem', ofPokemon((pokemon) => void (pokemon.item = ''))],
  ['-ability', ability],
  [
    '-endability',
    ofPokemon((pokemon, parts) => {
      if (parts[3] !== undefined && !parts[3].startsWith('[')) showAbility(pokemon, parts[3])
      pokemon.ability = ''
    }),
  ],
  [
    '-transform',
    ofPokemon((pokemon, parts, known) => {
      const into = known.find(parts[3])
      if (into !== undefined) pokemon.transform(into)
      showCause(known, parts)
    }),
  ],
  ['-mega', (known, parts) => void (sideOf(known, parts[2]).megaEvolved = true)],
  [
    '-terastallize',
    (known, parts) => {
      sideOf(known, parts[2]).terastallized = true
      const pokemon = known.find(parts[2])
      if (pokemon === undefined) return
      pokemon.terastallized = true
      pokemon.teraType = toID(parts[3])
      pokemon.types = []
    },
  ],
  ['-weather', weather],
  ['-fieldstart', fieldStart],
  ['-fieldend', fieldEnd],
  ['-sidestart', sideStart],
  ['-sideend', sideEnd],
  ['-swapsideconditions', swapSideConditions],
  ['turn', turn],
])
