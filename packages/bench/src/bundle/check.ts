/** A bundle as far as it can be checked without running a cell: `checkBundle`, `BundleCheck`, `CheckedPart`. */
import type { Catalogue } from '../catalogue.ts'
import { isGauntletError } from '../reasons.ts'
import { type Store, openStore } from '../store.ts'
import { type Finding, type Inspection, inspectBundle, soundPaths, unlistedPolicies } from './inspect.ts'
import { boardPath } from './made-files.ts'
import type { Manifest } from './manifest.ts'
import { type MadeVerdict, verifyMade } from './remade.ts'
import { withOwnSettings } from './own-settings.ts'

/** A file that is not as the manifest says, or how one came out that was made again. */
export interface CheckedPart {
  readonly path: string
  readonly verdict: Finding['finding'] | MadeVerdict['verdict']
  readonly detail: string
}

export interface BundleCheck {
  readonly manifest: Manifest
  /** Those that are not as the manifest says. */
  readonly files: readonly CheckedPart[]
  /** Leaderboards, configurations and papers, made again. */
  readonly made: readonly CheckedPart[]
  /** Of its files those that are as the manifest says; undefined where nothing in it may be read, since it leads elsewhere. */
  readonly store: Store | undefined
  /** What is installed, with the settings that the bundle defines. */
  readonly catalogue: Catalogue
  /** Whether everything is as it should be. */
  readonly sound: boolean
}

/**
 * Compares the files with the manifest, and what is made of the cells with the cells. Errors: GauntletError where the manifest
 * is foreign or broken.
 */
export function checkBundle(
  installed: Catalogue,
  root: string,
  onPart: (part: CheckedPart) => void,
): BundleCheck {
  const inspection = inspectBundle(root)
  const { manifest, findings } = inspection
  const files = findings.map(partOf)
  files.forEach(onPart)
  if (findings.some(({ finding, path }) => finding === 'irregular' || path === 'store.json'))
    return { manifest, files, made: [], store: undefined, catalogue: installed, sound: false }
  const sound = soundPaths(inspection)
  const store = openStore(root, sound)
  const catalogue = withOwnSettings(installed, root, sound)
  const { unlisted, made } = compareContent(catalogue, store, inspection)
  for (const part of [...unlisted, ...made]) onPart(part)
  return {
    manifest,
    files: [...files, ...unlisted],
    made,
    store,
    catalogue,
    sound: files.length + unlisted.length === 0 && made.every(({ verdict }) => verdict === 'same'),
  }
}

/** Of cells that cannot be read nothing can be made; running them says more. */
function compareContent(
  catalogue: Catalogue,
  store: Store,
  { manifest, findings }: Inspection,
): { readonly unlisted: readonly CheckedPart[]; readonly made: readonly CheckedPart[] } {
  try {
    const unlisted = unlistedPolicies(store, manifest).map(partOf)
    const faulty = new Set(findings.map(({ path }) => path))
    return { unlisted, made: verifyMade(catalogue, store, manifest, faulty) }
  } catch (error) {
    if (!isGauntletError(error)) throw error
    return { unlisted: [], made: [{ path: boardPath('json'), verdict: 'unknown', detail: error.message }] }
  }
}

function partOf({ path, finding, detail }: Finding): CheckedPart {
  return { path, verdict: finding, detail }
}
