/** The thread in which one cell runs, or one match is played: started by cell-thread.ts, which it answers. */
import { workerData } from 'node:worker_threads'
import { buildCatalogue } from './catalogue.ts'
import { runCell } from './cell.ts'
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts'
import type { Answer, CheckpointNotice, Order, ThreadData } from './messages.ts'
import { playMatch } from './match.ts'
import { loadPlugins } from './plugins.ts'
import { probeCell } from './probe.ts'
import { failureOf } from './reasons.ts'
import { type OnCheckpoint, UnusableCheckpoint } from './train.ts'

const { plugins, checkpointSeconds, port } = workerData as ThreadData
// What plugins say on ports of their own finding is no answer.
delete (workerData as { port?: unknown }).port
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
const answer = (message: Answer): void => port.postMessage(message)

const catalogue = buildCatalogue(await loadPlugins(plugins))

async function obey(order: Order): Promise<Answer> {
  try {
    if (order.task === 'match')
      return { kind: 'done', run: await playMatch(catalogue, order.match, order.saved) }
    const { task, cell, checkpoint, trained, rival } = order
    if (task === 'probe') return { kind: 'probed', seconds: await probeCell(catalogue, cell) }
    const from = checkpoint && readCheckpoint(checkpoint)
    const onCheckpoint = sendNowAndThen()
    const run = await runCell(catalogue, cell, { trained, rival, from, onCheckpoint }).catch(
      (error: unknown) => {
        if (!(error instanceof UnusableCheckpoint)) throw error
        return runCell(catalogue, cell, { rival, onCheckpoint })
      },
    )
    return { kind: 'done', run }
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error) }
  }
}

/** Of the time that checkpoints are apart, what one may take at most. */
const CHECKPOINT_SHARE = 0.1

/**
 * Sends checkpoints that are some time apart, the more the longer one takes; which of them are sent decides nothing but what a killed run
 * has to do again.
 */
function sendNowAndThen(): OnCheckpoint {
  let due = performance.now() + 1000 * checkpointSeconds
  return (capture) => {
    const began = performance.now()
    if (began < due) return
    const bytes = writeCheckpoint(capture())
    port.postMessage({ kind: 'checkpoint', bytes } satisfies CheckpointNotice, [bytes.buffer])
    const sent = performance.now()
    due = sent + Math.max(1000 * checkpointSeconds, (sent - began) / CHECKPOINT_SHARE)
  }
}

port.on('message', async (order: Order) => answer(await obey(order)))
answer({ kind: 'ready' })
