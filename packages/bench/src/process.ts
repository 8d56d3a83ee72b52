/**
 * The command line as a process: `runProcess`. Plugins and configurations run in it, and may end it, throw
 * when nobody listens any more, or wait for ever; none of that is a success, and the message says who it was.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { main, reportUnexpected } from './cli.ts'
import { EXIT } from './commands/command.ts'
import { type Guest, guestsBehind } from './guests.ts'
import { plainLines } from './terminal/format.ts'
import { isLeaving, leave } from './terminal/leave.ts'
import { processTerminal } from './terminal/terminal.ts'
import { thrownText } from './reasons.ts'

/** Lines of an accusation that are shown. */
const LINES = 5

/** Runs one command and ends the process with its status, whatever a plugin has left running. */
export async function runProcess(argv: readonly string[]): Promise<never> {
  const terminal = processTerminal()
  const accuse = (guests: readonly Guest[], what: string): void => {
    const names = guests.map(({ name }) => name)
    const said =
      names.length > 1
        ? `a plugin or configuration ${what}; it is one of ${names.join(', ')}`
        : `${names[0] ?? 'gauntlet'}: ${what}`
    terminal.err(`${terminal.styleErr('red', 'error:')} ${plainLines(said, LINES)}`)
  }
  process.on('uncaughtException', (error: unknown, origin) => {
    const guests = guestsBehind(stackOf(error))
    if (guests.length === 0) leave(reportUnexpected(error, terminal))
    const what = origin === 'unhandledRejection' ? 'left a rejection unhandled' : 'threw where nobody listens'
    accuse(guests, `${what}: ${thrownText(error)}`)
    leave(EXIT.usage)
  })
  process.on('beforeExit', () => {
    accuse(guestsBehind(undefined), 'waits for what never happens, as a promise that nobody settles')
    leave(EXIT.usage)
  })
  process.on('exit', (status) => {
    if (isLeaving()) return
    const named = guestsBehind(stackHere())
    const guests = named.length > 0 ? named : guestsBehind(undefined)
    accuse(guests, `ended the process, with status ${status}, before the command was done`)
    process.exitCode = EXIT.usage
  })
  const status = await main(argv, terminal)
  // Rejections that nobody handled, and timers that are due, are heard before the command counts as done.
  await sleep(1)
  for (const stream of [process.stdout, process.stderr]) await written(stream)
  leave(status)
}

function stackOf(error: unknown): string | undefined {
  try {
    const { stack, code } = Object(error) as { stack?: unknown; code?: unknown }
    // Node's own, about a rejection with something that is no error: its stack says nothing of who rejected.
    if (code === 'ERR_UNHANDLED_REJECTION') return undefined
    return typeof stack === 'string' ? stack : undefined
  } catch {
    return undefined
  }
}

/** All of the stack at hand: where `process.exit` was called, it names who called it. */
function stackHere(): string {
  Error.stackTraceLimit = Infinity
  return new Error('here').stack ?? ''
}

function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()))
}
