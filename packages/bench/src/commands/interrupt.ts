/** Ctrl-C and SIGTERM: `onInterrupt`. */
import { leave } from '../terminal/leave.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { EXIT } from './command.ts'

/** A signal that comes with the first interruption; the second ends the process at once. */
export function onInterrupt(terminal: Terminal): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController()
  const handle = (): void => {
    if (controller.signal.aborted) leave(EXIT.interrupted)
    terminal.err('stopping; once more to quit at once')
    controller.abort()
  }
  process.on('SIGINT', handle)
  process.on('SIGTERM', handle)
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', handle)
      process.off('SIGTERM', handle)
    },
  }
}
