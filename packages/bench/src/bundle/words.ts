/** What the user says of the results: `BundleWords`, `BUNDLE_WORDS`, `checkLicence`. */
import { ParameterError } from '@gauntlet/core'

/** What the results are called, by whom they are, and under which licence. */
export interface BundleWords {
  readonly title: string
  readonly authors: readonly string[]
  /** By its identifier in the SPDX list. */
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

/** An identifier as the SPDX list has them. Errors: ParameterError naming the field. */
export function checkLicence(value: string, path: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9.+-]{0,63}$/.test(value) && !value.startsWith('LicenseRef')) return value
  throw new ParameterError(path, value, 'an identifier of the SPDX list, such as CC-BY-4.0 or CC0-1.0')
}
