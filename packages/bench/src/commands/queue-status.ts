/** How far a queue is: `showQueue`, for `gauntlet status --queue`. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { QueueStatus, Trouble } from '../queue/adapter.ts'
import { openQueue } from '../queue/open-queue.ts'
import { duration, oneLine, plural, shortKey, shortNumber } from '../terminal/format.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { type CommandContext, EXIT } from './command.ts'
import { onInterrupt } from './interrupt.ts'

const WATCH_MS = 2000
/** Samples from which the pace is taken while it is watched: a minute. */
const SAMPLES = 30

/** What is told beside the queue's own numbers. */
interface Pace {
  /** Cells settled in a minute; undefined where nothing is known of it yet. */
  readonly perMinute: number | undefined
  readonly secondsLeft: number | undefined
}

interface Sample {
  readonly at: number
  readonly settled: number
}

/** Shows a queue, once or again and again until nothing in it is left to compute. */
export async function showQueue(
  url: string,
  { watch = false, json = false }: { readonly watch?: boolean; readonly json?: boolean },
  { terminal, directory }: CommandContext,
): Promise<number> {
  const queue = await openQueue(url, directory)
  const interrupt = onInterrupt(terminal)
  const samples: Sample[] = []
  try {
    for (;;) {
      const status = await queue.status()
      samples.push({ at: performance.now(), settled: status.settled })
      if (samples.length > SAMPLES) samples.shift()
      if (watch && terminal.interactive && !json) terminal.out('\u001b[2J\u001b[H')
      show(terminal, queue.name, status, paceOf(status, samples), json)
      if (!watch || status.waiting + status.running + status.refused === 0) return EXIT.done
      await sleep(WATCH_MS, undefined, { signal: interrupt.signal })
    }
  } catch (error) {
    if (interrupt.signal.aborted) return EXIT.interrupted
    throw error
  } finally {
    interrupt.release()
    await queue.close()
  }
}

/** As it was while it is watched; before that as it was in the last full minutes. */
function paceOf({ waiting, running, refused, perMinute }: QueueStatus, samples: readonly Sample[]): Pace {
  const [first, last] = [samples[0], samples[samples.length - 1]]
  const watched = last.settled - first.settled
  const recent = perMinute.slice(0, 5)
  const pace =
    watched > 0
      ? (60_000 * watched) / (last.at - first.at)
      : recent.reduce((sum, count) => sum + count, 0) / Math.max(recent.length, 1)
  if (pace === 0) return { perMinute: undefined, secondsLeft: undefined }
  return { perMinute: pace, secondsLeft: (60 * (waiting + running + refused)) / pace }
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
      : `; ${shortNumber(pace.perMinute)} a minute, ${duration(pace.secondsLeft)} left`
  const fetched = finished + failed > 0 ? `, ${finished} finished and ${failed} failed to be fetched` : ''
  const counts = `${plural(waiting, 'cell')} waiting, ${running} running, ${refused} refused${fetched}`
  terminal.out(`${counts}${rate}; ${plural(workers.length, 'worker')}; queue ${name}`)

  function list(what: string, style: 'yellow' | 'red', troubles: readonly Trouble[]): void {
    for (const { key, reason } of troubles) {
      terminal.out(`${terminal.style(style, what)} ${oneLine(`${shortKey(key)} ${reason.split('\n')[0]}`)}`)
    }
  }
}
