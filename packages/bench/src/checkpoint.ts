/**
 * A training's state as bytes: `writeCheckpoint`, `readCheckpoint`.
 *
 * They are the digest of all that follows; the number of this format and the length of the next part (uint32, little-endian, each); the
 * state without the learner, as V8 writes it, which every later version of Node reads; and what the learner saved, which may be hundreds
 * of megabytes and so is copied but once.
 */
import { createHash } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'
import type { TrainingState } from './train.ts'

/** Bytes of a SHA-256. */
const DIGEST = 32
const HEAD = DIGEST + 8
const FORMAT = 2

/** The bytes, alone in their buffer. */
export function writeCheckpoint({ learner, ...rest }: TrainingState): Uint8Array<ArrayBuffer> {
  const told = serialize(rest)
  const bytes = new Uint8Array(HEAD + told.length + learner.length)
  const head = new DataView(bytes.buffer)
  head.setUint32(DIGEST, FORMAT, true)
  head.setUint32(DIGEST + 4, told.length, true)
  bytes.set(told, HEAD)
  bytes.set(learner, HEAD + told.length)
  bytes.set(digestOf(bytes))
  return bytes
}

/** The state; undefined where the bytes are not whole, or of another format, so that training begins anew. */
export function readCheckpoint(bytes: Uint8Array): TrainingState | undefined {
  if (bytes.length < HEAD || !digestOf(bytes).equals(bytes.subarray(0, DIGEST))) return undefined
  const head = new DataView(bytes.buffer, bytes.byteOffset)
  if (head.getUint32(DIGEST, true) !== FORMAT) return undefined
  const end = HEAD + head.getUint32(DIGEST + 4, true)
  const rest = deserialize(bytes.subarray(HEAD, end)) as Omit<TrainingState, 'learner'>
  return { ...rest, learner: bytes.subarray(end) }
}

/** Of all but where the digest stands. */
function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes.subarray(DIGEST)).digest()
}
