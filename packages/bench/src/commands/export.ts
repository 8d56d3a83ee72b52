/** `gauntlet export`: the leaderboards of a store in every format with the cells behind them, or all of it as a bundle. */
import { join, resolve } from 'node:path'
import { GauntletError } from '@gauntlet/core'
import type { Command } from 'commander'
import { BUNDLE_WORDS, checkLicence } from '../bundle/words.ts'
import { writeBundle } from '../bundle/write.ts'
import { writeRecordFile } from '../record-file.ts'
import { buildLeaderboards } from '../report/index.ts'
import { ENDINGS, FORMATS, WRITERS } from '../report/writers.ts'
import { byteSize, oneLine, plural } from '../terminal/format.ts'
import { type CommandContext, type Done, EXIT, addMatrixOptions, someText } from './command.ts'
import { writeOutput } from './output.ts'
import { type SourceFlags, addStoresOption, inputOf, sourcesFor } from './sources.ts'

interface ExportFlags extends SourceFlags {
  readonly out?: string
  readonly bundle?: string
  /** `--without-policies`, or where they go instead. */
  readonly withoutPolicies?: boolean
  readonly policies?: string
  readonly license?: string
}

export function addExport(program: Command, done: Done, context: CommandContext): void {
  const command = program
    .command('export')
    .description('the leaderboards in every format, with the cells behind them')
  addStoresOption(addMatrixOptions(command))
    .option('--out <dir>', 'the directory to write to', someText)
    .option(
      '--bundle <dir>',
      'a folder that describes itself: all of it, with a manifest of digests',
      someText,
    )
    .option('--without-policies', 'of a bundle: leave out what learners saved, and name it in the manifest')
    .option('--policies <dir>', 'of a bundle: put what learners saved into a folder of its own', someText)
    .option(
      '--license <id>',
      'of a bundle: its licence in the SPDX list; CC-BY-4.0 unless configured',
      someText,
    )
    .action((flags: ExportFlags) => done(exportAs(flags, context)))
}

async function exportAs(flags: ExportFlags, context: CommandContext): Promise<number> {
  const { out, bundle, withoutPolicies, policies, license } = flags
  if (bundle !== undefined && out === undefined) return exportBundle({ ...flags, bundle }, context)
  if (out === undefined || bundle !== undefined)
    throw new GauntletError('usage', 'export: expected either --out DIR or --bundle DIR')
  const stray = Object.entries({
    '--without-policies': withoutPolicies,
    '--policies': policies,
    '--license': license,
  })
  for (const [flag, value] of stray) {
    if (value !== undefined) throw new GauntletError('usage', `export: ${flag} is of --bundle, not of --out`)
  }
  return exportAll({ ...flags, out }, context)
}

async function exportBundle(
  flags: ExportFlags & { readonly bundle: string },
  { terminal, directory }: CommandContext,
): Promise<number> {
  const { withoutPolicies, policies, license, bundle } = flags
  if (withoutPolicies === true && policies !== undefined)
    throw new GauntletError('usage', 'export: expected either --without-policies or --policies DIR')
  const own = license === undefined ? {} : { license: checkLicence(license, '--license') }
  const { request, stores, plan } = await sourcesFor(flags, directory)
  const keys = plan && new Set([...plan.cells, ...plan.matches, ...plan.responses].map(({ key }) => key))
  const target = resolve(directory, bundle)
  const { manifest, cells, bytes, apart } = writeBundle(target, {
    catalogue: request.catalogue,
    stores,
    wanted: (key) => keys === undefined || keys.has(key),
    words: { ...BUNDLE_WORDS, ...request.config.config.bundle, ...own },
    policies:
      policies === undefined
        ? withoutPolicies === true
          ? 'nowhere'
          : 'inside'
        : { directory: resolve(directory, policies) },
  })
  const { files, elsewhere, results } = manifest
  const parts = [
    `bundle of ${plural(cells, 'cell')} written to ${target}`,
    `${plural(files.length, 'file')}, ${byteSize(bytes)}`,
    ...(elsewhere.length > 0 ? [`without ${plural(elsewhere.length, 'saved learner')}`] : []),
    `results ${results.slice(0, 12)}`,
  ]
  terminal.err(parts.join('; '))
  if (apart.length === 0) return EXIT.done
  terminal.err(
    'Not in its configurations, and apart in its leaderboards (--config and --plugin name what is lacking):',
  )
  for (const line of apart) terminal.err(`  ${oneLine(line)}`)
  return EXIT.done
}

async function exportAll(
  flags: SourceFlags & { readonly out: string },
  { terminal, directory }: CommandContext,
): Promise<number> {
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
