/**
 * Where each number of the token view stands: `TOKENS`, `TOKEN_IDS`, `TOKEN_FEATURES`, `tokenLayout`, `tokenSize`.
 *
 * A token is a Pokemon: the player's six, then the foe's six, each in the order of its team sheet. As in VGC-Bench (2025,
 * `embed_battle`), every token tells the field, its side and itself. It differs where that encoding loses something: a
 * duration counts from 1, so that what began in this turn shows; accuracy is not divided twice; effects show also where
 * their turns are not counted; a weather that goes on keeps its count; species have numbers; ratings, Z-moves and
 * Dynamax are left out.
 */
import { type Block, layout } from '@gauntlet/core'
import {
  BOOSTS,
  CATEGORIES,
  EFFECTS,
  FIELDS,
  GENDERS,
  SIDE_CONDITIONS,
  STATS,
  STATUSES,
  TARGETS,
  TYPES,
  WEATHERS,
} from './conditions.ts'

/** Six of the player's, six of the foe's. */
export const TOKENS = 12

/** Sizes of the vocabularies (vocabulary.ts), unknown and none among them. A test holds them to the engine's lists. */
export const SPECIES_COUNT = 1416
export const ABILITY_COUNT = 319
export const ITEM_COUNT = 583
export const MOVE_COUNT = 924

/** Numbers that stand for ids, before the features. */
export const TOKEN_IDS = ['species', 'ability', 'item', 'move 1', 'move 2', 'move 3', 'move 4'] as const

const each = (prefix: string, ids: readonly string[]): string[] => ids.map((id) => `${prefix} ${id}`)

/** What a move's numbers are. */
const MOVE_FEATURES: readonly string[] = [
  'power / 250',
  'accuracy',
  ...each('category', CATEGORIES),
  ...each('target', TARGETS),
  '(priority + 7) / 12',
  'critical ratio',
  'drained share',
  'forces a switch',
  'recoil share',
  'faints its user',
  'switches its user',
  'PP / 64',
  'share of PP left',
  'was used last',
  ...each('type', TYPES),
]

/** The features of a token, by index, after its ids. Turns are of 8 and count from 1: 1/8 began this turn. */
export const TOKEN_FEATURES: readonly string[] = [
  ...each('weather, turns / 8:', WEATHERS),
  ...each('field, turns / 8:', FIELDS),
  'team preview',
  'a Pokemon of mine revives another',
  'a Pokemon of mine commands another',
  ...each('side condition, turns or layers:', SIDE_CONDITIONS),
  'its side may mega evolve',
  'its side may terastallize',
  ...[1, 2, 3, 4].flatMap((m) => MOVE_FEATURES.map((name) => `move ${m}: ${name}`)),
  ...each('type', TYPES),
  ...each('tera type', TYPES),
  ...each('base stat / 255:', STATS),
  ...each('stat / 255, -1 unknown:', STATS),
  ...each('gender', GENDERS),
  'weight / 1000 kg',
  'share of HP',
  'was on the field',
  'was brought',
  ...each('status', STATUSES),
  'turns asleep or badly poisoned / 16',
  ...each('boost / 6:', BOOSTS),
  ...each('effect, turns / 8:', EFFECTS),
  'first turn on the field',
  'protections in a row / 5',
  'must recharge',
  'prepares a move',
  'terastallized',
  'in the left slot',
  'in the right slot',
  ...[1, 2, 3, 4, 5, 6].map((place) => `place ${place} on the team sheet`),
  'is the foe’s',
]

/** The blocks of a token view, one after the other: every block holds all twelve tokens. */
export function tokenLayout(): Block[] {
  return layout(
    { name: 'species', shape: [TOKENS], axis: 'token', kind: 'category', categories: SPECIES_COUNT },
    { name: 'ability', shape: [TOKENS], axis: 'token', kind: 'category', categories: ABILITY_COUNT },
    { name: 'item', shape: [TOKENS], axis: 'token', kind: 'category', categories: ITEM_COUNT },
    { name: 'moves', shape: [TOKENS, 4], axis: 'token', kind: 'category', categories: MOVE_COUNT },
    { name: 'features', shape: [TOKENS, TOKEN_FEATURES.length], axis: 'token', kind: 'real' },
  )
}

/** Numbers of a token view. */
export const TOKEN_VIEW_SIZE: number = TOKENS * (TOKEN_IDS.length + TOKEN_FEATURES.length)
