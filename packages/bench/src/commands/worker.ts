/** `gauntlet worker`: serves the cells of a queue. */
import { hostname } from 'node:os'
import type { Command } from 'commander'
import { cellName } from '../cells.ts'
import { describeMachine } from '../provenance.ts'
import { openQueue } from '../queue/open-queue.ts'
import { type ServeEvent, serveCells } from '../queue/serve.ts'
import { type Flags, resolveRequest } from '../request.ts'
import { createStore } from '../store.ts'
import { oneLine, plural, shortKey, shortNumber } from '../terminal/format.ts'
import {
  type CommandContext,
  type Done,
  EXIT,
  addLimitOptions,
  addProjectOptions,
  addStoreOption,
  someText,
} from './command.ts'
import { onInterrupt } from './interrupt.ts'

interface WorkerFlags extends Flags {
  readonly queue?: string | true
}

export function addWorker(program: Command, done: Done, context: CommandContext): void {
  const command = program
    .command('worker')
    .description('serve the cells of a queue that gauntlet run --queue fills, until interrupted')
  addLimitOptions(addStoreOption(addProjectOptions(command)), 'cells at a time')
    .option(
      '--queue [url]',
      'the queue, such as redis://user:password@host:6379; that of GAUNTLET_QUEUE unless said',
      someText,
    )
    .action((flags: WorkerFlags) => done(worker(flags, context)))
}

async function worker(flags: WorkerFlags, { terminal, directory }: CommandContext): Promise<number> {
  const { catalogue, store: path, sources: plugins, workers, limits } = await resolveRequest(flags, directory)
  const queue = await openQueue(flags.queue ?? true, directory)
  const interrupt = onInterrupt(terminal)
  let finished = 0
  // A job that was refused comes again every few seconds, and most are refused for the same reason.
  const refused = new Set<string>()
  const onEvent = (event: ServeEvent): void => {
    if (event.kind === 'finished') finished++
    if (event.kind === 'refused') {
      if (refused.has(event.reason)) return
      refused.add(event.reason)
    }
    terminal.err(oneLine(lineOf(event)))
  }
  try {
    const store = createStore(path)
    terminal.err(`serving queue ${queue.name} with ${plural(workers, 'worker')}; store ${store.root}`)
    const machine = describeMachine(catalogue.plugins, directory)
    const name = `${hostname()}-${process.pid}-${workers}`
    const { signal } = interrupt
    await serveCells(catalogue, store, queue, { plugins, workers, limits, signal, machine, name, onEvent })
  } finally {
    interrupt.release()
    await queue.close()
  }
  terminal.err(`stopped: ${plural(finished, 'cell')} computed; what was running is left to others`)
  return EXIT.done
}

function lineOf(event: ServeEvent): string {
  switch (event.kind) {
    case 'finished':
      return `${cellName(event.descriptor)}: ${shortNumber(event.score)}`
    case 'failed':
    case 'again': {
      const { reason, message } = event.failure
      const what = event.kind === 'failed' ? 'FAILED' : 'broke its process'
      return `${cellName(event.descriptor)}: ${what} (${reason}) ${message.split('\n')[0]}`
    }
    case 'refused':
      return `${shortKey(event.key)}: left to others: ${event.reason}`
    case 'unusable':
      return `${shortKey(event.key)}: set aside, it is no cell: ${event.reason}`
    case 'trouble':
      return event.message
  }
}
