#!/usr/bin/env node
/**
 * Builds what `gauntlet site build` copies: the application, and each package that plays replays as one script.
 *
 * All scripts are classic ones, since browsers load no modules from disk. A package's script leaves its exports in a global
 * variable, where the scripts of packages that depend on it find them, so that each is loaded once, and only when needed.
 */
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))
const out = join(root, 'dist/site')

/** What several packages use, each before those that use it. */
const SHARED = ['@gauntlet/core', '@gauntlet/tables', '@gauntlet/bench/episode']
/** Asked for by few policies, and not to be had in a page: other numeric backends, and a solver that fetches its binary. */
const UNSHIPPED = /^(@tensorflow\/|highs$)|\/tfjs-network\.js$/

rmSync(out, { recursive: true, force: true })
await script('assets/app', join(root, 'app/main.tsx'), 'gauntletSite', [])
cpSync(join(root, 'app/index.html'), join(out, 'index.html'))
for (const [k, module] of SHARED.entries()) await packageScript(module, SHARED.slice(0, k))
for (const module of plugins()) await packageScript(module, SHARED)

/** The plugins among the packages that this one is built with. */
function plugins() {
  const { devDependencies } = readJson(join(root, 'package.json'))
  return Object.keys(devDependencies)
    .filter((name) => name.startsWith('@gauntlet/'))
    .filter((name) => readJson(fileURLToPath(import.meta.resolve(`${name}/package.json`))).gauntlet)
    .map((name) => `${name}/plugin`)
}

/**
 * @param {string} module
 * @param {readonly string[]} external modules whose scripts are loaded before
 */
function packageScript(module, external) {
  return script(
    `packages/${scriptOf(module)}`,
    fileURLToPath(import.meta.resolve(module)),
    globalOf(module),
    external,
  )
}

/**
 * `@gauntlet/env-mapf/plugin` → `env-mapf`, `@gauntlet/bench/episode` → `bench-episode`.
 *
 * @param {string} module
 */
function scriptOf(module) {
  return module.replace('@gauntlet/', '').replace('/plugin', '').replace('/', '-')
}

/**
 * `env-mapf` → `gauntletEnvMapf`.
 *
 * @param {string} module
 */
function globalOf(module) {
  return `gauntlet${scriptOf(module).replaceAll(/(?:^|-)(.)/g, (_, letter) => letter.toUpperCase())}`
}

/**
 * @param {string} name the file's, without ending
 * @param {string} entry
 * @param {string} global
 * @param {readonly string[]} external
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
      outDir: out,
      emptyOutDir: false,
      target: 'es2022',
      // Every script stands alone; a budget of our own is tested.
      chunkSizeWarningLimit: Infinity,
      lib: { entry, name: global, formats: ['iife'], fileName: () => `${name}.js`, cssFileName: name },
      rolldownOptions: {
        external: [...external],
        output: {
          globals: Object.fromEntries(SHARED.map((module) => [module, globalOf(module)])),
          codeSplitting: false,
        },
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

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}
