/**
 * The text of a finished cell's file, and of a match's: `writeRecordFile`, `readCellFile`, `readMatchFile`. It is the
 * record's canonical JSON with the digest put last, so that the digest can be checked against the bytes without writing
 * the record again.
 */
import { createHash } from 'node:crypto'
import { GauntletError, canonicalJson, show } from '@gauntlet/core'
import type { Reader } from './config-reader.ts'
import { readCellResult, readMatchResult } from './record-readers.ts'
import type { CellResult, MatchResult } from './records.ts'

/** `,"digest":"` + 64 digits + `"}` and a new line. */
const TAIL_LENGTH = 11 + 64 + 2 + 1

export function writeRecordFile({ digest, ...content }: CellResult | MatchResult): string {
  return `${canonicalJson(content).slice(0, -1)},"digest":"${digest}"}\n`
}

/** The cell in a file's text. Errors: GauntletError saying what is wrong where it is none, or not the one of its digest. */
export function readCellFile(text: string, key: string): CellResult {
  return readRecord(text, key, 'gauntlet-cell', readCellResult)
}

/** Likewise the match. */
export function readMatchFile(text: string, key: string): MatchResult {
  return readRecord(text, key, 'gauntlet-match', readMatchResult)
}

function readRecord<T>(text: string, key: string, format: string, read: Reader<T>): T {
  const record = parse(text)
  if (record.format !== format) throw corrupt(`format is ${show(record.format)}, expected ${format}`)
  if (record.formatVersion !== 1) {
    throw corrupt(
      `format version is ${show(record.formatVersion)}, this harness reads 1; use its newer version`,
    )
  }
  const { digest } = record
  const actual = digestOfText(text) === digest ? digest : digestOfRecord(record)
  if (actual !== digest) throw corrupt(`its digest is ${show(digest)}, but its content has ${actual}`)
  const what = format.slice('gauntlet-'.length)
  if (record.key !== key) throw corrupt(`holds ${what} ${show(record.key)}`)
  const descriptor = fastDigest(record.descriptor)
  if (descriptor !== key) throw corrupt(`its descriptor has the key ${descriptor}`)
  return read(record, what)
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    throw corrupt('is not JSON; it was cut off or changed')
  }
  throw corrupt('is not a record')
}

/** The digest that the bytes have, if they are as `writeRecordFile` writes them. */
function digestOfText(text: string): string {
  return createHash('sha256')
    .update(`${text.slice(0, -TAIL_LENGTH)}}`)
    .digest('hex')
}

/** `digestOf` by Node's own SHA-256: ten thousand files are read at once. */
function fastDigest(value: unknown): string {
  return nativeSha256(canonicalJson(value))
}

function nativeSha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function digestOfRecord(record: Record<string, unknown>): string {
  const { digest, ...content } = record
  if (typeof digest !== 'string') throw corrupt('has no digest')
  try {
    return fastDigest(content)
  } catch (error) {
    throw corrupt((error as Error).message)
  }
}

function corrupt(message: string): GauntletError {
  return new GauntletError('corrupt', message)
}
