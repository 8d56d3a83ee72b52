/** `gauntlet run --dry-run`: what would run, and how long: `showEstimate`. */
import type { RunEstimate } from '../estimate.ts'
import type { NotApplicable } from '../report/index.ts'
import { duration, oneLine, plural, table } from '../terminal/format.ts'
import type { Terminal } from '../terminal/terminal.ts'

interface DryRun {
  readonly estimate: RunEstimate
  readonly notApplicable: readonly NotApplicable[]
  readonly store: string
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
  const { estimate, notApplicable, store } = dryRun
  const rows = estimate.pairs.map(
    ({ setting, algorithm, pending, finished, failed, secondsPerCell, basis }) => [
      setting,
      algorithm,
      String(pending),
      String(finished),
      String(failed),
      secondsPerCell === null
        ? 'unknown'
        : `${basis === 'trial' ? 'at most ' : ''}${duration(secondsPerCell)}`,
    ],
  )
  terminal.out(table(['setting', 'algorithm', 'to run', 'finished', 'failed', 'time of a cell'], rows))
  for (const { environment, setting, algorithm, reason } of notApplicable) {
    terminal.out(oneLine(`not applicable: ${environment}:${setting} ${algorithm}: ${reason}`))
  }
  terminal.out(`\n${plural(estimate.pending, 'cell')} to run, ${timeNeeded(estimate)}; store ${store}`)
}

function timeNeeded({ pending, seconds, unknown }: RunEstimate): string {
  if (pending === 0) return 'nothing to do'
  if (unknown === pending)
    return 'how long is unknown: they train, and nothing like them has run in this store'
  if (unknown === 0) return `about ${duration(seconds)}`
  return `about ${duration(seconds)} and ${plural(unknown, 'cell')} of unknown time`
}
