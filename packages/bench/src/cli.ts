/** The command line: `main`, `reportUnexpected`. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Command, CommanderError } from 'commander'
import { type CommandContext, type Done, EXIT } from './commands/command.ts'
import { addCheck } from './commands/check.ts'
import { addDataset } from './commands/dataset.ts'
import { addExport } from './commands/export.ts'
import { addList } from './commands/list.ts'
import { addPublish } from './commands/publish.ts'
import { addReplay } from './commands/replay.ts'
import { addReport } from './commands/report.ts'
import { addRun } from './commands/run.ts'
import { addSite } from './commands/site.ts'
import { addStatus } from './commands/status.ts'
import { addStore } from './commands/store.ts'
import { addVerify } from './commands/verify.ts'
import { addWorker } from './commands/worker.ts'
import { isGauntletError, thrownText } from './reasons.ts'
import { plainLines } from './terminal/format.ts'
import type { Terminal } from './terminal/terminal.ts'

/** Lines of an error's message that are shown. */
const LINES = 30

/**
 * Runs one command and returns its exit status: 0 done; 1 some cell failed, or a check or comparison did;
 * 2 bad usage, configuration, plugin or store; 130 interrupted.
 */
export async function main(
  argv: readonly string[],
  terminal: Terminal,
  directory: string = process.cwd(),
): Promise<number> {
  let status: number = EXIT.done
  const program = createProgram({ terminal, directory }, async (action) => {
    status = await action
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return status
  } catch (error) {
    return report(error, terminal)
  }
}

function createProgram(context: CommandContext, done: Done): Command {
  const { terminal } = context
  const program = new Command('gauntlet')
    .description('Every policy-optimisation algorithm through every environment, with reproducible seeds')
    .version(ownVersion())
    .exitOverride()
    .showHelpAfterError('(gauntlet --help, or gauntlet <command> --help, shows what there is)')
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    })
  const commands = [
    addList,
    addCheck,
    addRun,
    addStatus,
    addReport,
    addExport,
    addVerify,
    addReplay,
    addDataset,
    addStore,
    addPublish,
    addWorker,
    addSite,
  ]
  for (const add of commands) add(program, done, context)
  return program
}

/** Says what went wrong: a message where it was foreseen, a stack where it is a defect of ours. */
function report(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
  if (isGauntletError(error)) {
    terminal.err(`${terminal.styleErr('red', 'error:')} ${plainLines(error.message, LINES)}`)
    return EXIT.usage
  }
  return reportUnexpected(error, terminal)
}

/** Shows the stack of a defect, and returns the exit status. */
export function reportUnexpected(error: unknown, terminal: Terminal): number {
  const stack = error instanceof Error ? (error.stack ?? error.message) : thrownText(error)
  terminal.err(`${terminal.styleErr('red', 'unexpected error:')} ${plainLines(stack, LINES)}`)
  return EXIT.failed
}

function ownVersion(): string {
  const path = fileURLToPath(new URL('../package.json', import.meta.url))
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version
}
