/** Where each number of the compact view stands: `COMPACT_FEATURES`, `compactLayout`. */
import { type Block, layout } from '@gauntlet/core'
import { BOOSTS, STATUSES, TYPES, WEATHERS } from './conditions.ts'

const each = (prefix: string, ids: readonly string[]): string[] => ids.map((id) => `${prefix} ${id}`)

/** Rooms and terrains that the compact view tells of. */
export const COMPACT_FIELDS: readonly string[] = [
  'electricterrain',
  'grassyterrain',
  'mistyterrain',
  'psychicterrain',
  'trickroom',
  'gravity',
]

/** Conditions of a side that the compact view tells of. */
export const COMPACT_SIDE_CONDITIONS: readonly string[] = [
  'tailwind',
  'reflect',
  'lightscreen',
  'auroraveil',
  'safeguard',
  'spikes',
  'stealthrock',
  'stickyweb',
  'toxicspikes',
]

/** Effects on a Pokemon that the compact view tells of. */
export const COMPACT_EFFECTS: readonly string[] = [
  'substitute',
  'taunt',
  'encore',
  'disable',
  'confusion',
  'leechseed',
  'yawn',
  'perish1',
  'perish2',
  'perish3',
  'commander',
  'partiallytrapped',
  'throatchop',
  'healblock',
  'saltcure',
]

const STANDING: readonly string[] = [
  ...each('boost / 6:', BOOSTS),
  ...each('effect:', COMPACT_EFFECTS),
  ...each('type', TYPES),
  'attack / 300',
  'defence / 300',
  'special attack / 300',
  'special defence / 300',
  'speed / 300',
  'first turn on the field',
  'protections in a row / 5',
  'must recharge',
  'prepares a move',
]

/** Of a move of a Pokemon that stands. Effectiveness and power are against the other side's left and right slot. */
const MOVE: readonly string[] = [
  'may be used',
  'power / 150',
  'accuracy',
  '(priority + 7) / 12',
  'is a status move',
  'hits both',
  'share of PP left',
  'power, same type bonus and effectiveness / 300, left',
  'power, same type bonus and effectiveness / 300, right',
]

const MEMBER: readonly string[] = [
  'share of HP',
  'fainted',
  'in the left slot',
  'in the right slot',
  'was brought',
  'holds an item',
  'terastallized',
  ...each('status', STATUSES),
]

const SIDES = ['mine', 'the foe’s']
const SLOT_NAMES = ['left', 'right']

const standing = (features: readonly string[]): string[] =>
  SIDES.flatMap((side) => SLOT_NAMES.flatMap((slot) => features.map((name) => `${side}, ${slot}: ${name}`)))

/** The blocks of the compact view by name, each with the names of its numbers. */
export const COMPACT_BLOCKS: Readonly<Record<string, readonly string[]>> = {
  battle: [
    'turn / 20',
    'picks the leads',
    'picks the back',
    'decides a turn',
    'replaces a Pokemon',
    'waits',
    ...each('weather, turns / 8:', WEATHERS),
    ...each('field, turns / 8:', COMPACT_FIELDS),
    ...SIDES.flatMap((side) => each(`${side}, turns / 8 or share of layers:`, COMPACT_SIDE_CONDITIONS)),
    ...SIDES.map((side) => `${side}: may terastallize`),
    ...SIDES.map((side) => `${side}: Pokemon left / 4`),
  ],
  teams: SIDES.flatMap((side) =>
    [1, 2, 3, 4, 5, 6].flatMap((place) => MEMBER.map((name) => `${side}, place ${place}: ${name}`)),
  ),
  standing: standing(STANDING),
  moves: standing([1, 2, 3, 4].flatMap((m) => MOVE.map((name) => `move ${m}: ${name}`))),
  /** By place of mine and place of the foe's: the best effectiveness of its known moves, or of its types, / 4. */
  matchups: ['mine against', 'against mine'].flatMap((way) =>
    [1, 2, 3, 4, 5, 6].flatMap((own) =>
      [1, 2, 3, 4, 5, 6].map((foe) => `${way}: place ${own}, foe’s ${foe}`),
    ),
  ),
}

/** The names of all numbers of the compact view, by index. */
export const COMPACT_FEATURES: readonly string[] = Object.entries(COMPACT_BLOCKS).flatMap(([block, names]) =>
  each(`${block}:`, names),
)

export const COMPACT_VIEW_SIZE: number = COMPACT_FEATURES.length

export function compactLayout(): Block[] {
  return layout(
    ...Object.entries(COMPACT_BLOCKS).map(([name, features]) => ({
      name,
      shape: [features.length],
      axis: 'flat' as const,
      kind: 'real' as const,
    })),
  )
}
