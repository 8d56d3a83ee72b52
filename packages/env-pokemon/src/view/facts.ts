/** What never changes of moves and forms, looked up once: `moveFacts`, `formFacts`. */
import { Dex, type Move } from '@pkmn/sim'
import { CATEGORIES, STATS, TARGETS, TYPES, indexIn } from './conditions.ts'
import { idOf } from './ids.ts'
import { VOCABULARIES } from './vocabulary.ts'

export interface MoveFacts {
  readonly id: string
  /** Index of the moves' vocabulary. */
  readonly number: number
  /** Index of `TYPES`, -1 where it has none of them. */
  readonly type: number
  readonly power: number
  /** 0 to 1 */
  readonly accuracy: number
  readonly priority: number
  readonly status: boolean
  /** Whether it hits both foes. */
  readonly spread: boolean
  /** Whether it fails ever more often when used in a row, as protections do. */
  readonly stalls: boolean
  /** Whether it costs double where a foe with Pressure stands, whomever it aims at. */
  readonly pressed: boolean
  /** Whether using it ends `charge`. */
  readonly discharges: boolean
  /** Whether a Pokemon can know it. */
  readonly known: boolean
  /** PP that every team of these formats gives it. */
  readonly maxPp: number
  /** As `MOVE_FEATURES` of the token view, those that change left 0. */
  readonly features: Float32Array
}

const moves: Map<string, MoveFacts> = new Map()

export function moveFacts(id: string): MoveFacts {
  let facts = moves.get(id)
  if (facts === undefined) {
    const move = Dex.moves.get(id)
    const { type, basePower, accuracy, priority, category, target, pp } = move
    facts = {
      id,
      number: VOCABULARIES.move.index(id),
      type: indexIn(TYPES, type.toLowerCase()),
      power: basePower,
      accuracy: accuracy === true ? 1 : accuracy / 100,
      priority,
      status: category === 'Status',
      spread: target === 'allAdjacentFoes' || target === 'allAdjacent',
      stalls: move.stallingMove === true,
      pressed: target === 'all' || move.flags['mustpressure'] === 1,
      discharges: type === 'Electric' && category !== 'Status',
      known: move.exists && id !== 'struggle' && id !== 'recharge',
      maxPp: move.noPPBoosts ? pp : Math.floor((pp * 8) / 5),
      features: featuresOf(move),
    }
    moves.set(id, facts)
  }
  return facts
}

/** Features of a move in a token, and where the first of the two that change stands among them. */
export const MOVE_SIZE: number = 2 + CATEGORIES.length + TARGETS.length + 10 + TYPES.length
export const PP_LEFT: number = 2 + CATEGORIES.length + TARGETS.length + 8

function featuresOf(move: Move): Float32Array {
  const out = new Float32Array(MOVE_SIZE)
  out[0] = move.basePower / 250
  out[1] = move.accuracy === true ? 1 : move.accuracy / 100
  mark(CATEGORIES, move.category, out, 2)
  mark(TARGETS, move.target, out, 2 + CATEGORIES.length)
  const rest = 2 + CATEGORIES.length + TARGETS.length
  out[rest] = (move.priority + 7) / 12
  out[rest + 1] = move.willCrit === true ? 6 : (move.critRatio ?? 1)
  out[rest + 2] = move.drain === undefined ? 0 : move.drain[0] / move.drain[1]
  out[rest + 3] = move.forceSwitch === true ? 1 : 0
  out[rest + 4] = move.recoil === undefined ? 0 : move.recoil[0] / move.recoil[1]
  out[rest + 5] = move.selfdestruct === undefined ? 0 : 1
  out[rest + 6] = move.selfSwitch === undefined || move.selfSwitch === false ? 0 : 1
  out[rest + 7] = move.pp / 64
  mark(TYPES, move.type.toLowerCase(), out, rest + 10)
  return out
}

function mark(list: readonly string[], id: string, out: Float32Array, from: number): void {
  const index = indexIn(list, id)
  if (index >= 0) out[from + index] = 1
}

export interface FormFacts {
  readonly id: string
  /** Index of the species' vocabulary. */
  readonly number: number
  /** Id of the species of which it is a form. */
  readonly base: string
  /** What it has where it can have one ability only, else `''`. */
  readonly ability: string
  /** Ids of its types. */
  readonly types: readonly string[]
  /** By index of `STATS`. */
  readonly baseStats: Float64Array
  /** As blocks of the token view: types, and base stats / 255. */
  readonly typeFeatures: Float32Array
  readonly statFeatures: Float32Array
  /** kg */
  readonly weight: number
}

const forms: Map<string, FormFacts> = new Map()

export function formFacts(id: string): FormFacts {
  let facts = forms.get(id)
  if (facts === undefined) {
    const { baseSpecies, abilities, types: names, baseStats: stats, weightkg } = Dex.species.get(id)
    const types = names.map((type) => type.toLowerCase())
    const typeFeatures = new Float32Array(TYPES.length)
    for (const type of types) mark(TYPES, type, typeFeatures, 0)
    const baseStats = Float64Array.from(STATS, (stat) => stats[stat as 'hp'])
    facts = {
      id,
      number: VOCABULARIES.species.index(id),
      base: idOf(baseSpecies),
      ability: Object.keys(abilities).length === 1 ? idOf(abilities[0]) : '',
      types,
      baseStats,
      typeFeatures,
      statFeatures: Float32Array.from(baseStats, (stat) => stat / 255),
      weight: weightkg,
    }
    forms.set(id, facts)
  }
  return facts
}
