/** Names of new environments and algorithms: `parseName`, `replacements`, `UsageError`. */

/** The user asked for something that cannot be done; the message says what can. */
export class UsageError extends Error {}

const WORD = '[a-z][a-z0-9]*(?:-[a-z0-9]+)*'
const NAME = new RegExp(`^(?:(?<domain>${WORD})/)?(?<name>${WORD})$`)
const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export ' +
    'extends false finally for function if implements import in instanceof interface let new null package ' +
    'private protected public return static super switch this throw true try typeof undefined var void while ' +
    'with yield'
  ).split(' '),
)

/**
 * A name given as `domain/name` or `name`.
 *
 * @typedef {{ readonly id: string, readonly domain: string | undefined, readonly name: string }} Name
 */

/**
 * Errors: UsageError saying what a name may be.
 *
 * @param {string} text
 * @param {ReadonlySet<string>} taken identifiers that the template uses itself
 * @returns {Name}
 */
export function parseName(text, taken) {
  const groups = NAME.exec(text)?.groups
  if (groups === undefined) {
    throw new UsageError(
      `\`${text}\` is no name: expected \`name\` or \`domain/name\` in lower-case letters, digits and single ` +
        'hyphens, each beginning with a letter, such as toy/slippery-walk',
    )
  }
  const identifier = camelCase(groups.name)
  if (RESERVED.has(identifier) || taken.has(identifier)) {
    throw new UsageError(`\`${groups.name}\` means something in the code already; choose another name`)
  }
  return { id: text, domain: groups.domain, name: groups.name }
}

/** @param {string} kebab */
export function camelCase(kebab) {
  return kebab.replace(/-(.)/g, (_, letter) => letter.toUpperCase())
}

/** @param {string} kebab */
export function pascalCase(kebab) {
  const camel = camelCase(kebab)
  return camel[0].toUpperCase() + camel.slice(1)
}

/**
 * What a template file imports by name: identifiers that what is made of it cannot have.
 *
 * @param {string} source
 * @returns {Set<string>}
 */
export function importedNames(source) {
  const lists = [...source.matchAll(/^import(?: type)? \{([^}]*)\}/gm)].map((match) => match[1])
  return new Set(lists.flatMap((list) => list.split(',').map((name) => name.trim().replace(/^type /, ''))))
}
