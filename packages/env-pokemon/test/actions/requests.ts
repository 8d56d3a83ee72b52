/** Arbitrary requests of doubles, likely ones and odd ones. */
import fc from 'fast-check'
import type { LegalActions } from '../../src/actions/legal-actions.ts'
import type { ActiveRequest, BattleRequest, MemberRequest } from '../../src/actions/request.ts'

const TARGET_TYPES = [
  'normal',
  'any',
  'adjacentFoe',
  'adjacentAlly',
  'adjacentAllyOrSelf',
  'self',
  'allAdjacent',
  'allAdjacentFoes',
  'randomNormal',
  'scripted',
]
const KNOWN = ['one', 'two', 'three', 'four']

const move = fc.constantFrom(...TARGET_TYPES)
const maybe = fc.boolean()

const free: fc.Arbitrary<ActiveRequest> = fc.record({
  moves: fc
    .tuple(fc.array(move, { minLength: 1, maxLength: 4 }), fc.array(maybe, { minLength: 4, maxLength: 4 }))
    .map(([targets, disabled]) =>
      targets.map((target, m) => ({ id: KNOWN[m], target, disabled: targets.length > 1 && disabled[m] })),
    ),
  trapped: maybe,
  canMegaEvo: maybe,
  canTerastallize: fc.constantFrom(undefined, 'Water'),
})

const locked: fc.Arbitrary<ActiveRequest> = fc.constantFrom(...KNOWN, 'recharge', 'struggle').map((id) => ({
  moves: [id === 'struggle' ? { id, target: 'randomNormal', disabled: false } : { id }],
  trapped: id !== 'struggle',
}))

function member(index: number): fc.Arbitrary<MemberRequest> {
  return fc.record({
    ident: fc.constant(`p1: Member ${index}`),
    condition: fc.constantFrom('100/100', '7/100 par', '0 fnt'),
    moves: fc.constant(KNOWN),
    commanding: fc.integer({ max: 5, min: 0 }).map((n) => n === 0),
    reviving: maybe,
  })
}

const side = fc
  .integer({ min: 2, max: 6 })
  .chain((team) => fc.tuple(...Array.from({ length: team }, (_, index) => member(index))))
  .map((pokemon) => ({ id: 'p1', pokemon }))

const slots = fc.tuple(
  fc.oneof({ arbitrary: free, weight: 4 }, locked),
  fc.oneof({ arbitrary: free, weight: 4 }, locked),
)

/** Some of these leave nothing to do. */
export const requests: fc.Arbitrary<BattleRequest> = fc.oneof(
  { arbitrary: fc.record({ active: slots, side }), weight: 5 },
  { arbitrary: fc.record({ forceSwitch: fc.tuple(maybe, maybe), side }), weight: 3 },
  { arbitrary: fc.record({ wait: fc.constant(true), side }), weight: 1 },
)

/** Of each position, the member there. */
export const permutations: fc.Arbitrary<number[]> = fc.shuffledSubarray([1, 2, 3, 4, 5, 6], { minLength: 6 })

/** A team preview of so many. */
export function previewOf(team: number): BattleRequest {
  const pokemon = Array.from({ length: team }, (_, k) => ({
    ident: `p1: M${k}`,
    condition: '9/9',
    moves: KNOWN,
  }))
  return { teamPreview: true, maxChosenTeamSize: 4, side: { id: 'p1', pokemon } }
}

/** The flat list. */
export function pairsOf(legal: LegalActions): [number, number][] {
  return Array.from({ length: legal.count }, (_, i) => [legal.pairs[2 * i], legal.pairs[2 * i + 1]])
}
