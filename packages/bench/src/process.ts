/**
 * The command line as a process: `runProcess`. Plugins and configurations run in it, and may end it, throw
 * when nobody listens any more, or wait for ever; none of that is a success, and the message says who it was.
 */
import { main, reportUnexpected } from './cli.ts'
import { EXIT } from './commands/command.ts'
import { type Guest, guestsBehind } from './guests.ts'
import { oneLine } from './terminal/format.ts'
import { isLeaving, leave } from './terminal/leave.ts'
import { processTerminal } from './terminal/terminal.ts'
import { thrownText } from './thrown.ts'

/** Runs one command and ends the process with its status, whatever a plugin has left running. */
export async function runProcess(argv: readonly string[]): Promise<never> {
  const terminal = processTerminal()
  const accuse = (guests: readonly Guest[], what: string): void => {
    const names = guests.map(({ name }) => name)
    const who = names.length > 1 ? `one of ${names.join(', ')}` : (names[0] ?? 'gauntlet')
    terminal.err(`${terminal.styleErr('red', 'error:')} ${oneLine(`${who}: ${what}`)}`)
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
  for (const stream of [process.stdout, process.stderr]) await written(stream)
  leave(status)
}

function stackOf(error: unknown): string | undefined {
  try {
    const { stack } = Object(error) as { stack?: unknown }
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
