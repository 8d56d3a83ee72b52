/** `gauntlet dataset`: offline data, recorded from a policy, and what a file of it holds. */
import { basename, extname, resolve } from 'node:path'
import { type FileContent, GauntletError } from '@gauntlet/core'
import { type Command, InvalidArgumentError } from 'commander'
import { type SettingEntry, matchSettings } from '../catalogue.ts'
import { actorOf } from '../dataset/actors.ts'
import { type DatasetAbout, datasetPairs, openDataset } from '../dataset/dataset-file.ts'
import { type Amount, recordDataset } from '../dataset/record.ts'
import { packageVersions } from '../provenance.ts'
import { isGauntletError, thrownText } from '../reasons.ts'
import { MOST_DATASET_MEBIBYTES, readRegularFile } from '../regular-file.ts'
import { type Flags, resolveRequest } from '../request.ts'
import { openStore } from '../store.ts'
import { oneLine, plural, shortNumber, table } from '../terminal/format.ts'
import {
  type CommandContext,
  type Done,
  EXIT,
  addJsonOption,
  addProjectOptions,
  addStoreOption,
  someText,
  wholeNumber,
} from './command.ts'
import { writeOutput } from './output.ts'

interface RecordFlags extends Flags {
  readonly policy: string
  readonly mix?: number
  readonly mixPolicy: string
  readonly episodes?: number
  readonly steps?: number
  readonly seed: number
  readonly best?: string
  readonly reference?: string
  readonly measures: boolean
  readonly out: string
}

export function addDataset(program: Command, done: Done, context: CommandContext): void {
  const dataset = program
    .command('dataset')
    .description('offline data: transitions recorded from a policy, in an NPZ file')
  const record = dataset
    .command('record')
    .argument('<setting>', 'such as mapf/lifelong:small-4')
    .description('record transitions of a setting under a policy')
  addStoreOption(addProjectOptions(record))
    .option('--policy <policy>', 'random, expert, expert:NAME, or cell:KEY of the store', someText, 'random')
    .option('--mix <share>', 'share of the whole that another policy plays', share)
    .option('--mix-policy <policy>', 'the other policy', someText, 'expert')
    .option('--episodes <n>', 'whole episodes to record', wholeNumber(1))
    .option('--steps <n>', 'world steps to record, instead', wholeNumber(1))
    .option('--seed <n>', 'number of the seed', wholeNumber(0), 0)
    .option('--best <policy>', 'whose return quality is measured against; an expert unless given', someText)
    .option('--reference <file>', 'dataset to measure coverage against; uniform play unless given', someText)
    .option('--no-measures', 'neither quality nor coverage, for which as much is played again twice')
    .requiredOption('--out <file>', 'the file to write, such as data.npz', someText)
    .action((name: string, flags: RecordFlags) => done(recordTo(name, flags, context)))
  addJsonOption(
    dataset
      .command('info')
      .argument('<file>', 'a recorded dataset')
      .description('what a dataset holds, and how good it is'),
  ).action((file: string, flags: { readonly json?: boolean }) => done(info(file, flags, context)))
}

/** Reads a share between 0 and 1. */
function share(written: string): number {
  const value = written.trim() === '' ? NaN : Number(written)
  if (value > 0 && value < 1) return value
  throw new InvalidArgumentError('Expected a number between 0 and 1.')
}

async function recordTo(
  name: string,
  flags: RecordFlags,
  { terminal, directory }: CommandContext,
): Promise<number> {
  requireEnding(flags.out)
  const amount = amountOf(flags)
  const { catalogue, store: path } = await resolveRequest(flags, directory)
  const entry = settingOf(matchSettings(catalogue, [name]), name)
  const store = (): ReturnType<typeof openStore> => openStore(path)
  const seat = (option: string, words: string) => actorOf(option, words, catalogue, entry, store)
  const actor = await seat('--policy', flags.policy)
  const mix =
    flags.mix === undefined
      ? undefined
      : { share: flags.mix, actor: await seat('--mix-policy', flags.mixPolicy) }
  const best = flags.best === undefined ? undefined : await seat('--best', flags.best)
  const reference = flags.reference === undefined ? undefined : fileAt(flags.reference, directory)
  try {
    const bytes = await recordDataset({
      entry,
      actor,
      mix,
      amount,
      seed: flags.seed,
      best,
      reference: reference && { name: reference.name, pairs: datasetPairs(reference) },
      measured: flags.measures,
      packages: packageVersions(catalogue.plugins),
    })
    const file = resolve(directory, flags.out)
    writeOutput(`--out ${flags.out}`, file, bytes)
    terminal.err(`dataset written to ${file}`)
    terminal.out(summary(openDataset({ name: flags.out, bytes }).about))
  } catch (error) {
    if (isGauntletError(error)) throw error
    throw new GauntletError('dataset', `${entry.id}: cannot be recorded: ${thrownText(error)}`, {
      cause: error,
    })
  } finally {
    actor.dispose?.()
    mix?.actor.dispose?.()
    best?.dispose?.()
  }
  return EXIT.done
}

