/** A training's state as bytes: `writeCheckpoint`, `readCheckpoint`. */
import { createHash } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'
import type { TrainingState } from './train.ts'

/** Bytes of a SHA-256. */
const DIGEST = 32

/** The digest of what follows, and the state as V8 writes it, which every later version of Node reads. */
export function writeCheckpoint(state: TrainingState): Uint8Array {
  const content = serialize(state)
  return Buffer.concat([digestOf(content), content])
}

/** The state; undefined where the bytes are not whole, so that training begins anew. */
export function readCheckpoint(bytes: Uint8Array): TrainingState | undefined {
  const content = bytes.subarray(DIGEST)
  if (!digestOf(content).equals(bytes.subarray(0, DIGEST))) return undefined
  return deserialize(content) as TrainingState
}

function digestOf(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest()
}
