/** `gauntlet store merge`: several stores into one. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { openSound } from '../bundle/inspect.ts'
import { mergeStores } from '../merge.ts'
import { countOfMatches, plural } from '../terminal/format.ts'
import { type CommandContext, type Done, EXIT, addJsonOption, someText } from './command.ts'

interface MergeFlags {
  readonly store: string
  readonly json?: boolean
}

export function addStore(program: Command, done: Done, context: CommandContext): void {
  const store = program.command('store').description('stores, and what to do with several of them')
  const command = store
    .command('merge')
    .argument('<from...>', 'the stores and bundles to take results from, such as those of shards')
    .description('puts what several stores hold into one, which is made where there is none')
  addJsonOption(command)
    .requiredOption('--store <dir>', 'the store to put them into', someText)
    .action((from: string[], flags: MergeFlags) => done(merge(from, flags, context)))
}

async function merge(
  from: readonly string[],
  flags: MergeFlags,
  { terminal, directory }: CommandContext,
): Promise<number> {
  const sources = from.map((path) => openSound(resolve(directory, path)))
  const summary = mergeStores(sources, resolve(directory, flags.store))
  if (flags.json === true) {
    terminal.out(JSON.stringify(summary, null, 2))
    return EXIT.done
  }
  const { cells, newCells, matches, newMatches, failed, missingPolicies } = summary
  const parts = [
    `${plural(cells, 'cell')}, ${newCells} of them new`,
    ...(matches > 0 ? [`${countOfMatches(matches)}, ${newMatches} of them new`] : []),
    `${failed} failed`,
    ...(missingPolicies > 0
      ? [`what ${plural(missingPolicies, 'learner')} saved is in none of the stores`]
      : []),
    `store ${summary.store}`,
  ]
  terminal.out(parts.join('; '))
  return EXIT.done
}
