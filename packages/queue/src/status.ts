/** How a queue stands: `statusOf`. */
import type { QueueStatus } from '@gauntlet/bench'
import type { Queue } from 'bullmq'
import { reasonOf } from './jobs.ts'

/** Failures and refusals that are told. */
const SHOWN = 20

export async function statusOf(jobs: Queue): Promise<QueueStatus> {
  const [counts, finished, failed, failures, refusals, workers] = await Promise.all([
    jobs.getJobCounts('wait', 'prioritized', 'active', 'delayed', 'completed', 'failed'),
    jobs.getMetrics('completed'),
    jobs.getMetrics('failed'),
    jobs.getFailed(0, SHOWN - 1),
    jobs.getDelayed(0, SHOWN - 1),
    jobs.getWorkers(),
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
    failures: failures.filter(Boolean).map(({ id = '', failedReason }) => ({
      key: id,
      reason: reasonOf(String(failedReason)),
    })),
    refusals: refusals.filter(Boolean).map(({ id = '', progress }) => {
      const { refused } = Object(progress) as { refused?: unknown }
      return { key: id, reason: typeof refused === 'string' ? refused : 'is tried again soon' }
    }),
  }
}
