/** Golden numbers of other programs: `readGolden`. Each file names its source. */
import { readFileSync } from 'node:fs'

export function readGolden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8')) as T
}
