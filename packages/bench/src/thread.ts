/** The thread in which one cell runs: started by cell-thread.ts, which it answers. */
import { workerData } from 'node:worker_threads'
import { buildCatalogue } from './catalogue.ts'
import { runCell } from './cell.ts'
import type { CellAnswer, CellOrder, ThreadData } from './messages.ts'
import { loadPlugins } from './plugins.ts'
import { probeCell } from './probe.ts'
import { failureOf } from './reasons.ts'

const { plugins, port } = workerData as ThreadData
// What plugins say on ports of their own finding is no answer.
delete (workerData as { port?: unknown }).port
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
const answer = (message: CellAnswer): void => port.postMessage(message)

const catalogue = buildCatalogue(await loadPlugins(plugins))

async function obey({ task, cell }: CellOrder): Promise<CellAnswer> {
  try {
    if (task === 'probe') return { kind: 'probed', seconds: await probeCell(catalogue, cell) }
    return { kind: 'done', run: await runCell(catalogue, cell) }
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error) }
  }
}

port.on('message', async (order: CellOrder) => answer(await obey(order)))
answer({ kind: 'ready' })
