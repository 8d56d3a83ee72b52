/** How far a queue is: `showQueue`, for `gauntlet status --queue`; `paceOf`. */
import type { QueueStatus, Trouble } from '../queue/adapter.ts'
import { openQueue } from '../queue/open-queue.ts'
import { duration, oneLine, plural, shortKey, shortNumber } from '../terminal/format.ts'
import type { Terminal } from '../terminal/terminal.ts'
import type { CommandContext } from './command.ts'
import { watching } from './watching.ts'

/** Samples from which the pace is taken while it is watched: a minute. */
const SAMPLES = 30
/** Last minutes from which it is taken before that. */
const MINUTES = 5

/** What is told beside the queue's own numbers. */
export interface Pace {
  /** Cells settled in a minute; undefined where nothing is known of it yet. */
  readonly perMinute: number | undefined
  readonly secondsLeft: number | undefined
}

export interface Sample {
  readonly at: number
  readonly settled: number
}

/** Shows a queue, once or again and again until nothing in it is left to compute. */
export async function showQueue(
  url: string | true,
  flags: { readonly watch?: boolean; readonly json?: boolean },
  { terminal, directory }: CommandContext,
): Promise<number> {
  const queue = await openQueue(url, directory)
  const samples: Sample[] = []
  try {
    const look = (): Promise<QueueStatus> => queue.status()
    return await watching(terminal, flags, look, (status) => {
      samples.push({ at: performance.now(), settled: status.settled })
      if (samples.length > SAMPLES) samples.shift()
      show(terminal, queue.name, status, paceOf(status, samples), flags.json === true)
      return openOf(status) === 0
    })
  } finally {
    await queue.close()
  }
}

/** As it was while it is watched; before that as it was in the last minutes, but the one in which work may have begun. */
export function paceOf(status: QueueStatus, samples: readonly Sample[]): Pace {
  const [first, last] = [samples[0], samples[samples.length - 1]]
  const watched = last.settled - first.settled
  const recent = status.perMinute.slice(0, MINUTES)
  const began = recent.findLastIndex((count) => count > 0)
  const full = recent.slice(0, Math.max(began, 0))
  const pace =
    watched > 0
      ? (60_000 * watched) / (last.at - first.at)
      : full.reduce((sum, count) => sum + count, 0) / Math.max(full.length, 1)
  if (pace === 0) return { perMinute: undefined, secondsLeft: undefined }
  return { perMinute: pace, secondsLeft: (60 * openOf(status)) / pace }
}

/** Cells that are still to be computed. */
function openOf({ waiting, running, refused }: QueueStatus): number {
  return waiting + running + refused
}

function show(terminal: Terminal, name: string, status: QueueStatus, pace: Pace, json: boolean): void {
  if (json) return terminal.out(JSON.stringify({ queue: name, ...status, pace }))
  const { waiting, running, refused, finished, failed, workers } = status
  for (const worker of workers) terminal.out(oneLine(`worker ${worker}`))
  list('refused', 'yellow', status.refusals)
  list('failed', 'red', status.failures)
  const rate =
    pace.perMinute === undefined || pace.secondsLeft === undefined
      ? ''
      : `; ${shortNumber(pace.perMinute)} a minute${pace.secondsLeft > 0 ? `, ${duration(pace.secondsLeft)} left` : ''}`
  const fetched = finished + failed > 0 ? `, ${finished} finished and ${failed} failed to be fetched` : ''
  const counts = `${plural(waiting, 'cell')} waiting, ${running} running, ${refused} refused${fetched}`
  terminal.out(`${counts}${rate}; ${plural(workers.length, 'worker')}; queue ${name}`)

  function list(what: string, style: 'yellow' | 'red', troubles: readonly Trouble[]): void {
    for (const { key, reason } of troubles) {
      terminal.out(`${terminal.style(style, what)} ${oneLine(`${shortKey(key)} ${reason.split('\n')[0]}`)}`)
    }
  }
}
