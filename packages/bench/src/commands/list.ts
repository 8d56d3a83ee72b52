/** `gauntlet list`: what is installed, or one thing of it. */
import type { Command } from 'commander'
import type { Catalogue } from '../catalogue.ts'
import { type Flags, resolveRequest } from '../request.ts'
import { table } from '../terminal/format.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { type CommandContext, type Done, EXIT, addJsonOption, addProjectOptions } from './command.ts'
import { describe, showDescription } from './describe.ts'

export function addList(program: Command, done: Done, context: CommandContext): void {
  const command = program
    .command('list')
    .argument('[name]', 'an environment or an algorithm: its parameters; a preset: what it chooses')
    .description('what is installed: environments, algorithms, presets')
  addJsonOption(addProjectOptions(command)).action(
    (name: string | undefined, flags: Flags & { json?: boolean }) => done(list(name, flags, context)),
  )
}

type Listing = ReturnType<typeof listingOf>

async function list(
  name: string | undefined,
  flags: Flags & { json?: boolean },
  { terminal, directory }: CommandContext,
): Promise<number> {
  const { catalogue } = await resolveRequest(flags, directory)
  const listing = name === undefined ? listingOf(catalogue) : describe(catalogue, name)
  if (flags.json === true) terminal.out(JSON.stringify(listing, null, 2))
  else if ('kind' in listing) showDescription(terminal, listing)
  else showListing(terminal, listing)
  return EXIT.done
}

function listingOf(catalogue: Catalogue) {
  const originOf = (kind: 'environments' | 'algorithms' | 'adapters', id: string): string =>
    catalogue.plugins.find(({ plugin }) => plugin[kind].some((one) => one.id === id))?.source.origin ?? ''
  return {
    plugins: catalogue.plugins.map(({ source, plugin }) => ({
      name: plugin.name,
      version: source.package?.version ?? null,
      file: source.file,
    })),
    environments: [...catalogue.environments.values()].map(({ id, version, summary, source, settings }) => ({
      id,
      version,
      summary,
      source,
      plugin: originOf('environments', id),
      settings: Object.entries(settings).map(([name, { description }]) => ({ name, description })),
    })),
    algorithms: [...catalogue.algorithms.values()].map(
      ({ id, version, family, summary, source, trains }) => ({
        id,
        version,
        family,
        summary,
        source,
        trains,
        plugin: originOf('algorithms', id),
      }),
    ),
    adapters: [...catalogue.adapters.values()].map(({ id, version, note }) => ({ id, version, note })),
    presets: [...catalogue.presets].map(([name, blocks]) => ({ name, blocks })),
  }
}

function showListing(terminal: Terminal, listing: Listing): void {
  const section = (
    title: string,
    headings: readonly string[],
    rows: readonly (readonly string[])[],
  ): void => {
    terminal.out(terminal.style('bold', title))
    terminal.out(rows.length === 0 ? 'none' : table(headings, rows))
    terminal.out('')
  }
  section(
    'Environments',
    ['environment', 'version', 'settings', 'summary'],
    listing.environments.map((one) => [
      one.id,
      String(one.version),
      String(one.settings.length),
      one.summary,
    ]),
  )
  section(
    'Algorithms',
    ['algorithm', 'version', 'family', 'trains', 'summary'],
    listing.algorithms.map((one) => [
      one.id,
      String(one.version),
      one.family,
      one.trains ? 'yes' : 'no',
      one.summary,
    ]),
  )
  if (listing.adapters.length > 0) {
    section(
      'Adapters',
      ['adapter', 'note'],
      listing.adapters.map(({ id, note }) => [id, note]),
    )
  }
  section(
    'Presets',
    ['preset', 'settings', 'algorithms', 'seeds'],
    listing.presets.map(({ name, blocks }) => {
      const settings = new Set(blocks.flatMap((block) => block.settings))
      const algorithms = new Set(
        blocks.flatMap((block) =>
          block.algorithms.map((entry) => (typeof entry === 'string' ? entry : entry.id)),
        ),
      )
      const seeds = Math.max(...blocks.map((block) => block.seeds))
      return [name, String(settings.size), String(algorithms.size), String(seeds)]
    }),
  )
  terminal.out(
    'gauntlet list NAME tells the settings and parameters of an environment, the configuration of an algorithm,',
  )
  terminal.out(
    'or what a preset chooses; gauntlet run --preset NAME --dry-run, what a preset runs; --json, all of it',
  )
  if (listing.plugins.length === 0) {
    terminal.err('no plugin is installed here: npm install one, or name one with --plugin PATH')
  }
}
