/** The golden battles, and the formats that they were played in. */
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type EngineFormat, engineFormat } from '../../src/engine/formats.ts'
import { REGULATIONS } from '../../src/engine/regulations.ts'

export interface Golden {
  readonly id: string
  readonly formatid: string
  readonly seed: `gen5,${string}`
  readonly players: readonly { readonly name: string; readonly team: string }[]
  readonly inputLog: readonly string[]
  readonly decisions: readonly { readonly side: 'p1' | 'p2'; readonly choice: string }[]
  readonly checkpoints: readonly { readonly after: number; readonly logLength: number }[]
  readonly result: {
    readonly winner: string
    readonly turns: number
    readonly score: readonly [number, number]
    readonly finalPrng: string
  }
  readonly log: readonly string[]
  readonly log_sha256: string
  readonly spectator_sha256: string
  readonly p1_sha256: string
  readonly p2_sha256: string
}

const folder = join(import.meta.dirname, '..', 'golden', 'battles')

/** All golden battles, in the order of their numbers. */
export const GOLDEN: readonly Golden[] = readdirSync(folder)
  .toSorted()
  .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Golden)

/** The rules of the golden battles: team sheets were offered, and neither player took the offer. */
const offered = new Map<string, EngineFormat>(
  REGULATIONS.map((regulation) => {
    const format = engineFormat(regulation, ['Open Team Sheets'])
    return [format.id, format]
  }),
)

/** Those in formats that the engine has, each with its format. */
export const PLAYABLE: readonly { readonly golden: Golden; readonly format: EngineFormat }[] = GOLDEN.flatMap(
  (golden) => {
    const format = offered.get(golden.formatid)
    return format === undefined ? [] : [{ golden, format }]
  },
)

/** The digest of lines as golden files hold it. */
export function digestOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}
