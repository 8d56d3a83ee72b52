/** What a user's code threw, as text, whatever it is: `thrownText`. */
import { inspect } from 'node:util'
import { isGauntletError } from './reasons.ts'

export function thrownText(thrown: unknown): string {
  try {
    if (isGauntletError(thrown)) return thrown.message
    if (thrown instanceof Error || Object(thrown) !== thrown) return String(thrown)
    return inspect(thrown, { depth: 1, customInspect: false })
  } catch {
    return 'a value that cannot be shown'
  }
}
