/** `gauntlet verify`: runs stored cells again and compares. */
import { randomInt } from 'node:crypto'
import type { Command } from 'commander'
import { type BundleCheck, type CheckedPart, checkBundle } from '../bundle/check.ts'
import { isBundle, lacksManifest } from '../bundle/inspect.ts'
import { cellName } from '../cells.ts'
import { matchName } from '../matches.ts'
import type { CellDescriptor, MatchDescriptor } from '../records.ts'
import { type Flags, resolveRequest } from '../request.ts'
import { MANIFEST, openStore } from '../store.ts'
import { countOfMatches, oneLine, plural, shortKey } from '../terminal/format.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { type MatchVerdict, verifyMatches } from '../verify-matches.ts'
import { type CellVerdict, verifyStore } from '../verify.ts'
import {
  type CommandContext,
  type Done,
  EXIT,
  addJsonOption,
  addLimitOptions,
  addProjectOptions,
  addStoreOption,
  wholeNumber,
} from './command.ts'
import { onInterrupt } from './interrupt.ts'

interface VerifyFlags extends Flags {
  readonly sample?: number
  readonly evaluationOnly?: boolean
  readonly json?: boolean
}

export function addVerify(program: Command, done: Done, context: CommandContext): void {
  const command = program
    .command('verify')
    .argument('[store]', 'the store or bundle, as with --store')
    .description(
      "run stored cells again, failed ones too, and compare digests and content; of a bundle first every file's",
    )
  addLimitOptions(addJsonOption(addStoreOption(addProjectOptions(command))))
    .option('--sample <n>', 'only N cells, taken from a random place in the order of keys', wholeNumber(1))
    .option('--evaluation-only', 'train nothing again: evaluate what learners saved')
    .action((named: string | undefined, flags: VerifyFlags) =>
      done(verify({ ...flags, ...(named !== undefined && { store: named }) }, context)),
    )
}

async function verify(flags: VerifyFlags, { terminal, directory }: CommandContext): Promise<number> {
  const {
    catalogue: installed,
    store: path,
    sources,
    workers,
    limits,
  } = await resolveRequest(flags, directory)
  const json = flags.json === true
  const say = (text: string): void => {
    if (!json) terminal.out(text)
  }
  const onPart = (part: CheckedPart): void => say(partLine(terminal, part))
  const bundle = isBundle(path) ? checkBundle(installed, path, onPart) : undefined
  const { catalogue, store } = bundle ?? { catalogue: installed, store: openStore(path) }
  if (store === undefined) {
    say([...bundleTexts(bundle), 'no cell was run', `bundle ${path}`].join('; '))
    if (json) terminal.out(JSON.stringify({ store: path, ...toldOf(bundle) }, null, 2))
    return EXIT.failed
  }
  const lacking = bundle === undefined && lacksManifest(path)
  if (lacking)
    onPart({ path: MANIFEST, verdict: 'missing', detail: 'neither files nor leaderboards are checked' })
  const failed = store.failedKeys()
  const cells = flags.evaluationOnly === true ? store.keys() : [...store.keys(), ...failed]
  const matches = new Set([...store.matches.keys(), ...store.matches.failedKeys()])
  const keys = sampleOf([...cells, ...matches].sort(), flags.sample)
  const interrupt = onInterrupt(terminal)
  const options = {
    plugins: sources,
    workers,
    limits,
    signal: interrupt.signal,
    evaluationOnly: flags.evaluationOnly === true,
    onVerdict: (verdict: CellVerdict | MatchVerdict) => say(line(terminal, verdict)),
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
    const listed = verdicts.map(({ key, verdict, detail }) => ({ key, verdict, detail }))
    const counts = { cells: ofCells.length, ...(ofMatches.length > 0 && { matches: ofMatches.length }) }
    const told = lacking ? { bundle: null } : toldOf(bundle)
    terminal.out(JSON.stringify({ store: store.root, ...told, ...counts, same, verdicts: listed }, null, 2))
  } else {
    const doubtful = [...verdicts, ...(bundle?.made ?? [])].some(({ verdict }) => verdict === 'unknown')
    const parts = [
      ...bundleTexts(bundle),
      `${countOf(same, ofCells.length, ofMatches.length)} of ${verdicts.length} came out the same`,
      ...(flags.evaluationOnly === true && failed.length > 0
        ? [`${plural(failed.length, 'failed cell')} left out`]
        : []),
      ...(bundle !== undefined && doubtful
        ? ['what is unknown here may come with --plugin, or with other versions of packages']
        : []),
      `store ${store.root}`,
    ]
    terminal.out(parts.join('; '))
  }
  if (interrupt.signal.aborted) return EXIT.interrupted
  return same === verdicts.length && bundle?.sound !== false && !lacking ? EXIT.done : EXIT.failed
}

/** How many of cells and matches, or of either alone. */
function countOf(same: number, cells: number, matches: number): string {
  if (matches === 0) return plural(same, 'cell')
  if (cells === 0) return countOfMatches(same)
  return same === 1 ? '1 cell or match' : `${same} cells and matches`
}

/** A file that is not as the manifest says, or how one came out that was made again. */
function partLine(terminal: Terminal, { path, verdict, detail }: CheckedPart): string {
  const shown = terminal.style(verdict === 'same' ? 'green' : 'red', verdict.padEnd(9))
  return `${shown} ${oneLine(`${path}${detail === '' ? '' : `: ${detail}`}`)}`
}

function bundleTexts(bundle: BundleCheck | undefined): string[] {
  if (bundle === undefined) return []
  const { manifest, files, made } = bundle
  const paths = new Set(manifest.files.map(({ path }) => path))
  const faults = files.filter(({ path }) => paths.has(path)).length
  const listed = plural(manifest.files.length, 'file')
  const same = made.filter(({ verdict }) => verdict === 'same').length
  return [
    faults === 0 ? `${listed} as the manifest says` : `${faults} of ${listed} not as the manifest says`,
    ...(files.length > faults ? [`${files.length - faults} beside those of the manifest`] : []),
    ...(made.length > 0
      ? [`${same} of ${made.length} leaderboards, configurations and papers made the same`]
      : []),
  ]
}

function toldOf(bundle: BundleCheck | undefined): object {
  if (bundle === undefined) return {}
  const { manifest, files, made } = bundle
  return { bundle: { results: manifest.results, files: manifest.files.length, faults: files, made } }
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
