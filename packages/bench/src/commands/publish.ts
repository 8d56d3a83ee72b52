/** `gauntlet publish`: a bundle or a site on a branch, for a static host. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { type Change, type Publication, publish } from '../publish/publish.ts'
import { byteSize, oneLine, plural } from '../terminal/format.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { type CommandContext, type Done, EXIT, addJsonOption, someText } from './command.ts'

/** Changes that a dry run shows. */
const SHOWN = 100

interface PublishFlags {
  readonly branch: string
  readonly remote: string
  readonly dryRun?: boolean
  readonly json?: boolean
}

export function addPublish(program: Command, done: Done, context: CommandContext): void {
  const command = program
    .command('publish')
    .argument('<folder>', 'a bundle, or a built site')
    .description('commits the folder to a branch of the git repository here, and pushes that branch alone')
  addJsonOption(command)
    .option(
      '--branch <name>',
      'the branch, which then holds the folder and nothing else',
      someText,
      'gh-pages',
    )
    .option('--remote <name>', 'where it is pushed to', someText, 'origin')
    .option('--dry-run', 'say what would change, and change nothing')
    .action((folder: string, flags: PublishFlags) => done(put(folder, flags, context)))
}

async function put(
  folder: string,
  { branch, remote, dryRun = false, json }: PublishFlags,
  { terminal, directory }: CommandContext,
): Promise<number> {
  const publication = publish({ directory, folder: resolve(directory, folder), branch, remote, dryRun })
  if (json === true) {
    terminal.out(JSON.stringify({ branch, remote, dryRun, ...publication }, null, 2))
    return EXIT.done
  }
  if (dryRun) showChanges(terminal, publication.changes)
  terminal.out(`${told(publication, dryRun)}; branch ${branch} of ${remote}`)
  return EXIT.done
}

function showChanges(terminal: Terminal, changes: readonly Change[]): void {
  for (const { kind, path, bytes } of changes.slice(0, SHOWN))
    terminal.out(`${kind.padEnd(7)} ${oneLine(path)} (${byteSize(bytes)})`)
  if (changes.length > SHOWN) terminal.out(`and ${changes.length - SHOWN} more`)
}

function told({ commit, files, changes, replaces }: Publication, dryRun: boolean): string {
  if (changes.length === 0) return `${plural(files, 'file')}, nothing changed`
  const counts = (['added', 'changed', 'removed'] as const).map((kind) => {
    const own = changes.filter((change) => change.kind === kind)
    return `${own.length} ${kind} (${byteSize(own.reduce((sum, { bytes }) => sum + bytes, 0))})`
  })
  const what = dryRun ? 'would be published' : `published as ${commit?.slice(0, 12)}`
  const instead = replaces === null ? '' : `, in place of a ${replaces}`
  return `${plural(files, 'file')} ${what}: ${counts.join(', ')}${instead}`
}
