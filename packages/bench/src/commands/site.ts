/** `gauntlet site`: the leaderboards as a static site, written or served by the package that knows how, where it is installed. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { GauntletError } from '@gauntlet/core'
import type { Command } from 'commander'
import type { Catalogue } from '../catalogue.ts'
import { type Leaderboards, type StoredCell, buildLeaderboards } from '../report/index.ts'
import type { Store } from '../store.ts'
import { plural } from '../terminal/format.ts'
import { type CommandContext, type Done, EXIT, addMatrixOptions, someText, wholeNumber } from './command.ts'
import { onInterrupt } from './interrupt.ts'
import { type SourceFlags, addStoresOption, inputOf, sourcesFor } from './sources.ts'

const PACKAGE = '@gauntlet/site'
const DEFAULT_FOLDER = 'gauntlet-site'
const DEFAULT_PORT = 8765
const MOST_PORT = 65_535

/** What is asked of the package that makes sites, which depends on this one and not the other way round. */
interface SitePackage {
  buildSite(
    input: {
      readonly leaderboards: Leaderboards
      readonly catalogue: Catalogue
      readonly cells: readonly StoredCell[]
      readonly stores: readonly Store[]
    },
    folder: string,
  ): { readonly folder: string; readonly files: number; readonly bytes: number }
  serveSite(folder: string, port: number): Promise<{ readonly url: string; close(): void }>
}

interface SiteFlags extends SourceFlags {
  readonly out?: string
  readonly port?: number
}

export function addSite(program: Command, done: Done, context: CommandContext): void {
  const command = program
    .command('site')
    .description('the leaderboards as a static site, with replays that run in the browser')
  addSiteOptions(command.command('build').description('write the site into a folder'))
    .option('--out <dir>', `the folder; ${DEFAULT_FOLDER} unless said`, someText)
    .action((flags: SiteFlags) => done(build(flags, context)))
  addSiteOptions(command.command('serve').description('serve the site to this machine until interrupted'))
    .option('--out <dir>', 'a site that is built already; else one is built, and gone afterwards', someText)
    .option('--port <n>', `the port; ${DEFAULT_PORT} unless said, 0 for any`, wholeNumber(0, MOST_PORT))
    .action((flags: SiteFlags) => done(serve(flags, context)))
}

function addSiteOptions(command: Command): Command {
  return addStoresOption(addMatrixOptions(command))
}

async function build(flags: SiteFlags, context: CommandContext): Promise<number> {
  const { terminal, directory } = context
  const site = await sitePackage(directory)
  const { folder, files, bytes } = await written(
    site,
    flags,
    directory,
    resolve(directory, flags.out ?? DEFAULT_FOLDER),
  )
  terminal.err(`site written to ${folder}: ${plural(files, 'data file')}, ${(bytes / 1e6).toFixed(1)} MB`)
  terminal.err(`open ${join(folder, 'index.html')}, or gauntlet site serve --out ${folder}`)
  return EXIT.done
}

async function serve(flags: SiteFlags, { terminal, directory }: CommandContext): Promise<number> {
  const site = await sitePackage(directory)
  const own = flags.out === undefined ? mkdtempSync(join(tmpdir(), 'gauntlet-site-')) : undefined
  try {
    const folder = own === undefined ? resolve(directory, flags.out!) : join(own, 'site')
    if (own !== undefined) await written(site, flags, directory, folder)
    const served = await site.serveSite(folder, flags.port ?? DEFAULT_PORT)
    const interrupt = onInterrupt(terminal)
    terminal.out(`${served.url} (interrupt to end)`)
    if (!interrupt.signal.aborted) {
      await new Promise((end) => interrupt.signal.addEventListener('abort', end, { once: true }))
    }
    served.close()
    interrupt.release()
    return EXIT.done
  } finally {
    if (own !== undefined) rmSync(own, { recursive: true, force: true })
  }
}

/** Gathers what the stores and bundles hold, or of it the matrix that flags choose, and has it written. */
async function written(
  site: SitePackage,
  flags: SiteFlags,
  directory: string,
  folder: string,
): Promise<ReturnType<SitePackage['buildSite']>> {
  const sources = await sourcesFor(flags, directory)
  const input = inputOf(sources, flags)
  const { catalogue } = sources.request
  const { cells } = input
  return site.buildSite(
    { leaderboards: buildLeaderboards(input), catalogue, cells, stores: sources.stores },
    folder,
  )
}

/** The package from the project in which the command runs, or from beside this one. Errors: GauntletError where it is in neither. */
async function sitePackage(directory: string): Promise<SitePackage> {
  for (const from of [join(directory, 'package.json'), import.meta.url]) {
    const file = resolved(from)
    if (file !== undefined) return (await import(pathToFileURL(file).href)) as SitePackage
  }
  throw new GauntletError('site', `${PACKAGE} is not installed; npm install ${PACKAGE} in this project`)
}

function resolved(from: string): string | undefined {
  try {
    return createRequire(from).resolve(PACKAGE)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}