function amountOf({ episodes, steps }: RecordFlags): Amount {
  if (episodes !== undefined && steps === undefined) return { unit: 'episodes', count: episodes }
  if (steps !== undefined && episodes === undefined) return { unit: 'steps', count: steps }
  const given = steps === undefined ? 'neither' : 'both'
  throw new GauntletError('amount', `--episodes, --steps: got ${given}, expected one of them`)
}

/** Refuses an ending that says the file is something else; none is fine. */
function requireEnding(out: string): void {
  const ending = extname(out)
  if (ending === '' || ending.toLowerCase() === '.npz') return
  throw new GauntletError('output', `--out ${out}: unknown ending ${ending}; expected .npz`)
}

function settingOf(found: readonly SettingEntry[], name: string): SettingEntry {
  if (found.length === 1) return found[0]
  const ids = found.map(({ id }) => id).join(', ')
  throw new GauntletError(
    'setting',
    oneLine(`${name}: got ${found.length} settings, expected one of ${ids}`, 2000),
  )
}

function fileAt(path: string, directory: string): FileContent {
  try {
    return { name: basename(path), bytes: readRegularFile(resolve(directory, path), MOST_DATASET_MEBIBYTES) }
  } catch (error) {
    throw new GauntletError('dataset', `${path}: cannot be read: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

async function info(
  path: string,
  flags: { readonly json?: boolean },
  { terminal, directory }: CommandContext,
): Promise<number> {
  const { npz, about } = openDataset(fileAt(path, directory))
  if (flags.json === true) {
    terminal.out(JSON.stringify(about, null, 2))
    return EXIT.done
  }
  terminal.out(summary(about))
  terminal.out('')
  const arrays = npz.names.filter((name) => !name.includes('.'))
  const rows = arrays.map((name) => {
    const { shape, values } = npz.array(name)
    return [name, values.constructor.name.replace('Array', '').toLowerCase(), `[${shape.join(', ')}]`]
  })
  terminal.out(table(['column', 'type', 'shape'], rows))
  return EXIT.done
}

/** What a file says of itself, in lines; it may say anything. */
function summary(about: DatasetAbout): string {
  const { environment, policies, seed, rows, steps, episodes, measures } = about
  const { id, version, setting } = Object(environment) as DatasetAbout['environment']
  const who = Array.from(policies ?? [], (one) => one?.policy).join(', then ')
  const lines = [
    `${id}:${setting}, version ${version}; ${who}; seed ${seed}`,
    `${plural(Number(rows), 'row')}, ${plural(Number(steps), 'world step')}, ${episodes?.ended} of ${plural(Number(episodes?.begun), 'episode')} to the end`,
    ...(measures === null ? [] : measuresOf(measures)),
  ]
  return lines.map((line) => oneLine(line)).join('\n')
}

function measuresOf(measures: DatasetAbout['measures']): string[] {
  const { meanReturn, quality, coverage } = Object(measures) as NonNullable<DatasetAbout['measures']>
  const shown = (value: unknown): string => (typeof value === 'number' ? shortNumber(value) : 'not known')
  const [mean, random] = [shown(meanReturn), shown(quality?.randomReturn)]
  return [
    (quality?.best ?? null) === null
      ? `mean return ${mean} (random ${random}); no TQ, which needs an expert or --best`
      : `mean return ${mean}; TQ ${shown(quality?.value)} (random ${random}, ${quality?.best} ${shown(quality?.bestReturn)})`,
    `SACo ${shown(coverage?.value)}: ${shown(coverage?.unique)} unique pairs, ${shown(coverage?.referenceUnique)} of ${coverage?.reference}`,
  ]
}
