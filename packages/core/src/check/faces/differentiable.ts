/** Checks of the differentiable face: the pullback against differences of the step itself. */
import type { Environment } from '../../environment.ts'
import type { DifferentiableFace } from '../../faces.ts'
import type { Stream } from '../../random/stream.ts'
import { type ActionArray, type BoxSpace, boundAt, product } from '../../spaces.ts'
import { play } from '../play.ts'
import { type Check, fail, skip } from '../report.ts'
import { batchDifference } from '../rows.ts'
import { type EnvironmentSubject, faceOf } from '../subject.ts'

export const DIFFERENTIABLE_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'differentiable/state',
    title: 'writing the state that was read changes nothing',
    async run(subject) {
      const [written, plain] = [await subject.make(2), await subject.make(2)]
      const face = faced(written)
      const players = [play(written, subject.seed), play(plain, subject.seed)]
      const state = new Float64Array(2 * face.stateSize)
      for (let t = 0; t < subject.steps; t++) {
        face.readState(state)
        const k = state.findIndex((value) => !Number.isFinite(value))
        if (k >= 0) {
          const place = `world ${Math.floor(k / face.stateSize)}, step ${t}: state [${k % face.stateSize}]`
          fail(`${place} is ${state[k]}, expected a finite number`)
        }
        face.writeState(state)
        for (const player of players) player.step()
        const difference = batchDifference(plain.spec, written, plain)
        if (difference !== undefined) fail(`step ${t}, after the state had been written back, ${difference}`)
      }
      return `${subject.steps} steps of 2 worlds`
    },
  },
  {
    id: 'differentiable/pullback',
    title: 'the vector-Jacobian product agrees with differences of the step along random directions',
    run: (subject) => requirePullback(subject),
  },
]

function faced(environment: Environment): DifferentiableFace {
  if (!environment.spec.faces.includes('differentiable')) skip('there is no differentiable face')
  return faceOf(environment.differentiable, 'differentiable')
}

function boxOf({ spec: { action } }: Environment): BoxSpace {
  return action.kind === 'box' ? action : fail('the differentiable face needs actions in a box')
}

const STEPS = 9
const BATCH = 2
const DIRECTIONS = 4
const COMPARED_STEPS = [0, 1, STEPS - 1]
const COMPARISONS = COMPARED_STEPS.length * DIRECTIONS
/** Of the comparisons, how many may straddle a kink, such as a stock-out or a wall. */
const ALLOWED_SHARE = 0.25

/** What a step is differentiated by: the state and the actions of all worlds. */
interface Point {
  readonly state: Float64Array
  readonly actions: ActionArray
}

/** What comes out of a step, and which worlds ended in it. */
interface Outcome {
  readonly state: Float64Array
  readonly observations: Float32Array
  readonly rewards: Float32Array
  readonly ended: Uint8Array
}

const PARTS = ['state', 'observations', 'rewards'] as const
type Part = (typeof PARTS)[number]

async function requirePullback(subject: EnvironmentSubject): Promise<string> {
  const taped = await subject.make(BATCH)
  const tape = faced(taped)
  const space = boxOf(taped)
  const player = play(taped, subject.seed)
  tape.record(STEPS)
  const points: Point[] = []
  for (let t = 0; t < STEPS; t++) {
    const state = new Float64Array(BATCH * tape.stateSize)
    tape.readState(state)
    const actions = drawInside(player.choose(), space)
    points.push({ state, actions })
    taped.step(actions.slice())
  }
  const trial: Trial = { subject, environment: await subject.make(BATCH), tape, points }
  const crossed = PARTS.map((part) => requirePart(trial, part))
  tape.record(0)
  return `${PARTS.length * COMPARISONS} directions, ${crossed.reduce((sum, count) => sum + count)} across a kink`
}

/** Compares one part's cotangents along random directions; returns how many comparisons disagreed. */
function requirePart(trial: Trial, part: Part): number {
  const failures: string[] = []
  for (const t of COMPARED_STEPS) {
    for (let direction = 0; direction < DIRECTIONS; direction++) {
      const stream = trial.subject.seed.fold(t).fold(direction).fold(part).stream()
      const problem = compareAlong(trial, t, part, stream)
      if (problem !== undefined) failures.push(problem)
    }
  }
  if (failures.length > ALLOWED_SHARE * COMPARISONS) {
    fail(`${failures.length} of ${COMPARISONS} comparisons disagree; the first: ${failures[0]}`)
  }
  return failures.length
}

interface Trial {
  readonly subject: EnvironmentSubject
  /** Another environment, on which the step is taken from states beside the taped one. */
  readonly environment: Environment
  readonly tape: DifferentiableFace
  readonly points: readonly Point[]
}

