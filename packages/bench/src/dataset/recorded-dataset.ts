/** Recorded transitions from a file: `readDataset`, `RecordedDataset`. */
import {
  type ActionArray,
  type DatasetColumns,
  type DatasetFace,
  type EnvironmentSpec,
  type FileContent,
  GauntletError,
  IllegalActionError,
  type OptionalColumn,
  ParameterError,
  actionWidth,
  allocateActions,
  checkActions,
  maskWidth,
  product,
} from '@gauntlet/core'
import { type NpzFile, parseJson, readNpz } from '@gauntlet/tables'

/** Rows of a file, in memory. */
export interface RecordedDataset extends DatasetFace {
  readonly keeps: readonly OptionalColumn[]
  /** All rows as the file has them; the optional columns where `keeps` names them. `read` gives trajectory after trajectory. */
  readonly columns: DatasetColumns
  /** [size]: of which episode, in which step of it, and by which agent a decision is; absent where the file does not tell */
  readonly episodes: Int32Array | undefined
  readonly steps: Int32Array | undefined
  readonly agents: Int32Array | undefined
  /** What the file says of itself: the environment, the policies, how good they are; `null` where it says nothing. */
  readonly about: unknown
}

type Typed = Float32Array | Float64Array | Int32Array | Uint8Array

/**
 * The dataset in a file that `gauntlet dataset record` wrote, or that has columns of the same names and shapes (of the
 * optional ones as many as there are), for an environment with this spec. Its rows are read by episode, then by agent, where the
 * file tells them, so that those of a trajectory follow one another.
 *
 * Errors: ParameterError naming file, column and row where the file is damaged, a column is missing, of another shape than
 * the spec says, or holds what has no place in it: an action that is not legal, or a number that is not finite.
 */
export function readDataset(file: FileContent, spec: EnvironmentSpec): RecordedDataset {
  const npz = readNpz(file)
  const [seen, choices] = [product(spec.observation.shape), maskWidth(spec.action)]
  const size = sizeOf(file, npz)
  const column = <T extends Typed>(name: string, width: number, into: T): T =>
    readColumn(file, npz, name, [size, width], into)
  const optional = <T extends Typed>(name: string, width: number, into: T): T | undefined =>
    npz.has(name) ? column(name, width, into) : undefined
  const masks = spec.masked ? optional('masks', choices, new Uint8Array(size * choices)) : undefined
  const nextMasks = spec.masked ? optional('next_masks', choices, new Uint8Array(size * choices)) : undefined
  const truncated = optional('truncated', 1, new Uint8Array(size))
  const unknown = new Float64Array(size).fill(Number.NaN)
  const columns: DatasetColumns = {
    observations: column('observations', seen, new Float32Array(size * seen)),
    actions: column('actions', actionWidth(spec.action), allocateActions(spec.action, size)),
    rewards: column('rewards', 1, new Float32Array(size)),
    nextObservations: column('next_observations', seen, new Float32Array(size * seen)),
    terminated: column('terminated', 1, new Uint8Array(size)),
    propensities: optional('propensities', 1, new Float64Array(size)) ?? unknown,
    ...(masks && { masks }),
    ...(nextMasks && { nextMasks }),
    ...(truncated && { truncated }),
  }
  requireLegal(file.name, spec, columns)
  const [episodes, agents] = [
    optional('episodes', 1, new Int32Array(size)),
    optional('agents', 1, new Int32Array(size)),
  ]
  const order = trajectoryOrder(episodes ?? new Int32Array(size), agents ?? new Int32Array(size))
  const about = npz.has(ABOUT) ? parseJson({ name: `${file.name}: ${ABOUT}`, bytes: npz.bytes(ABOUT) }) : null
  return {
    size,
    keeps: OPTIONAL.filter((name) => columns[name] !== undefined),
    columns,
    episodes,
    steps: optional('steps', 1, new Int32Array(size)),
    agents,
    about,
    read: (from, count, into) => copyRows(file.name, columns, order, from, count, into),
  }
}

const ABOUT = 'metadata.json'
const OPTIONAL: readonly OptionalColumn[] = ['masks', 'nextMasks', 'truncated']

