/**
 * The process that hosts the threads of one slot, one after the other: started by cell-process.ts. Its own thread stays responsive,
 * whatever the cell does, so that it keeps the limits and goes when the harness is gone.
 */
import { CellThread } from './cell-thread.ts'
import type { HostMessage, HostSetup } from './messages.ts'

let setup: HostSetup | undefined
let next: CellThread | undefined
/** Whether cells have been tried in the next thread: a trial decides no result, so that one thread serves many. */
let tried = false

// An interruption at the terminal reaches every process; the harness decides what becomes of this one.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
process.on('disconnect', () => process.exit())

process.on('message', async (message: HostMessage) => {
  if (message.kind === 'setup') {
    setup = message.setup
    next = new CellThread(setup)
  } else if (next !== undefined && setup !== undefined) {
    const { order } = message
    if (tried && order.task !== 'probe') {
      await next.close()
      next = new CellThread(setup)
    }
    const thread = next
    const answer = await thread.ask(order, (notice) => process.send?.(notice))
    tried = answer.kind === 'probed'
    if (!tried) {
      await thread.close()
      // Loads the plugins while the harness stores the answer.
      next = new CellThread(setup)
    }
    process.send?.(answer)
  }
})
