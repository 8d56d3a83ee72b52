/** From which stores and bundles a command reads: `addStoresOption`, `sourcesFor`, `inputOf`. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { isBundle, openSound } from '../bundle/inspect.ts'
import { readManifest } from '../bundle/manifest.ts'
import { withOwnSettings } from '../bundle/own-settings.ts'
import { gatherCells, gatherStore } from '../gather.ts'
import { type MatrixPlan, planMatrix } from '../plan.ts'
import type { LeaderboardInput } from '../report/index.ts'
import { type Flags, type MatrixRequest, resolveRequest } from '../request.ts'
import type { Store } from '../store.ts'
import { gather } from './command.ts'

/** `--store` may be given several times. */
export interface SourceFlags extends Omit<Flags, 'store'> {
  readonly store?: readonly string[]
}

/** Stores, and what is wanted of them. */
export interface Sources {
  readonly request: MatrixRequest
  readonly stores: readonly Store[]
  /** The chosen matrix; undefined where everything is meant. */
  readonly plan: MatrixPlan | undefined
}

export function addStoresOption(command: Command): Command {
  return command.option(
    '--store <dir>',
    'a store or bundle, or several; .gauntlet/store unless configured',
    gather,
  )
}

/** Opens what is named, and takes settings of one's own from the bundles among it. Errors: GauntletError, as of `openSound`. */
export async function sourcesFor(
  { store: named, ...flags }: SourceFlags,
  directory: string,
): Promise<Sources> {
  const resolved = await resolveRequest(flags, directory)
  const paths = named?.map((path) => resolve(directory, path)) ?? [resolved.store]
  const stores = paths.map(openSound)
  const catalogue = paths.filter(isBundle).reduce((known, path) => {
    const files = readManifest(path).files.map((file) => file.path)
    return withOwnSettings(known, path, new Set(files))
  }, resolved.catalogue)
  const request = { ...resolved, catalogue }
  return {
    request,
    stores,
    plan: request.selected ? planMatrix(request.catalogue, request.blocks(), request.backend) : undefined,
  }
}

/** What leaderboards of the sources are built from. */
export function inputOf(
  { request: { catalogue }, stores, plan }: Sources,
  { plugin: plugins = [] }: Pick<Flags, 'plugin'>,
): LeaderboardInput {
  const input = plan === undefined ? gatherStore(catalogue, ...stores) : gatherCells(catalogue, stores, plan)
  return { ...input, plugins }
}
