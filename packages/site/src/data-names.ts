/** Names of the site's data files: `DataNames`. */

/** Characters of a name that a file keeps. */
const LONGEST = 80

/** Gives every name a file of its own, whatever it is made of: no name can lead out of the folder, or to another's file. */
export class DataNames {
  readonly #taken = new Map<string, string>()
  readonly #files = new Set<string>()

  /** `setting/mapf-lifelong-random-32`; the same for the same words. */
  of(kind: string, name: string): string {
    const key = JSON.stringify([kind, name])
    const known = this.#taken.get(key)
    if (known !== undefined) return known
    const plain = name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, LONGEST)
    const base = `${kind}/${plain.replaceAll(/^-+|-+$/g, '') || 'unnamed'}`
    let file = base
    for (let k = 2; this.#files.has(file); k++) file = `${base}-${k}`
    this.#files.add(file)
    this.#taken.set(key, file)
    return file
  }
}

/** Files named by a digest lie in drawers, as in a store. */
export function drawerOf(kind: string, digest: string): string {
  return `${kind}/${digest.slice(0, 2)}/${digest}`
}
