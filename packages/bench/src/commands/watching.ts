/** Shows how something stands, once or again and again: `watching`. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Terminal } from '../terminal/terminal.ts'
import { EXIT } from './command.ts'
import { onInterrupt } from './interrupt.ts'

const WATCH_MS = 2000

/**
 * Shows what `look` finds; with `watch` every two seconds, until `show` says that nothing is left, or the user has seen enough.
 * Returns the exit status. Errors: those of `look`.
 */
export async function watching<State>(
  terminal: Terminal,
  { watch = false, json = false }: { readonly watch?: boolean; readonly json?: boolean },
  look: () => State | Promise<State>,
  show: (state: State) => boolean,
): Promise<number> {
  const interrupt = onInterrupt(terminal)
  try {
    for (;;) {
      const state = await look()
      if (watch && terminal.interactive && !json) terminal.out('\u001b[2J\u001b[H')
      if (show(state) || !watch) return EXIT.done
      await sleep(WATCH_MS, undefined, { signal: interrupt.signal })
    }
  } catch (error) {
    if (interrupt.signal.aborted) return EXIT.interrupted
    throw error
  } finally {
    interrupt.release()
  }
}
