/** `gauntlet run --dry-run`: what would run, what would not, and how long: `showReasons`, `announceTrials`, `showEstimate`. */
import type { Cell } from '../cells.ts'
import type { PairEstimate, RunEstimate } from '../estimate.ts'
import type { NotApplicable } from '../report/index.ts'
import { countOfMatches, duration, oneLine, plural, table } from '../terminal/format.ts'
import type { Terminal } from '../terminal/terminal.ts'

interface DryRun {
  readonly estimate: RunEstimate
  readonly notApplicable: readonly NotApplicable[]
  readonly store: string
}

/** What does not apply, and why: known before anything is tried. */
export function showReasons(terminal: Terminal, notApplicable: readonly NotApplicable[]): void {
  for (const { environment, setting, algorithm, reason } of notApplicable) {
    terminal.out(oneLine(`not applicable: ${environment}:${setting} ${algorithm}: ${reason}`))
  }
}

/** What the trials of cells are for, after what they are part of. Of one that trains only the learner is created. */
export function announceTrials(tried: readonly Cell[]): string {
  const learners = tried.filter(({ descriptor }) => descriptor.budget > 0).length
  const timed = tried.length - learners
  return [
    ...(timed > 0 ? [`; ${timed} tried for a moment, to tell how long they take`] : []),
    ...(learners > 0 ? [`; ${plural(learners, 'learner')} created, to see whether any fails`] : []),
  ].join('')
}

export function showEstimate(terminal: Terminal, dryRun: DryRun, json: boolean): void {
  if (json)
    return terminal.out(
      JSON.stringify(
        { store: dryRun.store, ...dryRun.estimate, notApplicable: dryRun.notApplicable },
        null,
        2,
      ),
    )
  const { estimate, store } = dryRun
  const rows = estimate.pairs.map((pair) => [
    pair.setting,
    pair.algorithm,
    String(pair.pending),
    String(pair.finished),
    String(pair.failed),
    timeOf(pair),
  ])
  terminal.out(table(['setting', 'algorithm', 'to run', 'finished', 'failed', 'time of a cell'], rows))
  terminal.out(`\n${plural(estimate.pending, 'cell')} to run, ${timeNeeded(estimate)}; store ${store}`)
  const { pending, finished, failed, games } = estimate.matches
  if (pending + finished + failed === 0) return
  const before = `${finished} finished${failed > 0 ? `, ${failed} failed before` : ''}`
  terminal.out(`then ${countOfMatches(pending)} of ${plural(games, 'game')} together to play, ${before}`)
}

const HEDGES = { store: '', trial: 'at most ', 'other-setting': 'about ' } as const

function timeOf({ pending, secondsPerCell, basis, trains, failure }: PairEstimate): string {
  if (failure !== null) return `would fail (${failure.reason}): ${failure.message.split('\n')[0]}`
  if (secondsPerCell !== null) return `${HEDGES[basis ?? 'store']}${duration(secondsPerCell)}`
  return trains || pending === 0 ? 'unknown' : 'unknown: a trial told nothing'
}

function timeNeeded({ pairs, pending, seconds, unknown }: RunEstimate): string {
  if (pending === 0) return 'nothing to do'
  if (unknown === pending) {
    const train = pairs.every((pair) => pair.pending === 0 || pair.trains)
    const why = train ? 'they train, and nothing like them has run in this store' : 'no trial told'
    return `how long is unknown: ${why}`
  }
  if (unknown === 0) return `about ${duration(seconds)}`
  return `about ${duration(seconds)} and ${plural(unknown, 'cell')} of unknown time`
}
