/** What every command is given: `CommandContext`, `Done`, `EXIT`; options that several share. */
import { type Command, InvalidArgumentError } from 'commander'
import { BACKENDS } from '../backends.ts'
import { MOST_WORKERS } from '../config.ts'
import { MOST_SEEDS } from '../plan.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface CommandContext {
  readonly terminal: Terminal
  /** Where the command runs: the project whose plugins are loaded, and where relative paths begin. */
  readonly directory: string
}

/** Takes a command's action, whose number becomes the exit status. */
export type Done = (action: Promise<number>) => Promise<void>

/** Exit statuses. */
export const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const

/** Flags that choose plugins and configuration. */
export function addProjectOptions(command: Command): Command {
  return command
    .option(
      '--config <file>',
      'configuration; gauntlet.config.ts of this directory where there is one',
      someText,
    )
    .option(
      '--plugin <path>',
      'a plugin beside those among the dependencies: module or package directory',
      gather,
    )
}

/** Flags that choose what a matrix is made of. */
export function addMatrixOptions(command: Command): Command {
  return addProjectOptions(command)
    .option(
      '--preset <name>',
      'settings, algorithms, seeds and budget that the plugins propose under a name',
      someText,
    )
    .option(
      '--env <glob>',
      'settings, such as mapf/* or domain/name:setting; of the preset, where one is chosen',
      gather,
    )
    .option('--algo <glob>', "algorithms; in place of the preset's", gather)
    .option(
      '--exploit <glob>',
      'learners that train against each contender of a game, to tell how far it can be exploited',
      gather,
    )
    .option('--seeds <n>', 'number of seeds', wholeNumber(1, MOST_SEEDS))
    .option('--budget <steps>', 'world steps of training', wholeNumber(0))
    .option('--backend <name>', `numeric backend of learners: ${BACKENDS.join(', ')}`)
}

/** Flags of what computes cells; `workers` says what `--workers` counts. */
export function addLimitOptions(command: Command, workers: string = 'worker threads'): Command {
  return command
    .option('--workers <n>', `${workers}; as many as processors unless said`, wholeNumber(1, MOST_WORKERS))
    .option('--timeout <seconds>', 'wall time after which a cell counts as failed', positiveNumber)
    .option('--memory <mb>', 'memory of one cell, in MB', wholeNumber(16))
}

export function addStoreOption(command: Command): Command {
  return command.option('--store <dir>', 'the store; .gauntlet/store unless configured', someText)
}

export function addJsonOption(command: Command): Command {
  return command.option('--json', 'JSON for programs')
}

/** Collects a flag that may be given several times. */
export function gather(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), someText(value)]
}

/** Reads text that is not empty. */
export function someText(written: string): string {
  if (written !== '') return written
  throw new InvalidArgumentError('Expected text that is not empty.')
}

/** Reads a whole number of at least `minimum`, and at most `maximum` where that is given. */
export function wholeNumber(minimum: number, maximum: number = Infinity): (written: string) => number {
  const range = maximum === Infinity ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`
  return (written) => {
    const value = /^\d+$/.test(written) ? Number(written) : NaN
    if (Number.isSafeInteger(value) && value >= minimum && value <= maximum) return value
    throw new InvalidArgumentError(`Expected a whole number ${range}.`)
  }
}

/** Reads a number above 0. */
function positiveNumber(written: string): number {
  const value = written.trim() === '' ? NaN : Number(written)
  if (Number.isFinite(value) && value > 0) return value
  throw new InvalidArgumentError('Expected a number above 0.')
}
