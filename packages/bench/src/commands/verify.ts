/** `gauntlet verify`: runs stored cells again and compares. */
import { randomInt } from 'node:crypto'
import type { Command } from 'commander'
import { cellName } from '../cells.ts'
import { MOST_WORKERS } from '../config.ts'
import { matchName } from '../matches.ts'
import type { CellDescriptor, MatchDescriptor } from '../records.ts'
import { type Flags, resolveRequest } from '../request.ts'
import { openStore } from '../store.ts'
import { oneLine, plural, shortKey } from '../terminal/format.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { type MatchVerdict, verifyMatches } from '../verify-matches.ts'
import { type CellVerdict, verifyStore } from '../verify.ts'
import {
  type CommandContext,
  type Done,
  EXIT,
  addJsonOption,
  addProjectOptions,
  addStoreOption,
  positiveNumber,
  wholeNumber,
} from './command.ts'
import { onInterrupt } from './interrupt.ts'

interface VerifyFlags extends Flags {
  readonly sample?: number
  readonly json?: boolean
}

export function addVerify(program: Command, done: Done, context: CommandContext): void {
  const command = program
    .command('verify')
    .argument('[store]', 'the store, as with --store')
    .description('run stored cells again, failed ones too, and compare digests and content')
  addJsonOption(addStoreOption(addProjectOptions(command)))
    .option('--sample <n>', 'only N cells, taken from a random place in the order of keys', wholeNumber(1))
    .option(
      '--workers <n>',
      'worker threads; as many as processors unless said',
      wholeNumber(1, MOST_WORKERS),
    )
    .option('--timeout <seconds>', 'wall time after which a cell counts as failed', positiveNumber)
    .option('--memory <mb>', 'memory of one cell, in MB', wholeNumber(16))
    .action((named: string | undefined, flags: VerifyFlags) =>
      done(verify({ ...flags, ...(named !== undefined && { store: named }) }, context)),
    )
}

async function verify(flags: VerifyFlags, { terminal, directory }: CommandContext): Promise<number> {
  const { catalogue, store: path, sources, workers, limits } = await resolveRequest(flags, directory)
  const store = openStore(path)
  const cells = [...store.keys(), ...store.failedKeys()]
  const matches = new Set([...store.matches.keys(), ...store.matches.failedKeys()])
  const keys = sampleOf([...cells, ...matches].sort(), flags.sample)
  const json = flags.json === true
  const interrupt = onInterrupt(terminal)
  const options = {
    plugins: sources,
    workers,
    limits,
    signal: interrupt.signal,
    onVerdict: (verdict: CellVerdict | MatchVerdict) => {
      if (!json) terminal.out(line(terminal, verdict))
    },
  }
  const [ofCells, ofMatches] = [
    keys.filter((key) => !matches.has(key)),
    keys.filter((key) => matches.has(key)),
  ]
  const verdicts = [
    ...(await verifyStore(catalogue, store, ofCells, options)),
    ...(await verifyMatches(catalogue, store, ofMatches, options)),
  ]
  interrupt.release()
  const same = verdicts.filter(({ verdict }) => verdict === 'same').length
  if (json) {
    const told = verdicts.map(({ key, verdict, detail }) => ({ key, verdict, detail }))
    const counts = { cells: ofCells.length, ...(ofMatches.length > 0 && { matches: ofMatches.length }) }
    terminal.out(JSON.stringify({ store: store.root, ...counts, same, verdicts: told }, null, 2))
  } else {
    const what = ofMatches.length > 0 ? `${same} cells and matches` : plural(same, 'cell')
    terminal.out(`${what} of ${verdicts.length} came out the same; store ${store.root}`)
  }
  if (interrupt.signal.aborted) return EXIT.interrupted
  return same === verdicts.length ? EXIT.done : EXIT.failed
}

/** `size` keys that follow one another from a random place; keys are digests, so neighbours have nothing in common. */
function sampleOf(keys: readonly string[], size: number | undefined): readonly string[] {
  if (size === undefined || size >= keys.length) return keys
  const start = randomInt(keys.length)
  return [...keys.slice(start), ...keys.slice(0, start)].slice(0, size)
}

function line(terminal: Terminal, { key, stored, verdict, detail }: CellVerdict | MatchVerdict): string {
  const name = stored === undefined ? '' : ` ${nameOf(stored.descriptor)}`
  const shown = terminal.style(verdict === 'same' ? 'green' : 'red', verdict.padEnd(9))
  return `${shown} ${oneLine(`${shortKey(key)}${name}${detail === '' ? '' : `: ${detail}`}`)}`
}

function nameOf(descriptor: CellDescriptor | MatchDescriptor): string {
  return 'players' in descriptor ? matchName(descriptor) : cellName(descriptor)
}
