/** How a queue stands: `statusOf`; why cells failed that are no longer in it: `remember`. */
import type { QueueStatus, Trouble } from '@gauntlet/bench'
import type { Queue } from 'bullmq'
import { reasonOf } from './jobs.ts'

/** Failures and refusals that are told. */
const SHOWN = 20
/** The job beside files that has failures as its log, and how long they are told. */
const MEMORY = 'failures'
const REMEMBERED_MS = 3_600_000

export async function statusOf(jobs: Queue, files: Queue): Promise<QueueStatus> {
  const [counts, finished, failed, failures, refusals, workers, { logs }] = await Promise.all([
    jobs.getJobCounts('wait', 'prioritized', 'active', 'delayed', 'completed', 'failed'),
    jobs.getMetrics('completed'),
    jobs.getMetrics('failed'),
    jobs.getFailed(0, SHOWN - 1),
    jobs.getDelayed(0, SHOWN - 1),
    jobs.getWorkers(),
    files.getJobLogs(MEMORY, 0, SHOWN - 1, false),
  ])
  return {
    waiting: counts.wait + counts.prioritized,
    running: counts.active,
    refused: counts.delayed,
    finished: counts.completed,
    failed: counts.failed,
    settled: finished.meta.count + failed.meta.count,
    perMinute: finished.data.map((count, minute) => count + (failed.data[minute] ?? 0)),
    workers: workers.map(({ rawname = '' }) => rawname.slice(rawname.indexOf(':w:') + 3)).sort(),
    failures: [
      ...failures.filter(Boolean).map(({ id = '', failedReason }) => ({
        key: id,
        reason: reasonOf(String(failedReason)),
      })),
      ...logs.flatMap(remembered),
    ].slice(0, SHOWN),
    refusals: refusals.filter(Boolean).map(({ id = '', progress }) => {
      const { refused } = Object(progress) as { refused?: unknown }
      return { key: id, reason: typeof refused === 'string' ? refused : 'is tried again soon' }
    }),
  }
}

/** Writes down why a cell failed. */
export async function remember(files: Queue, { key, reason }: Trouble): Promise<void> {
  await files.add('log', '', { jobId: MEMORY })
  await files.addJobLog(MEMORY, [new Date().toISOString(), key, reason].join('\t'), SHOWN)
}

/** What was written down, unless it is old. */
function remembered(line: string): Trouble[] {
  const [at, key = '', ...reason] = line.split('\t')
  return Date.now() - Date.parse(at) < REMEMBERED_MS ? [{ key, reason: reason.join('\t') }] : []
}
