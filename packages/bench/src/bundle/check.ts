/** A bundle as far as it can be checked without running a cell: `checkBundle`, `BundleCheck`, `CheckedPart`. */
import type { Catalogue } from '../catalogue.ts'
import { isGauntletError } from '../reasons.ts'
import { openStore } from '../store.ts'
import { type Finding, inspectBundle, unlistedPolicies } from './inspect.ts'
import { type BoardVerdict, boardPath, verifyLeaderboards } from './leaderboards.ts'
import type { Manifest } from './manifest.ts'

/** A file that is not as the manifest says, or how a leaderboard came out when it was made again. */
export interface CheckedPart {
  readonly path: string
  readonly verdict: Finding['finding'] | BoardVerdict['verdict']
  readonly detail: string
}

export interface BundleCheck {
  readonly manifest: Manifest
  /** Those that are not as the manifest says. */
  readonly files: readonly CheckedPart[]
  readonly boards: readonly CheckedPart[]
  /** Whether it may be read: nothing in it leads elsewhere. */
  readonly readable: boolean
  /** Whether everything is as it should be. */
  readonly sound: boolean
}

/**
 * Compares the files with the manifest and the leaderboards with the cells. Errors: GauntletError where the manifest is
 * foreign or broken, or nothing can be read as a store.
 */
export function checkBundle(
  catalogue: Catalogue,
  root: string,
  onPart: (part: CheckedPart) => void,
): BundleCheck {
  const { manifest, findings } = inspectBundle(root)
  const files = findings.map(partOf)
  files.forEach(onPart)
  if (findings.some(({ finding }) => finding === 'irregular'))
    return { manifest, files, boards: [], readable: false, sound: false }
  const { unlisted, boards } = compareContent(catalogue, root, manifest)
  for (const part of [...unlisted, ...boards]) onPart(part)
  return {
    manifest,
    files: [...files, ...unlisted],
    boards,
    readable: true,
    sound: files.length + unlisted.length === 0 && boards.every(({ verdict }) => verdict === 'same'),
  }
}

/** Of cells that cannot be read nothing can be made; running them says more. */
function compareContent(
  catalogue: Catalogue,
  root: string,
  manifest: Manifest,
): { readonly unlisted: readonly CheckedPart[]; readonly boards: readonly CheckedPart[] } {
  const store = openStore(root)
  try {
    const unlisted = unlistedPolicies(store, manifest).map(partOf)
    return { unlisted, boards: verifyLeaderboards(catalogue, store, manifest) }
  } catch (error) {
    if (!isGauntletError(error)) throw error
    return { unlisted: [], boards: [{ path: boardPath('json'), verdict: 'unknown', detail: error.message }] }
  }
}

function partOf({ path, finding, detail }: Finding): CheckedPart {
  return { path, verdict: finding, detail }
}
