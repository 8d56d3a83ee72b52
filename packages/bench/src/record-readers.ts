/**
 * Readers of the store's records: `readCellResult`, `readProvenance`, `readFailedCell`, `readMatchResult`,
 * `readFailedMatch`. They refuse what a later
 * step would stumble over, whatever a digest says.
 */
import { ParameterError, show } from '@gauntlet/core'
import { type Reader, anyRecord, list, oneOf, real, record, text, whole } from './config-reader.ts'
import type {
  CellDescriptor,
  CellResult,
  FailedCell,
  FailedMatch,
  MatchDescriptor,
  MatchResult,
  Provenance,
} from './records.ts'

export const digest: Reader<string> = (value, path) => {
  if (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)) return value
  throw new ParameterError(path, value, 'a SHA-256 in hexadecimal')
}

const anyText: Reader<string> = (value, path) => {
  if (typeof value === 'string') return value
  throw new ParameterError(path, value, 'text')
}

/** Finite numbers; there are thousands in a record, so paths are made only where one is refused. */
const numbers: Reader<readonly number[]> = (value, path) => {
  if (!Array.isArray(value)) throw new ParameterError(path, value, 'a list of numbers')
  const wrong = value.findIndex((item) => typeof item !== 'number' || !Number.isFinite(item))
  if (wrong >= 0) throw new ParameterError(`${path}[${wrong}]`, value[wrong], 'a number')
  return value as readonly number[]
}

export function orNull<T>(reader: Reader<T>): Reader<T | null> {
  return (value, path) => (value === null ? null : reader(value, path))
}

/** An object whose values are all of one kind. */
function each<T>(reader: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return (value, path) => {
    const given = anyRecord(value, path)
    for (const [name, item] of Object.entries(given)) reader(item, `${path}.${name}`)
    return given as Readonly<Record<string, T>>
  }
}

function exactly<const T extends number>(expected: T): Reader<T> {
  return (value, path) => {
    if (value === expected) return expected
    throw new ParameterError(path, value, show(expected))
  }
}

export const readDescriptor: Reader<CellDescriptor> = (value, path) => descriptorFields(value, path)

const descriptorFields: Reader<CellDescriptor> = record(
  {
    environment: record({ id: text, version: whole(1), setting: text, parameters: anyRecord }, {}),
    algorithm: record({ id: text, version: whole(1), configuration: anyRecord, recipe: anyRecord }, {}),
    adapters: list(record({ id: text, version: whole(1) }, {})),
    evaluation: record(
      {
        parameters: anyRecord,
        episodes: whole(1),
        instances: orNull(list(whole(0))),
        batch: whole(1),
        mode: oneOf('sample', 'greedy'),
      },
      {},
    ),
    seed: whole(0),
    budget: whole(0),
    backend: text,
    protocol: whole(1),
  },
  { against: readDescriptor },
)

/** Errors: ParameterError naming the field, as all of these. */
export const readCellResult: Reader<CellResult> = record(
  {
    format: oneOf('gauntlet-cell'),
    formatVersion: exactly(1),
    key: digest,
    descriptor: readDescriptor,
    score: real(),
    episodes: each(numbers),
    lengths: numbers,
    curve: list(record({ steps: whole(0), metrics: each(real()) }, {})),
    steps: record({ training: whole(0), evaluation: whole(0) }, {}),
    policy: orNull(digest),
    digest,
  },
  { course: list(record({ steps: whole(0), score: real() }, {})) },
)

export const readProvenance: Reader<Provenance> = record(
  {
    key: digest,
    startedAt: text,
    trainingSeconds: real(),
    evaluationSeconds: real(),
    microsecondsPerDecision: real(),
    node: text,
    platform: text,
    processor: anyText,
    packages: each(anyText),
    commit: orNull(text),
  },
  { trainingStepsPerSecond: real(), resumedFromStep: whole(0) },
)

const failure = {
  formatVersion: exactly(1),
  key: digest,
  reason: oneOf('threw', 'timed-out', 'out-of-memory', 'not-finite', 'crashed'),
  message: anyText,
  failedAt: text,
} as const

export const readFailedCell: Reader<FailedCell> = record(
  { format: oneOf('gauntlet-failed-cell'), ...failure, descriptor: readDescriptor },
  {},
)

/** Exactly two. */
function pair<T>(reader: Reader<T>): Reader<readonly [T, T]> {
  return (value, path) => {
    const [first, second, ...more] = list(reader)(value, path)
    if (second !== undefined && more.length === 0) return [first, second]
    throw new ParameterError(path, value, 'a list of two')
  }
}

const readMatchDescriptor: Reader<MatchDescriptor> = record(
  { players: pair(readDescriptor), games: whole(2), matchProtocol: whole(1) },
  {},
)

const matchFields: Reader<MatchResult> = record(
  {
    format: oneOf('gauntlet-match'),
    formatVersion: exactly(1),
    key: digest,
    descriptor: readMatchDescriptor,
    policies: pair(orNull(digest)),
    outcomes: numbers,
    truncated: numbers,
    lengths: numbers,
    digest,
  },
  { dealt: list(pair(whole(0))) },
)

export const readMatchResult: Reader<MatchResult> = (value, path) => {
  const match = matchFields(value, path)
  const { dealt, outcomes } = match
  if (dealt === undefined || dealt.length === outcomes.length) return match
  throw new ParameterError(`${path}.dealt`, `${dealt.length} games`, `${outcomes.length}, as outcomes`)
}

export const readFailedMatch: Reader<FailedMatch> = record(
  { format: oneOf('gauntlet-failed-match'), ...failure, descriptor: readMatchDescriptor },
  {},
)
