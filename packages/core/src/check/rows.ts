/**
 * Rows of buffers: one world of one buffer, read, kept, compared bit for bit.
 * `LIVE`, `FINAL`, `rowOf`, `worldDifference`, `keepWorld`, `keptDifference`.
 */
import type { Buffers } from '../environment.ts'
import type { EnvironmentSpec } from '../spec.ts'

export type BufferName = Exclude<keyof Buffers, 'batch'>
export type BufferArray = Float32Array | Float64Array | Int32Array | Uint8Array

/** What a world shows after every reset and step. */
export const LIVE: readonly BufferName[] = [
  'observations',
  'state',
  'actionMask',
  'rewards',
  'terminated',
  'truncated',
  'active',
  'ended',
  'costs',
]

/** What a world shows of the episode that has just ended, where `ended`. */
export const FINAL: readonly BufferName[] = [
  'finalObservations',
  'finalState',
  'finalActionMask',
  'returns',
  'lengths',
  'metrics',
]

export const ALL: readonly BufferName[] = [...LIVE, ...FINAL]

/** What tells of the step itself, whichever episode begins after it. */
export const OUTCOME: readonly BufferName[] = [
  'rewards',
  'terminated',
  'truncated',
  'ended',
  'costs',
  ...FINAL,
]

/** Buffers whose rows belong to the world as a whole, not to its agents one by one. */
const PER_WORLD: readonly BufferName[] = ['state', 'finalState', 'ended', 'lengths', 'metrics', 'costs']

/** World `w` of a buffer, as a window on it; undefined where the environment has no such buffer. */
export function rowOf(buffers: Buffers, name: BufferName, w: number): BufferArray | undefined {
  const array = buffers[name]
  if (array === undefined) return undefined
  const width = array.length / buffers.batch
  return array.subarray(w * width, (w + 1) * width)
}

/** The first difference between two rows, as text; undefined where they are the same bits. */
export function rowDifference(
  spec: EnvironmentSpec,
  name: BufferName,
  got: BufferArray | undefined,
  expected: BufferArray | undefined,
): string | undefined {
  if (got === undefined || expected === undefined) {
    return got === expected ? undefined : `${name} is ${got === undefined ? 'missing' : 'unexpected'}`
  }
  if (got.length !== expected.length) return `${name} has ${got.length} numbers, expected ${expected.length}`
  for (let i = 0; i < got.length; i++) {
    if (!Object.is(got[i], expected[i])) {
      return `${elementName(spec, name, i, got.length)} is ${got[i]}, expected ${expected[i]}`
    }
  }
  return undefined
}

/** The name of element `i` of a world's row: `observations of agent 1 [3]`, `metrics [0]`. */
export function elementName(spec: EnvironmentSpec, name: BufferName, i: number, length: number): string {
  if (PER_WORLD.includes(name)) return length === 1 ? name : `${name} [${i}]`
  const width = length / spec.agents
  const agent = Math.floor(i / width)
  return width === 1 ? `${name} of agent ${agent}` : `${name} of agent ${agent} [${i % width}]`
}

/**
 * The first difference between world `w` of `got` and world `v` of `expected`, as text: in what is live, and
 * in what is final where the episode has just ended. undefined where they are the same bits.
 */
export function worldDifference(
  spec: EnvironmentSpec,
  got: Buffers,
  w: number,
  expected: Buffers,
  v: number,
  live: readonly BufferName[] = LIVE,
): string | undefined {
  const names = expected.ended[v] === 1 ? [...live, ...FINAL] : live
  for (const name of names) {
    const difference = rowDifference(spec, name, rowOf(got, name, w), rowOf(expected, name, v))
    if (difference !== undefined) return difference
  }
  return undefined
}

/** The first difference between all worlds of two batches of the same size, naming the world. */
export function batchDifference(
  spec: EnvironmentSpec,
  got: Buffers,
  expected: Buffers,
  live: readonly BufferName[] = LIVE,
): string | undefined {
  for (let w = 0; w < expected.batch; w++) {
    const difference = worldDifference(spec, got, w, expected, w, live)
    if (difference !== undefined) return `world ${w}: ${difference}`
  }
  return undefined
}

/** A world's rows, copied. */
export type KeptWorld = Readonly<Partial<Record<BufferName, BufferArray>>>

/** Copies a world's rows of the given buffers. */
export function keepWorld(buffers: Buffers, w: number, names: readonly BufferName[] = ALL): KeptWorld {
  return Object.fromEntries(names.map((name) => [name, rowOf(buffers, name, w)?.slice()]))
}

/** The first difference between world `w` and what was kept of it, over the given buffers. */
export function keptDifference(
  spec: EnvironmentSpec,
  got: Buffers,
  w: number,
  kept: KeptWorld,
  names: readonly BufferName[],
): string | undefined {
  for (const name of names) {
    const difference = rowDifference(spec, name, rowOf(got, name, w), kept[name])
    if (difference !== undefined) return difference
  }
  return undefined
}
