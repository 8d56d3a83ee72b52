/** A battle's protocol in words: `readableLog`. */
import { Protocol } from '@pkmn/protocol'
import { LogFormatter } from '@pkmn/view'

/** What a health of `condition`, `66/100` or `0 fnt`, is in percent. */
function percent(condition: string): number {
  const [left, of = '1'] = condition.split(' ')[0].split('/')
  return Math.round((100 * Number(left)) / Number(of))
}

/**
 * The lines of a log as English, as Showdown's client has them, from the first player's side; health that is lost or won with how
 * much is left. What no reader needs, such as the teams' lists, is left out.
 */
export function readableLog(lines: readonly string[]): string[] {
  const formatter = new LogFormatter('p1')
  return lines.flatMap((line) => {
    const { args, kwArgs } = Protocol.parseBattleLine(line)
    const told = formatter.formatText(args, kwArgs).replaceAll('**', '').split('\n')
    const [kind, , health] = args as readonly string[]
    const words = told.filter((text) => text.trim() !== '')
    if (words.length === 0 || (kind !== '-damage' && kind !== '-heal')) return words
    const last = words.length - 1
    return words.map((text, k) => (k === last ? `${text} ${percent(health)} % left` : text))
  })
}
