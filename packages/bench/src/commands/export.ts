/** `gauntlet export`: the leaderboards of a store in every format, and the cells behind them. */
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { writeRecordFile } from '../record-file.ts'
import { buildLeaderboards } from '../report/index.ts'
import { ENDINGS, FORMATS, WRITERS } from '../report/writers.ts'
import { plural } from '../terminal/format.ts'
import { type CommandContext, type Done, EXIT, addMatrixOptions, someText } from './command.ts'
import { writeOutput } from './output.ts'
import { type SourceFlags, addStoresOption, inputOf, sourcesFor } from './sources.ts'

interface ExportFlags extends SourceFlags {
  readonly out: string
}

export function addExport(program: Command, done: Done, context: CommandContext): void {
  const command = program
    .command('export')
    .description('the leaderboards in every format, with the cells behind them')
  addStoresOption(addMatrixOptions(command))
    .requiredOption('--out <dir>', 'the directory to write to', someText)
    .action((flags: ExportFlags) => done(exportAll(flags, context)))
}

async function exportAll(flags: ExportFlags, { terminal, directory }: CommandContext): Promise<number> {
  const input = inputOf(await sourcesFor(flags, directory), flags)
  const leaderboards = buildLeaderboards(input)
  const target = resolve(directory, flags.out)
  const option = `--out ${flags.out}`
  for (const format of FORMATS) {
    writeOutput(option, join(target, `leaderboard.${ENDINGS[format]}`), WRITERS[format](leaderboards))
  }
  const cells = new Map(input.cells.map(({ result }) => [result.key, result]))
  for (const result of cells.values()) {
    writeOutput(option, join(target, 'cells', `${result.key}.json`), writeRecordFile(result))
  }
  for (const match of input.matches ?? []) {
    writeOutput(option, join(target, 'matches', `${match.key}.json`), writeRecordFile(match))
  }
  terminal.err(`leaderboards and ${plural(cells.size, 'cell')} written to ${target}`)
  return EXIT.done
}
