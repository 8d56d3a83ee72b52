#!/usr/bin/env node
/**
 * Builds what `gauntlet site build` copies: the application, and each package that plays replays as one script.
 *
 * All scripts are classic ones, since browsers load no modules from disk. A package's script leaves its exports in a global
 * variable, where the scripts of packages that depend on it find them, so that each is loaded once, and only when needed.
 */
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { GLOBALS, SCRIPTS } from './player/scripts.mjs'

const root = fileURLToPath(new URL('.', import.meta.url))
const out = join(root, 'dist/site')

/** Asked for by few policies, and not to be had in a page: other numeric backends, and a solver that fetches its binary. */
const UNSHIPPED = /^(@tensorflow\/|highs$)|\/tfjs-network\.js$/

rmSync(out, { recursive: true, force: true })
await script('app', 'app/main.tsx', 'gauntletSite', [])
cpSync(join(root, 'app/index.html'), join(out, 'index.html'))
for (const { name, entry, global, external } of SCRIPTS) await script(name, entry, global, external)

/**
 * @param {string} name
 * @param {string} entry
 * @param {string} global
 * @param {readonly string[]} external modules that other scripts bring
 */
async function script(name, entry, global, external) {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [unshipped()],
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: join(out, name === 'app' ? 'assets' : 'packages'),
      emptyOutDir: false,
      target: 'es2022',
      // Every script stands alone; a budget of our own is tested.
      chunkSizeWarningLimit: Infinity,
      lib: {
        entry: join(root, entry),
        name: global,
        formats: ['iife'],
        fileName: () => `${name}.js`,
        cssFileName: name,
      },
      rolldownOptions: {
        external: [...external],
        output: { globals: GLOBALS, codeSplitting: false },
        // The battle engine can evaluate what a developer types at it, which nobody does here.
        onLog: (level, log, report) => log.code === 'EVAL' || report(level, log),
      },
    },
  })
}

/** What is not shipped says so where it is imported, which is always at the moment of need. */
function unshipped() {
  const prefix = '\0unshipped:'
  return {
    name: 'gauntlet-unshipped',
    enforce: /** @type {const} */ ('pre'),
    /** @param {string} id */
    resolveId: (id) => (UNSHIPPED.test(id) ? prefix + id : undefined),
    /** @param {string} id */
    load: (id) =>
      id.startsWith(prefix)
        ? `throw new Error(${JSON.stringify(`${id.slice(prefix.length)} is not to be had in a page`)})`
        : undefined,
  }
}
