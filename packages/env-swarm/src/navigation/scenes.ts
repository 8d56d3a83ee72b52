/** Where agents begin and where they are to go: `drawScene`. */
import { GauntletError, type Stream, cos, sin } from '@gauntlet/core'
import { MARGIN } from './safety-filter.ts'
import { NAVIGATION_ID, type NavigationProblem } from './problem.ts'

/** Whole scenes that are tried, and places for each agent in each of them. */
const SCENES = 100
const PLACES = 100

/** By how many radii places on the circle are moved at most, so that no scene is symmetric. */
const JITTER = 0.2

/** A rectangle in which a place is drawn uniformly. */
type Region = readonly [x: number, y: number, width: number, height: number]

/**
 * Draws starts and goals of one world, [agents, 2] each from `at` on, by rejection: two starts, two goals, and each of
 * them and an obstacle leave two goalTolerance between discs, so that all can be at their goals at once.
 * Errors: GauntletError where 100 scenes of 100 places for each agent leave an agent without a place.
 */
export function drawScene(
  problem: NavigationProblem,
  stream: Stream,
  starts: Float64Array,
  goals: Float64Array,
  at: number,
): void {
  const { agents, side, radius, scene } = problem
  for (let attempt = 0; attempt < SCENES; attempt++) {
    const turn = stream.uniform()
    if (place(problem, stream, starts, at, 0, turn) && place(problem, stream, goals, at, 1, turn)) return
  }
  throw new GauntletError(
    'instance',
    `${NAVIGATION_ID}: ${agents} agents of radius ${radius} find no places in a ${scene} scene of side ${side} in ${SCENES} tries; ` +
      'fewer agents, a smaller radius or goalTolerance, fewer obstacles, or a larger side leave more room',
  )
}

/** Draws all starts (`end` 0) or all goals (1); false where one finds no place. */
function place(
  problem: NavigationProblem,
  stream: Stream,
  places: Float64Array,
  at: number,
  end: 0 | 1,
  turn: number,
): boolean {
  for (let a = 0; a < problem.agents; a++) {
    const [x, y, width, height] = regionOf(problem, a, end, turn)
    let tries = 0
    do {
      if (tries++ === PLACES) return false
      places[at + 2 * a] = x + width * stream.uniform()
      places[at + 2 * a + 1] = y + height * stream.uniform()
    } while (!isFree(problem, places, at, a))
  }
  return true
}

/** Where agent `a` begins (`end` 0) or is to go (1). */
function regionOf(problem: NavigationProblem, a: number, end: 0 | 1, turn: number): Region {
  const { scene, side, radius, goalTolerance, agents } = problem
  const low = radius + goalTolerance
  const room = side - 2 * low
  if (scene === 'random') return [low, low, room, room]
  const jitter = JITTER * radius
  if (scene === 'swap') {
    const angle = 2 * Math.PI * (turn + a / agents + end / 2)
    const reach = Math.max(0, room / 2 - jitter)
    return [
      side / 2 + reach * cos(angle) - jitter,
      side / 2 + reach * sin(angle) - jitter,
      2 * jitter,
      2 * jitter,
    ]
  }
  // A strip along a side, a quarter of the way deep; of every two agents the second one's is another.
  const deep = room / 4
  const far = low + room - deep
  if (scene === 'exchange') return [(a + end) % 2 === 0 ? low : far, low, deep, room]
  const entry = end === 0 ? low : far
  const middle = low + room / 4
  return a % 2 === 0 ? [entry, middle, deep, room / 2] : [middle, entry, room / 2, deep]
}

/** Whether the place of agent `a` leaves room to those before it, to walls and to obstacles. */
function isFree(problem: NavigationProblem, places: Float64Array, at: number, a: number): boolean {
  const { side, radius, goalTolerance, discs } = problem
  const x = places[at + 2 * a]
  const y = places[at + 2 * a + 1]
  const edge = radius + goalTolerance
  if (!(Math.min(x, y) >= edge && Math.max(x, y) <= side - edge)) return false
  const apart = (reach: number, p: number, q: number): boolean => {
    const gap = reach * (1 + MARGIN) + 2 * goalTolerance
    return (x - p) * (x - p) + (y - q) * (y - q) >= gap * gap
  }
  for (let b = 0; b < a; b++) {
    if (!apart(2 * radius, places[at + 2 * b], places[at + 2 * b + 1])) return false
  }
  for (let k = 0; k < discs.length; k += 3) {
    if (!apart(radius + discs[k + 2], discs[k], discs[k + 1])) return false
  }
  return true
}
