/**
 * The text of a finished cell's file: `writeCellFile`, `readCellFile`. It is the record's canonical JSON with
 * the digest put last, so that the digest can be checked against the bytes without writing the record again.
 */
import { createHash } from 'node:crypto'
import { GauntletError, canonicalJson } from '@gauntlet/core'
import { readCellResult } from './record-readers.ts'
import type { CellResult } from './records.ts'

/** `,"digest":"` + 64 digits + `"}` and a new line. */
const TAIL_LENGTH = 11 + 64 + 2 + 1

export function writeCellFile({ digest, ...content }: CellResult): string {
  return `${canonicalJson(content).slice(0, -1)},"digest":"${digest}"}\n`
}

/**
 * The record in a file's text.
 * Errors: GauntletError saying what is wrong where the text is no cell, or not the one that its digest was made of.
 */
export function readCellFile(text: string, key: string): CellResult {
  const record = parse(text)
  if (record.format !== 'gauntlet-cell')
    throw corrupt(`format is ${String(record.format)}, expected gauntlet-cell`)
  if (record.formatVersion !== 1) {
    throw corrupt(
      `format version is ${String(record.formatVersion)}, this harness reads 1; use its newer version`,
    )
  }
  const { digest } = record
  const actual = digestOfText(text) === digest ? digest : digestOfRecord(record)
  if (actual !== digest) throw corrupt(`its digest is ${String(digest)}, but its content has ${actual}`)
  if (record.key !== key) throw corrupt(`holds cell ${String(record.key)}`)
  const descriptor = fastDigest(record.descriptor)
  if (descriptor !== key) throw corrupt(`its descriptor has the key ${descriptor}`)
  return readCellResult(record, 'cell')
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

/** The digest that the bytes have, if they are as `writeCellFile` writes them. */
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
