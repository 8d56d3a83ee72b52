/**
 * Spaces: what an action may be. `discrete`, `multiDiscrete`, `box`, `combinatorial`;
 * `actionWidth`, `maskWidth`, `allocateActions`, `checkActions`.
 */
import { GauntletError, IllegalActionError } from './errors.ts'
import { COUNT, type Form, LIST, NUMBER, TEXT, listOf, oneOf, requireForm, requireValue } from './form.ts'

/** One choice out of `n`, numbered from 0. */
export interface DiscreteSpace {
  readonly kind: 'discrete'
  readonly n: number
  /** What each choice means, for tables and replays; `names[i]` belongs to choice `i`. */
  readonly names?: readonly string[]
}

/** Several choices at once: factor `f` is one of `counts[f]`. */
export interface MultiDiscreteSpace {
  readonly kind: 'multi-discrete'
  readonly counts: readonly number[]
}

/** Real numbers between bounds. `outside` says whether a number beyond them is clipped or refused; it must be finite. */
export interface BoxSpace {
  readonly kind: 'box'
  readonly shape: readonly number[]
  /** A bound for all elements, or one for each in row-major order. May be infinite. */
  readonly low: number | readonly number[]
  readonly high: number | readonly number[]
  readonly outside: 'clip' | 'refuse'
  /** What each element is, in row-major order; refusals tell it. */
  readonly names?: readonly string[]
}

/**
 * A subset of `elements` things, feasible by the rules of the environment. A policy gives one score per
 * element; the environment's `Feasible` face turns scores into the feasible subset of greatest total.
 */
export interface CombinatorialSpace {
  readonly kind: 'combinatorial'
  readonly elements: number
  /** The feasible family in words: `at most 3 of 10 arms`, `paths from the depot of at most 12 edges`. */
  readonly family: string
}

export type ActionSpace = DiscreteSpace | MultiDiscreteSpace | BoxSpace | CombinatorialSpace
export type ActionKind = ActionSpace['kind']

/** Actions of a whole batch: int32 for discrete kinds, float32 for a box, bytes for subsets. */
export type ActionArray = Int32Array | Float32Array | Uint8Array

/** Choices `0 … n-1`. Errors: `n` below 1 or not whole. */
export function discrete(n: number, names?: readonly string[]): DiscreteSpace {
  requireCount('discrete n', n)
  if (names !== undefined) requireNames('discrete', names, n)
  return names === undefined ? { kind: 'discrete', n } : { kind: 'discrete', n, names }
}

/** Factors with `counts[f]` choices each. Errors: no factor, or a count below 1. */
export function multiDiscrete(counts: readonly number[]): MultiDiscreteSpace {
  requireValue(counts, 'multi-discrete counts', LIST, 'space')
  requireCount('multi-discrete factors', counts.length)
  for (const [f, count] of counts.entries()) requireCount(`multi-discrete counts[${f}]`, count)
  return { kind: 'multi-discrete', counts }
}

const BOUND: Form = { allowed: 'a number, or a list of them', accepts: listOf(NUMBER).accepts }

/** Real vectors between `low` and `high`. Errors: bounds or names of another length, NaN, or low above high. */
export function box(
  shape: readonly number[],
  low: number | readonly number[],
  high: number | readonly number[],
  outside: 'clip' | 'refuse' = 'clip',
  names?: readonly string[],
): BoxSpace {
  requireValue(shape, 'box shape', LIST, 'space')
  for (const [k, length] of shape.entries()) requireCount(`box shape[${k}]`, length)
  const size = product(shape)
  for (const [name, bound] of [['low', low] as const, ['high', high] as const]) {
    if (typeof bound !== 'number') requireValue(bound, `box ${name}`, BOUND, 'space')
    if (typeof bound !== 'number' && bound.length !== size) {
      throw new GauntletError('space', `box ${name}: got ${bound.length} numbers, expected 1 or ${size}`)
    }
  }
  for (let k = 0; k < size; k++) {
    if (!(boundAt(low, k) <= boundAt(high, k))) {
      throw new GauntletError(
        'space',
        `box element ${k}: low ${boundAt(low, k)} is not below high ${boundAt(high, k)}`,
      )
    }
  }
  if (names !== undefined) requireNames('box', names, size)
  return { kind: 'box', shape, low, high, outside, ...(names !== undefined && { names }) }
}

/** Feasible subsets of `elements` things. Errors: `elements` below 1. */
export function combinatorial(elements: number, family: string): CombinatorialSpace {
  requireCount('combinatorial elements', elements)
  requireValue(family, 'combinatorial family', TEXT, 'space')
  return { kind: 'combinatorial', elements, family }
}

/** Refuses what none of these functions would have made. */
export function checkSpace(space: ActionSpace): void {
  requireForm(space, 'action', {}, 'space')
  switch (space.kind) {
    case 'discrete':
      return void discrete(space.n, space.names)
    case 'multi-discrete':
      return void multiDiscrete(space.counts)
    case 'box':
      requireForm(space, 'box', { outside: oneOf('clip', 'refuse') }, 'space')
      return void box(space.shape, space.low, space.high, space.outside, space.names)
    case 'combinatorial':
      return void combinatorial(space.elements, space.family)
    default:
      requireForm(
        space,
        'action',
        { kind: oneOf('discrete', 'multi-discrete', 'box', 'combinatorial') },
        'space',
      )
  }
}

/** Numbers that one agent's action takes in an `ActionArray`. */
export function actionWidth(space: ActionSpace): number {
  switch (space.kind) {
    case 'discrete':
      return 1
    case 'multi-discrete':
      return space.counts.length
    case 'box':
      return product(space.shape)
    case 'combinatorial':
      return space.elements
  }
}

