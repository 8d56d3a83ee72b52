/** Reads lines about the field and the sides: weather, rooms and terrains, side conditions, the end of a turn. */
import { FIELDS, LAYERS, SIDE_CONDITIONS, indexIn } from './conditions.ts'
import { weatherOf } from './knowledge.ts'
import { type Reader, effectId, showCause, sideOf } from './protocol-parts.ts'

export const weather: Reader = (known, parts) => {
  const index = parts[2] === 'none' ? -1 : weatherOf(parts[2])
  if (index !== known.weather) known.weatherSince = known.turn
  known.weather = index
  showCause(known, parts)
}

export const fieldStart: Reader = (known, parts) => {
  const id = effectId(parts[2])
  if (id.endsWith('terrain')) {
    for (const [k, name] of FIELDS.entries()) if (name.endsWith('terrain')) known.fieldSince[k] = -1
  }
  const index = indexIn(FIELDS, id)
  if (index >= 0) known.fieldSince[index] = known.turn
  showCause(known, parts)
}

export const fieldEnd: Reader = (known, parts) => {
  const index = indexIn(FIELDS, effectId(parts[2]))
  if (index >= 0) known.fieldSince[index] = -1
}

export const sideStart: Reader = (known, parts) => {
  const side = sideOf(known, parts[2])
  const id = effectId(parts[3])
  const index = indexIn(SIDE_CONDITIONS, id)
  if (index < 0) return
  if (side.since[index] < 0) side.since[index] = known.turn
  side.layers[index] = Math.min(LAYERS[id] ?? 1, side.layers[index] + 1)
}

export const sideEnd: Reader = (known, parts) => {
  const side = sideOf(known, parts[2])
  const index = indexIn(SIDE_CONDITIONS, effectId(parts[3]))
  if (index < 0) return
  side.since[index] = -1
  side.layers[index] = 0
}

export const swapSideConditions: Reader = ({ sides: [one, two] }) => {
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

export const turn: Reader = (known, parts) => {
  known.turn = Number(parts[2])
  for (const side of known.sides) {
    for (const pokemon of side.slots) pokemon?.endTurn()
    for (const index of TURN_CONDITIONS) {
      side.since[index] = -1
      side.layers[index] = 0
    }
  }
}

export const clearAllBoosts: Reader = ({ sides }) => {
  for (const side of sides) for (const pokemon of side.slots) pokemon?.boosts.fill(0)
}

export const cureTeam: Reader = (known, parts) => {
  for (const pokemon of sideOf(known, parts[2]).team) {
    if (pokemon.fainted) continue
    pokemon.status = ''
    pokemon.statusTurns = 0
  }
}
