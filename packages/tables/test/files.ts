/** Files that the tests read. */
import { readFileSync } from 'node:fs'
import type { FileContent } from '@gauntlet/core'

export const textFile = (text: string, name: string = 'sales.csv'): FileContent => ({
  name,
  bytes: Uint8Array.from(Buffer.from(text)),
})

/** The files of a golden collection: name to bytes in base64. */
export function goldenFiles(collection: 'npy' | 'npz' | 'parquet'): Map<string, FileContent> {
  const text = readFileSync(new URL(`golden/${collection}.json`, import.meta.url), 'utf8')
  const files = JSON.parse(text) as Record<string, string>
  return new Map(
    Object.entries(files).map(([name, base64]) => [
      name,
      { name: `${name}.${collection}`, bytes: Uint8Array.from(Buffer.from(base64, 'base64')) },
    ]),
  )
}
