/** `one-ply`: a search one turn deep over the matrix of both players' joint actions. */
import type { Stream } from '@gauntlet/core'
import { writeChoice } from '../actions/choice-text.ts'
import type { LegalActions } from '../actions/legal-actions.ts'
import { cloneBattle } from '../engine/clone.ts'
import type { FastBattle } from '../engine/fast-battle.ts'
import type { Knowledge } from '../view/knowledge.ts'
import { ActionValues } from './calc-greedy.ts'
import type { Player } from './player.ts'
import { equilibriumRow } from './regret-matching.ts'
import type { SampledWorld } from './sampled-world.ts'
import { uniform } from './uniform.ts'

/** Joint actions of one's own and of the foe that are looked at, and worlds in which they are. */
const OWN = 6
const FOE = 4
const WORLDS = 4
const ITERATIONS = 400

/** What a Pokemon that stands is worth, and its HP. */
const STANDS = 0.35
const HEALTH = 0.65

/** Requests for replacements in a row, of which a turn has no more. */
const MOST_REPLACEMENTS = 16

/**
 * Team preview is drawn uniformly. Otherwise:
 *
 * 1. The 6 joint actions of one's own that `calc-greedy` values most, the first of equals.
 * 2. 4 worlds that agree with what is known (`sampleWorld`); in each, the foe's 4 that it values most by its own values.
 * 3. Each of the 6 x 4 pairs is played in each world until the next turn begins, or the end: replacements are the first on
 *    the bench. It is worth the sum over one's own Pokemon that stand of 0.35 + 0.65 x share of HP, less that of the foe's.
 * 4. The matrix of means over worlds, in which column l is what the foe values l-th in each world, is solved by 400
 *    iterations of regret matching; an action is drawn from one's average strategy, or its mode is taken.
 *
 * 96 turns are played for a decision, about a third of a second.
 *
 * Source: this project; regret matching after Hart and Mas-Colell 2000.
 */
export const onePly: Player = (decision, actions, offset) => {
  const { known, legal, stream, mode } = decision
  if ((legal.phase !== 'turn' && legal.phase !== 'switch') || legal.count === 1) {
    uniform(decision, actions, offset)
    return
  }
  const own = mostValued(known, legal, OWN)
  const texts = own.map((k) => textOf(legal, k))
  const payoffs = new Float64Array(own.length * FOE)
  for (let w = 0; w < WORLDS; w++) addWorld(decision.imagine(stream), known.side, texts, payoffs)
  const strategy = equilibriumRow(payoffs, own.length, FOE, ITERATIONS)
  const chosen = own[mode === 'greedy' ? modeOf(strategy) : draw(strategy, stream)]
  actions[offset] = legal.pairs[2 * chosen]
  actions[offset + 1] = legal.pairs[2 * chosen + 1]
}

/** Adds what each pair is worth in a world. Shape: `payoffs` [texts, FOE]. */
function addWorld(
  { battle, foe }: SampledWorld,
  side: number,
  texts: readonly string[],
  payoffs: Float64Array,
): void {
  const theirs = mostValued(foe.known, foe.legal, FOE).map((l) => textOf(foe.legal, l))
  for (const [k, text] of texts.entries()) {
    let worth = 0
    for (let l = 0; l < FOE; l++) {
      // A foe with fewer actions has its last again.
      if (l < theirs.length) worth = playTurn(battle, side, text, theirs[l])
      payoffs[k * FOE + l] += worth / WORLDS
    }
  }
}

/** Indices of the joint actions of greatest value, at most `count`, best first. */
function mostValued(known: Knowledge, legal: LegalActions, count: number): number[] {
  const values = new ActionValues(known, legal)
  const all = Array.from({ length: legal.count }, (_, k) => ({
    k,
    value: values.of(legal.pairs[2 * k], legal.pairs[2 * k + 1]),
  }))
  all.sort((one, other) => other.value - one.value || one.k - other.k)
  return all.slice(0, count).map(({ k }) => k)
}

function textOf(legal: LegalActions, k: number): string {
  return writeChoice(legal, legal.pairs[2 * k], legal.pairs[2 * k + 1])
}

/** What a copy of the battle is worth once both have chosen and the next turn begins. */
function playTurn(battle: FastBattle, side: number, own: string, foe: string): number {
  const twin = cloneBattle(battle)
  const texts = side === 0 ? [own, foe] : [foe, own]
  for (const [n, text] of texts.entries()) {
    // What is drawn may make a choice illegal that is legal as far as one knows.
    if (text !== '' && !twin.choose(IDS[n], text)) twin.choose(IDS[n], 'default')
  }
  for (let k = 0; k < MOST_REPLACEMENTS && twin.requestState === 'switch' && !twin.ended; k++) {
    for (const [n, one] of twin.sides.entries()) if (!one.isChoiceDone()) twin.choose(IDS[n], 'default')
  }
  return worthOf(twin, side) - worthOf(twin, 1 - side)
}

const IDS = ['p1', 'p2'] as const

function worthOf({ sides }: FastBattle, side: number): number {
  let worth = 0
  for (const { hp, maxhp } of sides[side].pokemon) if (hp > 0) worth += STANDS + (HEALTH * hp) / maxhp
  return worth
}

function modeOf(strategy: Float64Array): number {
  return strategy.indexOf(Math.max(...strategy))
}

function draw(strategy: Float64Array, stream: Stream): number {
  let left = stream.uniform()
  for (let k = 0; k < strategy.length - 1; k++) {
    left -= strategy[k]
    if (left < 0) return k
  }
  return strategy.length - 1
}