function sizeOf(file: FileContent, npz: NpzFile): number {
  const [size = 0] = npz.array('rewards').shape
  if (size >= 1) return size
  throw new ParameterError(`${file.name}: rewards`, `${size} rows`, 'at least 1')
}

/** A column's numbers, in the type of `into`. */
function readColumn<T extends Typed>(
  file: FileContent,
  npz: NpzFile,
  name: string,
  [size, width]: readonly [number, number],
  into: T,
): T {
  const { shape, values } = npz.array(name)
  if (shape[0] !== size || values.length !== size * width) {
    const allowed = `${size} rows of ${width} numbers, as the environment has them`
    throw new ParameterError(`${file.name}: ${name}: shape`, shape, allowed)
  }
  into.set(values)
  const k = into.findIndex((value, i) => !Object.is(value, values[i]) && !isRounded(into, value, values[i]))
  if (k < 0) return into
  const allowed = into instanceof Uint8Array ? 'a whole number from 0 to 255' : 'a whole number'
  throw new ParameterError(`${file.name}: ${name}, row ${Math.floor(k / width)}`, values[k], allowed)
}

/** Whether a number differs from what the file has by its precision alone. */
function isRounded(into: Typed, value: number, given: number): boolean {
  return value === given || (into instanceof Float32Array && Object.is(value, Math.fround(given)))
}

/** Refuses actions that are not legal, flags that are none, and numbers that are not finite. */
function requireLegal(name: string, spec: EnvironmentSpec, columns: DatasetColumns): void {
  const rows = columns.rewards.length
  for (const column of ['observations', 'nextObservations', 'rewards'] as const)
    requireEach(name, column, columns[column], rows, Number.isFinite, 'a finite number')
  const bit = (value: number): boolean => value === 0 || value === 1
  for (const column of ['terminated', ...OPTIONAL] as const)
    requireEach(name, column, columns[column] ?? [], rows, bit, '0 or 1')
  const chance = (value: number): boolean => Number.isNaN(value) || (value > 0 && value <= 1)
  requireEach(name, 'propensities', columns.propensities, rows, chance, 'a probability above 0, or NaN')
  try {
    checkActions(spec.action, columns.actions, columns.masks, 1)
  } catch (error) {
    if (!(error instanceof IllegalActionError)) throw error
    const message = `${name}: actions, row ${error.world}: ${error.message}`
    throw new ParameterError(`${name}: actions`, error.world, 'a legal action', message)
  }
}

function requireEach(
  file: string,
  column: string,
  values: ArrayLike<number>,
  rows: number,
  allows: (value: number) => boolean,
  allowed: string,
): void {
  for (let k = 0; k < values.length; k++) {
    if (allows(values[k])) continue
    const row = Math.floor((k * rows) / values.length)
    throw new ParameterError(`${file}: ${column}, row ${row}`, values[k], allowed)
  }
}

/** [size]: row numbers by episode, then by agent; of equals in the order in which they are. */
function trajectoryOrder(episodes: Int32Array, agents: Int32Array): Int32Array {
  return Int32Array.from(episodes.keys()).sort(
    (p, q) => episodes[p] - episodes[q] || agents[p] - agents[q] || p - q,
  )
}

function copyRows(
  name: string,
  columns: DatasetColumns,
  order: Int32Array,
  from: number,
  count: number,
  into: DatasetColumns,
): void {
  const size = order.length
  const whole = Number.isInteger(from) && Number.isInteger(count) && from >= 0 && count >= 0
  if (!whole || from + count > size) {
    const message = `${name}: got ${count} rows from ${from} on, expected whole numbers within ${size} rows`
    throw new GauntletError('dataset', message)
  }
  const targets: Readonly<Record<string, ActionArray | Float64Array | undefined>> = { ...into }
  for (const [column, values] of Object.entries(columns)) {
    const target = targets[column]
    if (target === undefined) continue
    const width = values.length / size
    for (let k = 0; k < count; k++) {
      const row = order[from + k] * width
      for (let j = 0; j < width; j++) target[k * width + j] = values[row + j]
    }
  }
}
