/** `readGolden`. */
import { readFileSync } from 'node:fs'

/** A golden file of test/golden. */
export function readGolden<Content>(name: string): Content {
  return JSON.parse(readFileSync(new URL(`golden/${name}.json`, import.meta.url), 'utf8')) as Content
}
