/**
 * The process that hosts the thread of one slot: started by cell-process.ts. Its own thread stays responsive,
 * whatever the cell does, so that it keeps the limits and goes when the harness is gone.
 */
import { CellThread } from './cell-thread.ts'
import type { HostMessage } from './messages.ts'

let thread: CellThread | undefined

// An interruption at the terminal reaches every process; the harness decides what becomes of this one.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
process.on('disconnect', () => process.exit())

process.on('message', async (message: HostMessage) => {
  if (message.kind === 'setup') thread = new CellThread(message.setup)
  else process.send?.(await thread?.ask(message.order))
})
