/**
 * The rule `gauntlet/deterministic`: nothing whose result depends on the engine, the clock, the machine or
 * chance. It stands on every package that a trajectory runs through.
 */
import { globalReferences, staticName } from './globals.mjs'

/** What `Math` may be asked for: results that the language defines to the last bit. */
const EXACT_MATH = wordSet(
  'abs ceil clz32 floor fround imul max min round sign sqrt trunc',
  'E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2',
)

/** The names of core's own functions that stand in for the engine's. */
const IN_CORE = wordSet('sin cos atan atan2 exp expm1 log log1p pow tanh')

/** @type {Readonly<Record<string, string>>} */
const FORBIDDEN = {
  Date: 'the clock',
  performance: 'the clock',
  setTimeout: 'the clock',
  setInterval: 'the clock',
  setImmediate: 'the event loop',
  requestAnimationFrame: 'the clock',
  crypto: 'chance that no seed decides',
  Intl: "the machine's locale",
  navigator: 'the machine',
  process: 'the machine',
  WeakRef: 'the garbage collector',
  FinalizationRegistry: 'the garbage collector',
  eval: 'code that no rule has read',
  Function: 'code that no rule has read',
}

/** Methods whose result depends on the machine's locale, whatever they are called on. */
const LOCALE_METHODS = wordSet(
  'localeCompare toLocaleDateString toLocaleLowerCase toLocaleString toLocaleTimeString toLocaleUpperCase',
)

/** @type {import('./types.ts').Rule} */
export const deterministic = {
  create(context) {
    /** @param {import('./types.ts').Node} node @param {string} message */
    const report = (node, message) => context.report({ node, message })
    return {
      BinaryExpression(node) {
        if (node.operator !== '**' || (isBigInt(node.left) && isBigInt(node.right))) return
        report(node, powerMessage('`**`'))
      },
      AssignmentExpression(node) {
        if (node.operator === '**=') report(node, powerMessage('`**=`'))
      },
      MemberExpression(node) {
        const name = staticName(node)
        if (name === undefined || !LOCALE_METHODS.has(name)) return
        report(node, `\`.${name}\` depends on the machine's locale; compare code units with < and > instead.`)
      },
      'Program:exit'() {
        for (const { name, node } of globalReferences(context)) {
          if (name === 'Math') {
            const message = mathMessage(node)
            if (message !== undefined) report(node, message)
          } else if (name === '*') {
            report(node, 'The global object is used in a way that could reach anything; name the global.')
          } else if (Object.hasOwn(FORBIDDEN, name)) {
            report(node, `\`${name}\` depends on ${FORBIDDEN[name]}; a trajectory depends on its seed alone.`)
          }
        }
      },
    }
  },
}

/**
 * What is wrong with a use of `Math`, if anything.
 *
 * @param {import('./types.ts').Node} node
 * @returns {string | undefined}
 */
function mathMessage(node) {
  const { parent } = node
  const name = parent?.type === 'MemberExpression' && parent.object === node ? staticName(parent) : undefined
  if (name === undefined) return 'Name the function of `Math` where it is used, so that it can be checked.'
  if (EXACT_MATH.has(name)) return undefined
  if (name === 'random') return '`Math.random` obeys no seed; draw from a stream: `seed.fold(name).stream()`.'
  if (name === 'pow') return powerMessage('`Math.pow`')
  const remedy = IN_CORE.has(name) ? `use core's \`${name}\`` : "write it with core's functions"
  return `\`Math.${name}\` gives other bits on other engines; ${remedy}.`
}

/** @param {string} what */
function powerMessage(what) {
  return `${what} gives other bits on other engines; multiply, or use core's \`pow\`.`
}

/** @param {import('./types.ts').Node} node */
function isBigInt(node) {
  return node.type === 'Literal' && typeof node.value === 'bigint'
}

/** @param {readonly string[]} lines */
function wordSet(...lines) {
  return new Set(lines.join(' ').split(' '))
}
