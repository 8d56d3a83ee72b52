/** The packages as a browser loads them: `serveSite`. */
import { readFileSync, readdirSync, realpathSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, resolve, sep } from 'node:path'
import { COMMON_JS, commonJsModule } from './common-js.ts'

export const ROOT: string = resolve(import.meta.dirname, '../..')

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
}

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>
  readonly gauntlet?: { readonly plugin: string }
}

export interface BrowserPackage {
  readonly folder: string
  readonly manifest: Manifest
}

export interface Site {
  readonly url: string
  close(): void
}

/** Every package that runs in browsers: all but the harness, and the writer of sites. */
export function browserPackages(): BrowserPackage[] {
  return readdirSync(join(ROOT, 'packages'))
    .filter((folder) => !['bench', 'queue', 'site'].includes(folder))
    .map((folder) => {
      const path = join(ROOT, 'packages', folder, 'package.json')
      return { folder, manifest: JSON.parse(readFileSync(path, 'utf8')) as Manifest }
    })
}

/** Serves what was built on the loopback, with a page whose import map gives the packages their names. */
export async function serveSite(): Promise<Site> {
  const page = pageText(importMap(browserPackages()))
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost')
    const content = url === '/' ? page : (readCommonJs(pathname) ?? readServed(resolve(ROOT, `.${pathname}`)))
    const type = url === '/' ? 'text/html; charset=utf-8' : TYPES[extname(pathname)]
    response.writeHead(content === undefined ? 404 : 200, { 'content-type': type ?? 'text/plain' })
    response.end(content)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => closeServer(server),
  }
}

const COMMON_JS_PATH = '/common-js/'

function readCommonJs(pathname: string): string | undefined {
  if (!pathname.startsWith(COMMON_JS_PATH)) return undefined
  return commonJsModule(ROOT, COMMON_JS[pathname.slice(COMMON_JS_PATH.length, -'.mjs'.length)])
}

/** Modules and binaries under the checkout's `packages` and `test/browser`, and nothing else. */
function readServed(path: string): Buffer | undefined {
  const served = [join(ROOT, 'packages'), join(ROOT, 'test/browser'), join(ROOT, ENGINE)].some((folder) =>
    path.startsWith(folder + sep),
  )
  if (!served || TYPES[extname(path)] === undefined) return undefined
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

const HYPARQUET = '/packages/tables/node_modules/hyparquet/src'

/** The battle engine, beside the packages that it needs, wherever the package manager has put them. */
const ENGINE = relativeToRoot(
  join(realpathSync(join(ROOT, 'packages/env-pokemon/node_modules/@pkmn/sim')), '..'),
)

/** What tells battles in words. */
const WORDS = '/packages/env-pokemon/node_modules/@pkmn'

function relativeToRoot(path: string): string {
  return path.slice(ROOT.length)
}

/** What reads Parquet, and, asked for by few policies alone, what solves their programs. */
const LIBRARIES: Readonly<Record<string, string>> = {
  hyparquet: `${HYPARQUET}/index.js`,
  'hyparquet/src/': `${HYPARQUET}/`,
  highs: '/packages/env-inventory/node_modules/highs/build/highs.mjs',
  '@pkmn/sim': `${ENGINE}/sim/build/esm/sim/index.mjs`,
  '@pkmn/view': `${WORDS}/view/build/index.mjs`,
  '@pkmn/protocol': `${WORDS}/protocol/build/index.mjs`,
  '@pkmn/sets': `${ENGINE}/sets/build/index.mjs`,
  '@pkmn/streams': `${ENGINE}/streams/build/index.mjs`,
  ...Object.fromEntries(Object.keys(COMMON_JS).map((name) => [name, `${COMMON_JS_PATH}${name}.mjs`])),
}

/** `@gauntlet/core/check` → `/packages/core/dist/check/index.js`, as the packages' own exports say. */
function importMap(packages: readonly BrowserPackage[]): Record<string, string> {
  const entries = packages.flatMap(({ folder, manifest }) =>
    Object.entries(manifest.exports).flatMap(([subpath, target]) =>
      typeof target === 'string'
        ? []
        : [[manifest.name + subpath.slice(1), `/packages/${folder}/${target.default.slice(2)}`]],
    ),
  )
  return { ...Object.fromEntries(entries), ...LIBRARIES }
}

function pageText(imports: Readonly<Record<string, string>>): string {
  return `<!doctype html><meta charset="utf-8"><title>Gauntlet</title><link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify({ imports })}</script>`
}

function closeServer(server: Server): void {
  server.closeAllConnections()
  server.close()
}
