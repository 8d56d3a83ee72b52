/** `gauntlet status`: how far a store is. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { cellName } from '../cells.ts'
import { planMatrix } from '../plan.ts'
import { type Flags, resolveRequest } from '../request.ts'
import { type StoreStatus, storeStatus } from '../status.ts'
import { openStore } from '../store.ts'
import { oneLine, plural, shortKey, table } from '../terminal/format.ts'
import type { Terminal } from '../terminal/terminal.ts'
import {
  type CommandContext,
  type Done,
  EXIT,
  addJsonOption,
  addMatrixOptions,
  addStoreOption,
} from './command.ts'
import { onInterrupt } from './interrupt.ts'

interface StatusFlags extends Flags {
  readonly watch?: boolean
  readonly json?: boolean
}

const WATCH_MS = 2000

export function addStatus(program: Command, done: Done, context: CommandContext): void {
  const command = program
    .command('status')
    .description(
      'how far a store is; of a matrix, where --preset, --env, --algo or a configuration chooses one',
    )
  addJsonOption(addStoreOption(addMatrixOptions(command)))
    .option('--watch', 'again every two seconds, until nothing is missing')
    .action((flags: StatusFlags) => done(status(flags, context)))
}

async function status(flags: StatusFlags, { terminal, directory }: CommandContext): Promise<number> {
  const request = await resolveRequest(flags, directory)
  const cells = request.selected
    ? planMatrix(request.catalogue, request.blocks(), request.backend).cells
    : undefined
  const store = openStore(request.store)
  if (flags.watch !== true) {
    show(terminal, storeStatus(store, cells), flags.json === true)
    return EXIT.done
  }
  const interrupt = onInterrupt(terminal)
  try {
    for (;;) {
      const state = storeStatus(store, cells)
      if (terminal.interactive && flags.json !== true) terminal.out('\u001b[2J\u001b[H')
      show(terminal, state, flags.json === true)
      if (cells !== undefined && state.missing === 0) return EXIT.done
      await sleep(WATCH_MS, undefined, { signal: interrupt.signal })
    }
  } catch (error) {
    if (interrupt.signal.aborted) return EXIT.interrupted
    throw error
  } finally {
    interrupt.release()
  }
}

function show(terminal: Terminal, state: StoreStatus, json: boolean): void {
  if (json) return terminal.out(JSON.stringify(state))
  const rows = state.pairs.map(({ setting, algorithm, finished, failed, missing }) =>
    [setting, algorithm, finished, failed, missing].map(String),
  )
  terminal.out(table(['setting', 'algorithm', 'finished', 'failed', 'missing'], rows))
  for (const { key, descriptor, reason, message } of state.failures) {
    const what = oneLine(`${shortKey(key)} ${cellName(descriptor)} (${reason}): ${message.split('\n')[0]}`)
    terminal.out(`${terminal.style('red', 'failed')} ${what}`)
  }
  const missing = state.missing > 0 ? `, ${state.missing} missing` : ''
  terminal.out(
    `${plural(state.finished, 'cell')} finished, ${state.failed} failed${missing}; store ${state.store}`,
  )
}
