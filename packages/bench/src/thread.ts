/** The thread in which cells run, one after the other: started by cell-thread.ts, which it answers. */
import { parentPort, workerData } from 'node:worker_threads'
import { buildCatalogue } from './catalogue.ts'
import { runCell } from './cell.ts'
import type { CellAnswer, CellOrder, HostSetup } from './messages.ts'
import { loadPlugins } from './plugins.ts'
import { probeCell } from './probe.ts'
import { failureOf } from './reasons.ts'

const { plugins } = workerData as HostSetup
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of a thread, not a window
const answer = (message: CellAnswer): void => parentPort?.postMessage(message)

const catalogue = buildCatalogue(await loadPlugins(plugins))

async function obey({ task, cell }: CellOrder): Promise<CellAnswer> {
  try {
    if (task === 'probe') return { kind: 'probed', seconds: await probeCell(catalogue, cell) }
    return { kind: 'done', run: await runCell(catalogue, cell) }
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error) }
  }
}

parentPort?.on('message', async (order: CellOrder) => answer(await obey(order)))
answer({ kind: 'ready' })
