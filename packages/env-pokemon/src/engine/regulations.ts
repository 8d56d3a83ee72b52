/** Which rules there are, as data that loads nothing of the engine: `FORMAT_IDS`, `REGULATIONS`, `rulesOf`, `formatId`. */

/** Whether both players see the other's team sheet (all but spreads and natures) at team preview. */
export type Sheets = 'open' | 'closed'

/**
 * A regulation set: doubles, bring six and pick four, level 50, one of each species and of each item.
 *
 * `title` is what a log's `|tier|` line says; `rules`, `bans` and `restricted` are names of the engine's own rules and
 * tags, so that they follow its data.
 */
export interface Regulation {
  readonly letter: 'G' | 'H' | 'I'
  readonly title: string
  readonly bans: readonly string[]
  readonly restricted: readonly string[]
  readonly limit: readonly string[]
}

/** Every Pokemon that belongs to a paradox but for the two restricted ones; four have no tag in the engine. */
const PARADOX = ['Paradox', 'Gouging Fire', 'Iron Boulder', 'Iron Crown', 'Raging Bolt']

/** No restricted legendary and no mythical may be in a team under the flat rules, but where a limit names how many. */
export const REGULATIONS: readonly Regulation[] = [
  {
    letter: 'G',
    title: '[Gen 9] VGC 2024 Reg G',
    bans: [],
    restricted: ['Restricted Legendary'],
    limit: ['Limit One Restricted'],
  },
  {
    letter: 'H',
    title: '[Gen 9] VGC 2024 Reg H',
    bans: ['Sub-Legendary', ...PARADOX],
    restricted: [],
    limit: [],
  },
  {
    letter: 'I',
    title: '[Gen 9] VGC 2025 Reg I',
    bans: [],
    restricted: ['Restricted Legendary'],
    limit: ['Limit Two Restricted'],
  },
]

/** The engine's rules of a regulation, in the order in which the engine lists them; `sheets` are rules on team sheets. */
export function rulesOf(regulation: Regulation, sheets: readonly string[]): string[] {
  const common = ['Flat Rules', '!! Adjust Level = 50', 'Min Source Gen = 9', 'VGC Timer']
  return [...common, ...sheets, ...regulation.limit]
}

/** A regulation's letter, and `closed` where its team sheets are. */
export type FormatId = `reg-${Lowercase<Regulation['letter']>}${'' | '-closed'}`

/** The id of a format: `reg-g` with open team sheets, as in official play, or `reg-g-closed`. */
export function formatId(regulation: Regulation, sheets: Sheets): FormatId {
  const letter = regulation.letter.toLowerCase() as Lowercase<Regulation['letter']>
  return `reg-${letter}${sheets === 'open' ? '' : '-closed'}`
}

/** The ids of all formats, those of open team sheets first. */
export const FORMAT_IDS: readonly FormatId[] = (['open', 'closed'] as const).flatMap((sheets) =>
  REGULATIONS.map((regulation) => formatId(regulation, sheets)),
)