/** Bytes that one agent's action mask takes: its choices over all factors; 0 for a box. */
export function maskWidth(space: ActionSpace): number {
  switch (space.kind) {
    case 'discrete':
      return space.n
    case 'multi-discrete':
      return space.counts.reduce((sum, count) => sum + count, 0)
    case 'box':
      return 0
    case 'combinatorial':
      return space.elements
  }
}

/** A zeroed array for `rows` (batch × agents) actions of the space's type. Shape [rows, actionWidth]. */
export function allocateActions(space: ActionSpace, rows: number): ActionArray {
  const length = rows * actionWidth(space)
  if (space.kind === 'box') return new Float32Array(length)
  return space.kind === 'combinatorial' ? new Uint8Array(length) : new Int32Array(length)
}

/**
 * Refuses a batch of actions that leaves its space or its mask; clips a box that clips, in place.
 *
 * Shapes: `actions` [batch, agents, actionWidth]; `mask` [batch, agents, maskWidth] or undefined.
 * Whether a subset is feasible is for the environment's own rules to check.
 * Errors: IllegalActionError naming world, agent and action. Type and length are for the caller to have checked.
 */
export function checkActions(
  space: ActionSpace,
  actions: ActionArray,
  mask: Uint8Array | undefined,
  agents: number,
): void {
  switch (space.kind) {
    case 'discrete':
      return checkDiscrete(space.n, actions, mask, agents)
    case 'multi-discrete':
      return checkFactors(space.counts, actions, mask, agents)
    case 'box':
      return checkBox(space, actions, agents)
    case 'combinatorial':
      return checkSubsets(space.elements, actions, mask, agents)
  }
}

function checkDiscrete(n: number, actions: ActionArray, mask: Uint8Array | undefined, agents: number): void {
  for (let i = 0; i < actions.length; i++) {
    const action = actions[i]
    if (!(action >= 0 && action < n)) throw illegal(i, agents, action, `0 to ${n - 1}`)
    if (mask !== undefined && mask[i * n + action] === 0)
      throw illegal(i, agents, action, 'an action its mask allows')
  }
}

function checkFactors(
  counts: readonly number[],
  actions: ActionArray,
  mask: Uint8Array | undefined,
  agents: number,
): void {
  const factors = counts.length
  let offset = 0
  for (let i = 0; i < actions.length; i++) {
    const factor = i % factors
    const count = counts[factor]
    const action = actions[i]
    if (!(action >= 0 && action < count)) {
      throw illegal((i - factor) / factors, agents, action, `0 to ${count - 1} in factor ${factor}`)
    }
    if (mask !== undefined && mask[offset + action] === 0) {
      throw illegal(
        (i - factor) / factors,
        agents,
        action,
        `a choice that the mask of factor ${factor} allows`,
      )
    }
    offset += count
  }
}

function checkBox(space: BoxSpace, actions: ActionArray, agents: number): void {
  const { low, high } = boundsOf(space)
  const width = low.length
  for (let i = 0, k = 0; i < actions.length; i++, k = k + 1 === width ? 0 : k + 1) {
    const value = actions[i]
    const finite = Number.isFinite(value)
    if (finite && value >= low[k] && value <= high[k]) continue
    if (!finite || space.outside === 'refuse') {
      const range = `${boundAt(space.low, k)} to ${boundAt(space.high, k)}`
      const element = space.names === undefined ? `element ${k}` : `element ${k} (${space.names[k]})`
      throw illegal((i - k) / width, agents, value, `a finite number from ${range} in ${element}`)
    }
    actions[i] = value < low[k] ? low[k] : high[k]
  }
}

/** Bounds of every element, as float32 like the actions, so that a bound such as 0.1 is itself inside the box. */
interface Bounds {
  readonly low: Float32Array
  readonly high: Float32Array
}

const knownBounds = new WeakMap<BoxSpace, Bounds>()

function boundsOf(space: BoxSpace): Bounds {
  const known = knownBounds.get(space)
  if (known !== undefined) return known
  const each = (bound: number | readonly number[]): Float32Array =>
    Float32Array.from({ length: product(space.shape) }, (_, k) => boundAt(bound, k))
  const bounds = { low: each(space.low), high: each(space.high) }
  knownBounds.set(space, bounds)
  return bounds
}

function checkSubsets(
  elements: number,
  actions: ActionArray,
  mask: Uint8Array | undefined,
  agents: number,
): void {
  if (mask === undefined) {
    let bits = 0
    for (let i = 0; i < actions.length; i++) bits |= actions[i]
    if (bits <= 1) return
  }
  for (let i = 0; i < actions.length; i++) {
    const chosen = actions[i]
    const refused = chosen > 1 || (chosen === 1 && mask !== undefined && mask[i] === 0)
    if (!refused) continue
    const element = i % elements
    const row = (i - element) / elements
    if (chosen > 1) throw illegal(row, agents, chosen, `0 or 1 for element ${element}`)
    throw illegal(row, agents, element, 'elements that the mask allows')
  }
}

function illegal(row: number, agents: number, action: number, allowed: string): IllegalActionError {
  return new IllegalActionError(Math.floor(row / agents), row % agents, action, allowed)
}

/** The bound of element `k`, whether one number stands for all or each has its own. */
export function boundAt(bound: number | readonly number[], k: number): number {
  return typeof bound === 'number' ? bound : bound[k]
}

/** Number of elements of a shape; 1 for the empty shape. */
export function product(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1)
}

function requireCount(name: string, value: unknown): void {
  requireValue(value, name, COUNT, 'space')
}

function requireNames(kind: string, names: readonly string[], expected: number): void {
  requireValue(names, `${kind} names`, listOf(TEXT), 'space')
  if (names.length === expected) return
  throw new GauntletError('space', `${kind} names: got ${names.length}, expected ${expected}`)
}
