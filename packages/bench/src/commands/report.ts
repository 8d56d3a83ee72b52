/** `gauntlet report`: the leaderboards of a store, or of several. */
import { extname, resolve } from 'node:path'
import { GauntletError } from '@gauntlet/core'
import { type Command, Option } from 'commander'
import { buildLeaderboards, leaderboardsToText } from '../report/index.ts'
import { ENDINGS, FORMATS, type Format, WRITERS } from '../report/writers.ts'
import { type CommandContext, type Done, EXIT, addJsonOption, addMatrixOptions, someText } from './command.ts'
import { writeOutput } from './output.ts'
import { type SourceFlags, addStoresOption, inputOf, sourcesFor } from './sources.ts'

/** Formats that show curves and profiles; the others need not wait for them. */
const WITH_FIGURES: ReadonlySet<Format | undefined> = new Set<Format>(['json', 'html'])

interface ReportFlags extends SourceFlags {
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
  addJsonOption(addStoresOption(addMatrixOptions(command)))
    .addOption(new Option('--format <format>', 'a table for the terminal unless said').choices(FORMATS))
    .option(
      '--out <file>',
      'write it to a file; its ending decides the format where --format does not',
      someText,
    )
    .action((flags: ReportFlags) => done(report(flags, context)))
}

async function report(flags: ReportFlags, { terminal, directory }: CommandContext): Promise<number> {
  const format = flags.json === true ? 'json' : (flags.format ?? formatOf(flags.out))
  const figures = WITH_FIGURES.has(format)
  const leaderboards = buildLeaderboards({ ...inputOf(await sourcesFor(flags, directory), flags), figures })
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
  const format = FORMATS.find((one) => ending.toLowerCase() === `.${ENDINGS[one]}`)
  if (format !== undefined) return format
  const allowed = FORMATS.map((one) => `.${ENDINGS[one]}`)
  throw new GauntletError(
    'output',
    `--out ${out}: unknown ending ${ending}; expected ${allowed.join(', ')}, or --format`,
  )
}
