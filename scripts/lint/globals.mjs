/** References to the engine's own globals: `globalReferences`, `staticName`. */

/** @typedef {import('./types.ts').Node} Node */

/**
 * A use of a global: its name and the node that stands for it, whether written `Math` or `globalThis.Math`.
 *
 * @typedef {{ name: string, node: Node }} GlobalReference
 */

const GLOBAL_OBJECTS = new Set(['globalThis', 'self', 'window', 'global'])

/**
 * Every use of a global as a value. Names that the file declares or imports itself are no globals, and
 * types are no values. A global object whose property is not written out is reported under the name `*`.
 *
 * @param {import('./types.ts').Context} context
 * @returns {GlobalReference[]}
 */
export function globalReferences(context) {
  const scope = context.sourceCode.scopeManager.globalScope
  if (scope === null) return []
  const known = scope.variables.filter((variable) => variable.defs.length === 0)
  const references = [...known.flatMap((variable) => variable.references), ...scope.through]
  return references.filter(readsValue).flatMap(({ identifier }) => {
    const node = /** @type {Node} */ (identifier)
    if (!GLOBAL_OBJECTS.has(identifier.name)) return [{ name: identifier.name, node }]
    const { parent } = identifier
    // `globalThis.x` that is written out stands for `x`; anything else could be any global.
    if (parent.type === 'MemberExpression' && parent.object === identifier) {
      return [{ name: staticName(parent) ?? '*', node: parent }]
    }
    return [{ name: '*', node }]
  })
}

/**
 * Whether a reference is to a value. oxlint says so of every reference; its types leave it out.
 *
 * @param {object} reference
 */
function readsValue(reference) {
  return !('isValueReference' in reference) || reference.isValueReference === true
}

/**
 * The property that a member expression names, or undefined where it is computed when the program runs.
 *
 * @param {import('./types.ts').MemberExpression} node
 * @returns {string | undefined}
 */
export function staticName(node) {
  if (!node.computed) return node.property.type === 'Identifier' ? node.property.name : undefined
  const { property } = node
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined
}
