/** What the user says of the results: `BundleWords`, `BUNDLE_WORDS`, `checkLicence`. */
import { ParameterError } from '@gauntlet/core'

/** What the results are called, by whom they are, and under which licence. */
export interface BundleWords {
  readonly title: string
  readonly authors: readonly string[]
  /** By its identifier in the SPDX list: one that is known here. */
  readonly license: string
}

/**
 * Results are data, and meant to be put together with others': the licence that data repositories take, which asks for
 * credit and nothing else.
 */
export const BUNDLE_WORDS: BundleWords = {
  title: 'Gauntlet results',
  authors: ['anonymous'],
  license: 'CC-BY-4.0',
}

/** Those of the SPDX list that are for data or code and open, or nearly so; of others nobody could say here what they allow. */
const LICENCES: readonly string[] = [
  'CC0-1.0',
  'CC-BY-4.0',
  'CC-BY-3.0',
  'CC-BY-SA-4.0',
  'CC-BY-NC-4.0',
  'CC-BY-NC-SA-4.0',
  'CC-BY-ND-4.0',
  'ODC-By-1.0',
  'ODbL-1.0',
  'PDDL-1.0',
  'CDLA-Permissive-1.0',
  'CDLA-Permissive-2.0',
  'CDLA-Sharing-1.0',
  'MIT',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  '0BSD',
  'Unlicense',
  'EUPL-1.2',
  'MPL-2.0',
  'LGPL-3.0-or-later',
  'GPL-3.0-only',
  'GPL-3.0-or-later',
  'AGPL-3.0-only',
  'AGPL-3.0-or-later',
]

/** One of the identifiers. Errors: ParameterError naming the field. */
export function checkLicence(value: string, path: string): string {
  if (LICENCES.includes(value)) return value
  throw new ParameterError(path, value, `one of ${LICENCES.join(', ')}`)
}
