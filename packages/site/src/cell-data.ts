/** The page of a cell: `cellData`. */
import { type Catalogue, type CellDescriptor, type StoredCell, cellName, filesNamedIn } from '@gauntlet/bench'
import { drawerOf } from './data-names.ts'
import { repeatOf } from './repeat.ts'
import type { CellData } from './site-data.ts'

/** `variant`: what its configuration changes of the defaults. `kept`: digests of the policies that the site holds. */
export function cellData(
  { result, provenance }: StoredCell,
  catalogue: Catalogue,
  variant: object,
  kept: ReadonlySet<string>,
): CellData {
  const { key, descriptor, policy } = result
  return {
    result,
    provenance: provenance ?? null,
    name: cellName(descriptor),
    repeat: repeatOf(key, descriptor, variant),
    play: {
      packages: packagesOf(catalogue, descriptor),
      policy: policy !== null && kept.has(policy) ? drawerOf('policy', policy) : null,
      trained: descriptor.budget > 0,
      files: Object.fromEntries(fileDigests(descriptor).map((digest) => [digest, drawerOf('file', digest)])),
    },
  }
}

/** The packages that bring the cell's environment, algorithm and adapters, sorted; what is not installed is left out. */
function packagesOf({ plugins }: Catalogue, { environment, algorithm, adapters }: CellDescriptor): string[] {
  const wanted = new Set(adapters.map(({ id }) => id))
  const takesPart = plugins.filter(
    ({ plugin }) =>
      plugin.environments.some(({ id }) => id === environment.id) ||
      plugin.algorithms.some(({ id }) => id === algorithm.id) ||
      plugin.adapters.some(({ id }) => wanted.has(id)),
  )
  return [...new Set(takesPart.map(({ plugin }) => plugin.name))].toSorted()
}

/** Digests of the files that a descriptor names, each once. */
export function fileDigests(descriptor: CellDescriptor): string[] {
  return [...new Set(filesNamedIn(descriptor))]
}
