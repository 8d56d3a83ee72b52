/** `gauntlet status`: how far a store is. */
import { type Command, Option } from 'commander'
import { openSound } from '../bundle/inspect.ts'
import { cellName } from '../cells.ts'
import { matchName } from '../matches.ts'
import { planMatrix } from '../plan.ts'
import type { FailedCell, FailedMatch } from '../records.ts'
import { type Flags, resolveRequest } from '../request.ts'
import { type StoreStatus, storeStatus } from '../status.ts'
import { countOfMatches, oneLine, plural, shortKey, table } from '../terminal/format.ts'
import type { Terminal } from '../terminal/terminal.ts'
import {
  type CommandContext,
  type Done,
  addJsonOption,
  addMatrixOptions,
  addStoreOption,
  someText,
} from './command.ts'
import { showQueue } from './queue-status.ts'
import { watching } from './watching.ts'

interface StatusFlags extends Flags {
  readonly watch?: boolean
  readonly queue?: string | true
  readonly json?: boolean
}

/** Options that say nothing of a queue. */
const OF_STORES = [
  'store',
  'config',
  'plugin',
  'preset',
  'env',
  'algo',
  'exploit',
  'seeds',
  'budget',
  'backend',
]

export function addStatus(program: Command, done: Done, context: CommandContext): void {
  const command = program
    .command('status')
    .description(
      'how far a store is; of a matrix, where --preset, --env, --algo or a configuration chooses one',
    )
  addJsonOption(addStoreOption(addMatrixOptions(command)))
    .option('--watch', 'again every two seconds, until nothing is missing')
    .addOption(
      new Option(
        '--queue [url]',
        'how far a queue is, its workers and failures, instead of a store; that of GAUNTLET_QUEUE without a URL',
      )
        .argParser(someText)
        .conflicts(OF_STORES),
    )
    .action((flags: StatusFlags) =>
      done(flags.queue === undefined ? status(flags, context) : showQueue(flags.queue, flags, context)),
    )
}

async function status(flags: StatusFlags, { terminal, directory }: CommandContext): Promise<number> {
  const request = await resolveRequest(flags, directory)
  const plan = request.selected ? planMatrix(request.catalogue, request.blocks(), request.backend) : undefined
  const store = openSound(request.store)
  const look = (): StoreStatus => storeStatus(store, plan)
  return watching(terminal, flags, look, (state) => {
    show(terminal, state, flags.json === true)
    return plan !== undefined && state.missing + state.matches.missing === 0
  })
}

function show(terminal: Terminal, state: StoreStatus, json: boolean): void {
  if (json) return terminal.out(JSON.stringify(state))
  const rows = state.pairs.map(({ setting, algorithm, finished, failed, missing }) =>
    [setting, algorithm, finished, failed, missing].map(String),
  )
  terminal.out(table(['setting', 'algorithm', 'finished', 'failed', 'missing'], rows))
  for (const failure of state.failures) terminal.out(told(cellName(failure.descriptor), failure))
  for (const failure of state.matches.failures) terminal.out(told(matchName(failure.descriptor), failure))
  const { matches } = state
  const counts = [plural(state.finished, 'cell'), ...countsOf(state)]
  const played = matches.finished + matches.failed + matches.missing > 0
  const games = played ? `; ${[countOfMatches(matches.finished), ...countsOf(matches)].join('')}` : ''
  terminal.out(`${counts.join('')}${games}; store ${state.store}`)

  function told(name: string, { key, reason, message }: FailedCell | FailedMatch): string {
    const what = oneLine(`${shortKey(key)} ${name} (${reason}): ${message.split('\n')[0]}`)
    return `${terminal.style('red', 'failed')} ${what}`
  }
}

/** After how many there are: ` finished, 0 failed, 2 missing`. */
function countsOf({ failed, missing }: { readonly failed: number; readonly missing: number }): string[] {
  return [` finished, ${failed} failed`, ...(missing > 0 ? [`, ${missing} missing`] : [])]
}
