/** Everything a battle holds, as text: `graphOf`. */
import { Dex, RuleTable } from '@pkmn/sim'

/**
 * The values that an object reaches, a line each with the path by which it is reached first. Left out is what no battle
 * changes: the dex, rules and effects (by their ids), functions.
 */
export function graphOf(root: object): string[] {
  const lines: string[] = []
  const seen = new Map<object, string>()
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'function' || value === undefined) return
    if (typeof value !== 'object' || value === null) {
      lines.push(`${path} = ${String(value)}`)
      return
    }
    if (value instanceof Dex.ModdedDex || value instanceof RuleTable) return
    const before = seen.get(value)
    if (before !== undefined) {
      lines.push(`${path} -> ${before}`)
      return
    }
    seen.set(value, path)
    if (value instanceof Dex.Data.BasicEffect && !('hit' in value)) {
      lines.push(`${path} = effect ${value.id}`)
      return
    }
    if (value instanceof Set) {
      for (const [k, one] of [...value].entries()) walk(one, `${path}{${k}}`)
      return
    }
    for (const [key, one] of Object.entries(value)) walk(one, `${path}.${key}`)
  }
  walk(root, '')
  return lines
}