/** Compares the pullback of one part's random cotangent with differences along one random direction. */
function compareAlong(trial: Trial, t: number, part: Part, stream: Stream): string | undefined {
  const { environment, tape, points } = trial
  const cotangent = {
    state: new Float64Array(BATCH * tape.stateSize),
    observations: new Float64Array(environment.observations.length),
    rewards: new Float64Array(environment.rewards.length),
  }
  for (let k = 0; k < cotangent[part].length; k++) cotangent[part][k] = stream.normal()
  const gradient = {
    state: new Float64Array(BATCH * tape.stateSize).fill(NaN),
    actions: new Float64Array(points[t].actions.length).fill(NaN),
  }
  tape.pullback(t, cotangent, gradient)
  const epsilon = part === 'state' ? 1e-5 : 1e-3
  const direction = randomDirection(points[t], boxOf(environment), stream)
  const outcomes = [-epsilon, 0, epsilon].map((size) => {
    const point = moved(points[t], direction, size)
    return { point, outcome: stepFrom(trial, t, point) }
  })
  const change = (from: number, to: number): Comparison => ({
    predicted: predictedChange(gradient, outcomes[from].point, outcomes[to].point),
    ...measuredChange(part, cotangent[part], outcomes[from].outcome, outcomes[to].outcome),
  })
  const both = change(0, 2)
  // A derivative from one side only is right at a kink.
  if ([both, change(0, 1), change(1, 2)].some(agrees)) return undefined
  return `step ${t}, cotangent of ${part}: the pullback predicts ${both.predicted}, the step changes by ${both.measured}`
}

interface Comparison {
  readonly predicted: number
  readonly measured: number
  /** Sum of the absolute contributions to `measured`. */
  readonly size: number
  /** What float32 rounding may add. */
  readonly rounding: number
}

function agrees({ predicted, measured, size, rounding }: Comparison): boolean {
  return Math.abs(predicted - measured) <= 2e-3 * size + rounding + 1e-12
}

function randomDirection(point: Point, space: BoxSpace, stream: Stream): Point {
  const direction = { state: point.state.slice(), actions: Float32Array.from(point.actions) }
  for (let k = 0; k < direction.state.length; k++) {
    direction.state[k] = stream.normal() * Math.max(1, Math.abs(point.state[k]))
  }
  const width = product(space.shape)
  for (let k = 0; k < direction.actions.length; k++) {
    const size = boundAt(space.high, k % width) - boundAt(space.low, k % width)
    direction.actions[k] = (2 * stream.uniform() - 1) * Math.min(1, 10 * size)
  }
  return direction
}

/** Moves actions away from their bounds, so that a small step to either side stays in the box. */
function drawInside(actions: ActionArray, space: BoxSpace): ActionArray {
  const width = product(space.shape)
  return actions.map((action: number, k: number) => {
    const [low, high] = [boundAt(space.low, k % width), boundAt(space.high, k % width)]
    if (high - low < Infinity) return 0.9 * action + 0.05 * (low + high)
    return Math.min(Math.max(action, low + 1), high - 1)
  })
}

function moved(point: Point, direction: Point, size: number): Point {
  return {
    state: point.state.map((value, k) => value + size * direction.state[k]),
    actions: Float32Array.from(point.actions, (value, k) => value + size * direction.actions[k]),
  }
}

/** The outcome of step `t` from a given state and under given actions, with the noise of the taped one. */
function stepFrom({ subject, environment, points, tape }: Trial, t: number, point: Point): Outcome {
  environment.reset(subject.seed)
  for (let before = 0; before < t; before++) environment.step(points[before].actions.slice())
  const face = faced(environment)
  face.writeState(point.state)
  environment.step(point.actions.slice())
  const state = new Float64Array(BATCH * tape.stateSize)
  face.readState(state)
  const { observations, rewards, ended } = environment
  return { state, observations: observations.slice(), rewards: rewards.slice(), ended: ended.slice() }
}

function predictedChange(
  gradient: { readonly state: Float64Array; readonly actions: Float64Array },
  from: Point,
  to: Point,
): number {
  let sum = 0
  for (let k = 0; k < gradient.state.length; k++) sum += gradient.state[k] * (to.state[k] - from.state[k])
  for (let k = 0; k < gradient.actions.length; k++)
    sum += gradient.actions[k] * (to.actions[k] - from.actions[k])
  return sum
}

/** The change of the part, weighed by its cotangent. What a new episode shows does not count: derivatives are cut. */
function measuredChange(
  part: Part,
  weights: Float64Array,
  from: Outcome,
  to: Outcome,
): { measured: number; size: number; rounding: number } {
  let [measured, size, rounding] = [0, 0, 0]
  const width = weights.length / BATCH
  for (let k = 0; k < weights.length; k++) {
    const w = Math.floor(k / width)
    if (part !== 'rewards' && (from.ended[w] === 1 || to.ended[w] === 1)) continue
    const term = weights[k] * (to[part][k] - from[part][k])
    measured += term
    size += Math.abs(term)
    const precision = part === 'state' ? 1e-14 : 1.2e-7
    rounding += precision * Math.abs(weights[k]) * (Math.abs(to[part][k]) + Math.abs(from[part][k]))
  }
  return { measured, size, rounding }
}
