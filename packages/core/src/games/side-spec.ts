/**
 * What a game of two sides looks like to one of them: `isGame`, `sideSpec`, `seatSpec`; how it is scored: `gameSpec`; against whom:
 * `opponentNames`, `isSavable`.
 */
import type { EnvironmentSpec, ExpertSpec, FaceName, MetricSpec } from '../spec.ts'

/** The name of the uniform random policy among opponents. */
export const RANDOM_OPPONENT = 'random'

/** How a game came out for one side; its mean is the win rate. */
export const WIN_RATE: MetricSpec = {
  name: 'win_rate',
  unit: '',
  direction: 'maximise',
  description: '1 where the side won, by the sums of the sides’ returns, 0.5 for a tie, 0 where it lost',
}

const TRUNCATED: MetricSpec = {
  name: 'truncated',
  unit: '',
  direction: 'neither',
  description: '1 where the game was cut off',
}

/** Whether two sides play against each other, so that matches say who is better. */
export function isGame({ sides, protocol }: EnvironmentSpec): boolean {
  return sides === 2 && protocol === 'episodic'
}

/** The game's own metrics that a side keeps: what has a direction is good for somebody, and nobody says for whom. */
export function keptMetrics({ metrics }: EnvironmentSpec): MetricSpec[] {
  const taken = [WIN_RATE.name, TRUNCATED.name]
  return metrics.filter(({ name, direction }) => direction === 'neither' && !taken.includes(name))
}

/** A game as it is scored: by whether a side wins. Whoever is not to decide has `active` 0. */
export function gameSpec(spec: EnvironmentSpec): EnvironmentSpec {
  return {
    ...spec,
    activity: true,
    metrics: [WIN_RATE, TRUNCATED, ...keptMetrics(spec)],
    score: WIN_RATE.name,
  }
}

/**
 * One side's agents as an environment of their own, in which the spec's opponents play the other side; undefined where the
 * sides differ in size, or choose subsets, of which one side alone has no oracle.
 *
 * A single agent that waits has one legal action, so that its steps need no activity: a decision with one choice has
 * probability 1 and teaches nothing. The central state shows both sides, and is left out.
 */
export function sideSpec(spec: EnvironmentSpec): EnvironmentSpec | undefined {
  const { experts = [] } = spec
  const savable = opponentNames(spec).every((name) => isSavable(name, experts))
  return seatSpec(spec, savable)
}

/** `sideSpec`, whoever plays the other side; `savable`: whether what they all remember can be saved. */
export function seatSpec(spec: EnvironmentSpec, savable: boolean): EnvironmentSpec | undefined {
  const { sideOf = [], action } = spec
  const agents = sideOf.filter((side) => side === 0).length
  if (!isGame(spec) || 2 * agents !== spec.agents || action.kind === 'combinatorial') return undefined
  const kept = savable ? [...SIDE_FACES, 'snapshot'] : SIDE_FACES
  const faces = spec.faces.filter((face) => kept.includes(face))
  const {
    state: _,
    postDecision: __,
    sideOf: ___,
    opponents: ____,
    dealt: _____,
    missingFaces,
    ...rest
  } = gameSpec(spec)
  return {
    ...rest,
    agents,
    activity: agents > 1 && spec.activity,
    sides: 1,
    rewardStructure: 'individual',
    faces,
    missingFaces: savable ? { ...missingFaces } : { snapshot: UNSAVABLE, ...missingFaces },
  }
}

const SIDE_FACES: readonly FaceName[] = ['instance', 'expert', 'dataset', 'maskAfter']
const UNSAVABLE = 'what the other side remembers cannot be saved'

/** Whether what somebody who plays the other side remembers can be saved: random play, and experts that say so. */
export function isSavable(opponent: string, experts: readonly ExpertSpec[]): boolean {
  return opponent === RANDOM_OPPONENT || experts.some(({ name, savable }) => name === opponent && savable)
}

/** Who plays the other side where nobody says otherwise: the spec's opponents, or every honest expert and random play. */
export function opponentNames({ opponents, experts = [] }: EnvironmentSpec): readonly string[] {
  const honest = ({ seesHiddenState }: ExpertSpec): boolean => !seesHiddenState
  return opponents ?? [...experts.filter(honest).map(({ name }) => name), RANDOM_OPPONENT]
}
