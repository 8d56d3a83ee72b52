/**
 * What the harness puts into a queue: `orderOf` a cell, which a worker reads by `readOrder`, and `replyOf` a run, which the
 * planner reads by `readReply`. Neither trusts the other: a queue holds whatever those write who reach it. Of
 * the bytes beside them: `fileName`, `policyName`, `sha256Of`, `NO_FILE`; `NO_CELL`.
 */
import { createHash } from 'node:crypto'
import { GauntletError, digestOf } from '@gauntlet/core'
import { type Cell, cellFiles } from '../cells.ts'
import { type Reader, list, oneOf, record, text, whole } from '../config-reader.ts'
import { readCellFile, writeRecordFile } from '../record-file.ts'
import { digest, orNull, readDescriptor, readProvenance } from '../record-readers.ts'
import type { CellDescriptor, CellResult, Provenance } from '../records.ts'

const VERSION = 1

/** Characters of an order: descriptors have some thousand, and one that names ten thousand instances a hundred thousand. */
const MOST_ORDER = 2 ** 22

/** How a worker says that a file did not come with a cell: the planner then sends it again. */
export const NO_FILE = 'the queue does not have the file'

/** The reason of what is no cell, which is no reason why a cell fails: a planner that wants the cell sends it again. */
export const NO_CELL = 'no-cell'

/** A cell to be run. */
export interface Order {
  readonly format: 'gauntlet-order'
  readonly formatVersion: number
  readonly descriptor: CellDescriptor
  /** Digests of the files that its parameters name. */
  readonly files: readonly string[]
  /** Of a best response: the digest of what the learner of its rival saved. */
  readonly rival: string | null
}

/** A cell's result, without what its learner saved. */
export interface Reply {
  readonly result: CellResult
  readonly provenance: Provenance
}

export function orderOf(cell: Cell, rival: string | null): Order {
  const files = [...cellFiles(cell).keys()].sort()
  return { format: 'gauntlet-order', formatVersion: VERSION, descriptor: cell.descriptor, files, rival }
}

const orderFields: Reader<Order> = record(
  {
    format: oneOf('gauntlet-order'),
    formatVersion: whole(1),
    descriptor: readDescriptor,
    files: list(digest),
    rival: orNull(digest),
  },
  {},
)

/**
 * An order that somebody put under a key. Errors: GauntletError saying what is wrong with it; with code `version` where another
 * version of the harness may read it.
 */
export function readOrder(value: unknown, key: string): Order {
  const { formatVersion } = Object(value) as { formatVersion?: unknown }
  if (formatVersion !== VERSION && typeof formatVersion === 'number') {
    throw new GauntletError('version', `needs version ${formatVersion} of orders; here is ${VERSION}`)
  }
  const length = JSON.stringify(value)?.length ?? 0
  if (length > MOST_ORDER) {
    throw new GauntletError('order', `the order has ${length} characters, of at most ${MOST_ORDER}`)
  }
  const order = orderFields(value, 'order')
  const actual = digestOf(order.descriptor)
  if (actual === key) return order
  throw new GauntletError('order', `the order is under ${key}, but its descriptor has the key ${actual}`)
}

export function replyOf({ result, provenance }: Reply): object {
  return { format: 'gauntlet-reply', formatVersion: VERSION, record: writeRecordFile(result), provenance }
}

const replyFields = record(
  {
    format: oneOf('gauntlet-reply'),
    formatVersion: whole(1, VERSION),
    record: text,
    provenance: readProvenance,
  },
  {},
)

/** The result that a worker gave of the cell with a key. Errors: GauntletError where it is none, or another's. */
export function readReply(value: unknown, key: string): Reply {
  const { record: file, provenance } = replyFields(value, 'reply')
  if (provenance.key !== key) throw new GauntletError('reply', `its provenance is of cell ${provenance.key}`)
  return { result: readCellFile(file, key), provenance }
}

/** Files stand in a queue by their digest. */
export function fileName(sha256: string): string {
  return `file-${sha256}`
}

/** What learners saved by the cell, since two cells may have saved the same, and each is removed when it was fetched. */
export function policyName(key: string): string {
  return `policy-${key}`
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
