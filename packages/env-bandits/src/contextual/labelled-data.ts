/** Data sets for classification: `LabelledData`, `labelledDataOf`, `clusters`. */
import { type FileContent, ParameterError, Seed } from '@gauntlet/core'
import { type Table, type TableColumn, isNumeric, readTable } from '@gauntlet/tables'

export interface LabelledData {
  readonly rows: number
  /** Features of a row, the constant included. */
  readonly width: number
  /** [rows, width], each in [0, 1] */
  readonly features: Float32Array
  /** [rows]: indices into `classes` */
  readonly labels: Int32Array
  readonly classes: readonly string[]
}

const MOST_FEATURES = 10_000
const MOST_CLASSES = 1000

const known = new WeakMap<Uint8Array, Map<string, LabelledData>>()

/**
 * The rows of a CSV or Parquet file. The column named `label`, or the last where that is empty, holds the classes, in
 * ascending order; the others are features. Columns of numbers are scaled to [0, 1] over the file, constant ones to 0; each
 * text of a column of text becomes a feature of its own, 0 or 1, in ascending order. The last feature is the constant 1.
 *
 * Errors: ParameterError naming file, column and row where the file is damaged or ragged, no column has the name, there are
 * no features, or fewer than 2 or more than 1000 classes.
 */
export function labelledDataOf(file: FileContent, label: string): LabelledData {
  let byLabel = known.get(file.bytes)
  if (byLabel === undefined) known.set(file.bytes, (byLabel = new Map()))
  let data = byLabel.get(label)
  if (data === undefined) byLabel.set(label, (data = fromTable(readTable(file), file.name, label)))
  return data
}

function fromTable(table: Table, file: string, label: string): LabelledData {
  const { rows, columns } = table
  const names = columns.map(({ name }) => name)
  const at = label === '' ? columns.length - 1 : names.indexOf(label)
  if (at < 0) throw new ParameterError(`${file}: label`, label, `one of the columns ${names.join(', ')}`)
  const classes = distinct(columns[at])
  if (classes.length < 2 || classes.length > MOST_CLASSES) {
    const given = `${classes.length} classes`
    throw new ParameterError(`${file}: column ${names[at]}`, given, `2 to ${MOST_CLASSES} classes`)
  }
  const encodings = columns.filter((_, c) => c !== at).map((column) => encodingOf(column, file))
  if (encodings.length === 0)
    throw new ParameterError(file, 'no column but the label', 'at least one of features')
  const width = encodings.reduce((sum, encoding) => sum + encoding.width, 1)
  const features = new Float32Array(rows * width)
  let first = 0
  for (const encoding of encodings) {
    for (let row = 0; row < rows; row++)
      features[row * width + first + encoding.places[row]] = encoding.values[row]
    first += encoding.width
  }
  for (let row = 0; row < rows; row++) features[row * width + first] = 1
  const numbers = new Map(classes.map((name, k) => [name, k]))
  const labels = Int32Array.from(columns[at].values, (value) => numbers.get(String(value))!)
  return { rows, width, features, labels, classes }
}

/** The values of a column as text, each once, in ascending order: of numbers where all are. */
function distinct({ values }: TableColumn): string[] {
  const texts = [...new Set(values.map(String))]
  return values.every(isNumeric)
    ? texts.toSorted((p, q) => Number(p) - Number(q) || (p < q ? -1 : 1))
    : texts.toSorted((p, q) => (p < q ? -1 : 1))
}

/** The features that a column becomes; all are 0 in a row but that at `places`, which is the one of `values`. */
interface Encoding {
  readonly width: number
  /** [rows] */
  readonly places: Int32Array
  readonly values: ArrayLike<number>
}

function encodingOf({ name, values }: TableColumn, file: string): Encoding {
  if (values.every(isNumeric))
    return { width: 1, places: new Int32Array(values.length), values: scaled(values.map(Number)) }
  const texts = distinct({ name, values })
  if (texts.length > MOST_FEATURES) {
    const given = `${texts.length} different texts`
    throw new ParameterError(`${file}: column ${name}`, given, `numbers, or at most ${MOST_FEATURES} texts`)
  }
  const order = new Map(texts.map((text, k) => [text, k]))
  const places = Int32Array.from(values, (value) => order.get(String(value))!)
  return { width: texts.length, places, values: new Uint8Array(values.length).fill(1) }
}

function scaled(values: readonly number[]): number[] {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity)
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity)
  // In halves, so that the range of the largest numbers does not overflow.
  const range = high / 2 - low / 2
  return values.map((value) => (range > 0 ? (value / 2 - low / 2) / range : 0))
}

const ROWS = 1000
const DIMENSION = 5
const CLASSES = 4
/** Clusters of a class, so that a linear model fits, but not well. */
const CLUSTERS = 2
const SPREAD = 0.12

let generated: LabelledData | undefined

/** A thousand rows of five numbers in four classes, each of two normal clusters in the unit cube: always the same. */
export function clusters(): LabelledData {
  if (generated !== undefined) return generated
  const stream = Seed.from(0).fold('supervised clusters').stream()
  const centres = Float64Array.from({ length: CLASSES * CLUSTERS * DIMENSION }, () => stream.uniform())
  const features = new Float32Array(ROWS * (DIMENSION + 1)).fill(1)
  const labels = new Int32Array(ROWS)
  for (let row = 0; row < ROWS; row++) {
    const cluster = stream.integer(CLASSES * CLUSTERS)
    labels[row] = cluster % CLASSES
    for (let k = 0; k < DIMENSION; k++) {
      const value = centres[cluster * DIMENSION + k] + SPREAD * stream.normal()
      features[row * (DIMENSION + 1) + k] = Math.min(1, Math.max(0, value))
    }
  }
  generated = { rows: ROWS, width: DIMENSION + 1, features, labels, classes: ['0', '1', '2', '3'] }
  return generated
}
