/**
 * The rule `gauntlet/browser`: nothing that only Node has. It stands on every package but the harness,
 * since all of them run in browsers too.
 */
import { builtinModules } from 'node:module'
import { globalReferences } from './globals.mjs'

const NODE_GLOBALS = new Set(['Buffer', 'process', 'require', 'module', '__dirname', '__filename'])
const NODE_MODULES = new Set(builtinModules)

/** @type {import('./types.ts').Rule} */
export const browser = {
  create(context) {
    /** @param {import('./types.ts').Node | null} source */
    const checkSource = (source) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return
      const name = source.value
      if (!name.startsWith('node:') && !NODE_MODULES.has(name)) return
      context.report({
        node: source,
        message: `\`${name}\` exists in Node alone; this package runs in browsers.`,
      })
    }
    return {
      ImportDeclaration: (node) => checkSource(node.source),
      ImportExpression: (node) => checkSource(node.source),
      ExportAllDeclaration: (node) => checkSource(node.source),
      ExportNamedDeclaration: (node) => checkSource(node.source),
      'Program:exit'() {
        for (const { name, node } of globalReferences(context)) {
          if (!NODE_GLOBALS.has(name)) continue
          context.report({
            node,
            message: `\`${name}\` exists in Node alone; this package runs in browsers.`,
          })
        }
      },
    }
  },
}
