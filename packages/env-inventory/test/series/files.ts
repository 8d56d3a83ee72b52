/** Files for tests of series. */
import { readFileSync } from 'node:fs'
import type { FileContent } from '@gauntlet/core'

export const textFile = (text: string, name: string = 'sales.csv'): FileContent => ({
  name,
  bytes: Uint8Array.from(Buffer.from(text)),
})

/** One of the Parquet files that `@gauntlet/tables` is tested with. */
export function parquetFile(name: string): FileContent {
  const text = readFileSync(new URL('../../../tables/test/golden/parquet.json', import.meta.url), 'utf8')
  const files = JSON.parse(text) as Record<string, string>
  return { name: `${name}.parquet`, bytes: Uint8Array.from(Buffer.from(files[name], 'base64')) }
}
