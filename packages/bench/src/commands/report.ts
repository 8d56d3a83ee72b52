/** `gauntlet report` and `gauntlet export`: the leaderboards of a store. */
import { extname, join, resolve } from 'node:path'
import { GauntletError } from '@gauntlet/core'
import { type Command, Option } from 'commander'
import { writeRecordFile } from '../record-file.ts'
import { gatherCells, gatherStore } from '../gather.ts'
import { planMatrix } from '../plan.ts'
import {
  type LeaderboardInput,
  type Leaderboards,
  buildLeaderboards,
  leaderboardsToCsv,
  leaderboardsToHtml,
  leaderboardsToJson,
  leaderboardsToLatex,
  leaderboardsToMarkdown,
  leaderboardsToText,
} from '../report/index.ts'
import { type Flags, resolveRequest } from '../request.ts'
import { openStore } from '../store.ts'
import { plural } from '../terminal/format.ts'
import {
  type CommandContext,
  type Done,
  EXIT,
  addJsonOption,
  addMatrixOptions,
  addStoreOption,
  someText,
} from './command.ts'
import { writeOutput } from './output.ts'

type Format = 'md' | 'csv' | 'json' | 'html' | 'latex'

/** How each format is written. */
const WRITERS: Readonly<Record<Format, (leaderboards: Leaderboards) => string>> = {
  md: leaderboardsToMarkdown,
  csv: leaderboardsToCsv,
  json: leaderboardsToJson,
  html: leaderboardsToHtml,
  latex: leaderboardsToLatex,
}

/** How a file of each format ends, after a dot. */
const ENDINGS: Readonly<Record<Format, string>> = {
  md: 'md',
  csv: 'csv',
  json: 'json',
  html: 'html',
  latex: 'tex',
}

/** Formats that show curves and profiles; the others need not wait for them. */
const WITH_FIGURES: ReadonlySet<Format | undefined> = new Set<Format>(['json', 'html'])

interface ReportFlags extends Flags {
  readonly format?: Format
  readonly out?: string
  readonly json?: boolean
}

export function addReport(program: Command, done: Done, context: CommandContext): void {
  const command = program
    .command('report')
    .description(
      'the leaderboards of a store; of a matrix, where --preset, --env, --algo or a configuration chooses one',
    )
  addJsonOption(addStoreOption(addMatrixOptions(command)))
    .addOption(
      new Option('--format <format>', 'a table for the terminal unless said').choices(Object.keys(WRITERS)),
    )
    .option(
      '--out <file>',
      'write it to a file; its ending decides the format where --format does not',
      someText,
    )
    .action((flags: ReportFlags) => done(report(flags, context)))
}

export function addExport(program: Command, done: Done, context: CommandContext): void {
  const command = program
    .command('export')
    .description('the leaderboards in every format, with the cells behind them')
  addStoreOption(addMatrixOptions(command))
    .requiredOption('--out <dir>', 'the directory to write to', someText)
    .action((flags: ReportFlags & { out: string }) => done(exportAll(flags, context)))
}

async function report(flags: ReportFlags, { terminal, directory }: CommandContext): Promise<number> {
  const format = flags.json === true ? 'json' : (flags.format ?? formatOf(flags.out))
  const figures = WITH_FIGURES.has(format)
  const leaderboards = buildLeaderboards({ ...(await inputFor(flags, directory)), figures })
  if (flags.out === undefined) {
    const color = terminal.style('bold', 'x') !== 'x'
    const written =
      format === undefined
        ? leaderboardsToText(leaderboards, { color, width: terminal.columns })
        : WRITERS[format](leaderboards)
    terminal.out(written.trimEnd())
    return EXIT.done
  }
  const file = resolve(directory, flags.out)
  writeOutput(`--out ${flags.out}`, file, WRITERS[format ?? 'md'](leaderboards))
  terminal.err(`leaderboards written to ${file}`)
  return EXIT.done
}

/** The format that a file's ending names; undefined where it has none. Errors: GauntletError for any other. */
function formatOf(out = ''): Format | undefined {
  const ending = extname(out)
  if (ending === '') return undefined
  const formats = Object.keys(WRITERS) as Format[]
  const format = formats.find((one) => ending.toLowerCase() === `.${ENDINGS[one]}`)
  if (format !== undefined) return format
  const allowed = formats.map((one) => `.${ENDINGS[one]}`)
  throw new GauntletError(
    'output',
    `--out ${out}: unknown ending ${ending}; expected ${allowed.join(', ')}, or --format`,
  )
}

async function exportAll(
  flags: ReportFlags & { out: string },
  { terminal, directory }: CommandContext,
): Promise<number> {
  const input = await inputFor(flags, directory)
  const leaderboards = buildLeaderboards(input)
  const target = resolve(directory, flags.out)
  const option = `--out ${flags.out}`
  for (const format of Object.keys(WRITERS) as Format[]) {
    writeOutput(option, join(target, `leaderboard.${ENDINGS[format]}`), WRITERS[format](leaderboards))
  }
  for (const { result } of input.cells) {
    writeOutput(option, join(target, 'cells', `${result.key}.json`), writeRecordFile(result))
  }
  for (const match of input.matches ?? []) {
    writeOutput(option, join(target, 'matches', `${match.key}.json`), writeRecordFile(match))
  }
  terminal.err(`leaderboards and ${plural(input.cells.length, 'cell')} written to ${target}`)
  return EXIT.done
}

async function inputFor(flags: Flags, directory: string): Promise<LeaderboardInput> {
  const request = await resolveRequest(flags, directory)
  const store = openStore(request.store)
  const { plugin: plugins = [] } = flags
  if (!request.selected) return { ...gatherStore(request.catalogue, store), plugins }
  const plan = planMatrix(request.catalogue, request.blocks(), request.backend)
  return { ...gatherCells(request.catalogue, store, plan), plugins }
}
