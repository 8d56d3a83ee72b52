/** Plays stored matches again and compares: `verifyMatches`, `MatchVerdict`. */
import { GauntletError } from '@gauntlet/core'
import type { Catalogue } from './catalogue.ts'
import { drain } from './drain.ts'
import type { MatchRun } from './match.ts'
import { type Match, restoreMatch } from './matches.ts'
import type { FailedMatch, MatchResult } from './records.ts'
import { savedPolicies, withSaved } from './run.ts'
import type { Store } from './store.ts'
import { type Verdict, type VerifyOptions, compareRecords } from './verify.ts'

export type MatchVerdict = Verdict<MatchResult | FailedMatch>

/**
 * Plays the matches under `keys` again, with the policies that the store has, and compares digest and content with what
 * is stored. Verdicts come in the order of `keys`.
 */
export async function verifyMatches(
  catalogue: Catalogue,
  store: Store,
  keys: readonly string[],
  { onVerdict = () => {}, ...slots }: VerifyOptions<MatchVerdict>,
): Promise<MatchVerdict[]> {
  const verdicts = new Map<string, MatchVerdict>()
  const say = (verdict: MatchVerdict): void => {
    verdicts.set(verdict.key, verdict)
    onVerdict(verdict)
  }
  const stored = new Map<string, MatchResult | FailedMatch>()
  const matches: Match[] = []
  for (const key of keys) {
    const read = readMatch(catalogue, store, key)
    if ('verdict' in read) {
      say(read)
      continue
    }
    stored.set(key, read.record)
    matches.push(read.match)
  }
  await drain<Match, MatchRun>(matches, slots, {
    run: (slot, match) =>
      withSaved(
        () => ({ match, saved: savedPolicies(store, match) }),
        (order) => slot.play(order),
      ),
    settle({ key }, outcome) {
      const record = stored.get(key)
      if (record !== undefined) say({ key, stored: record, ...compareRecords(record, outcome) })
    },
  })
  return keys.map((key) => verdicts.get(key)).filter((verdict) => verdict !== undefined)
}

function readMatch(
  catalogue: Catalogue,
  store: Store,
  key: string,
): MatchVerdict | { record: MatchResult | FailedMatch; match: Match } {
  const { matches } = store
  let record: MatchResult | FailedMatch | undefined
  try {
    record = matches.has(key) ? matches.read(key) : matches.failure(key)
    if (record === undefined) throw new GauntletError('store', 'the match is not there any more')
    return { record, match: restoreMatch(catalogue, key, record.descriptor, (digest) => store.file(digest)) }
  } catch (error) {
    const verdict = record === undefined ? 'corrupt' : 'unknown'
    return { key, stored: record, verdict, detail: (error as Error).message }
  }
}
