/** The packages as a browser loads them: `serveSite`. */
import { readFileSync, readdirSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, resolve, sep } from 'node:path'

export const ROOT: string = resolve(import.meta.dirname, '../..')

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

/** Every package that runs in browsers: all but the harness. */
export function browserPackages(): BrowserPackage[] {
  return readdirSync(join(ROOT, 'packages'))
    .filter((folder) => folder !== 'bench')
    .map((folder) => {
      const path = join(ROOT, 'packages', folder, 'package.json')
      return { folder, manifest: JSON.parse(readFileSync(path, 'utf8')) as Manifest }
    })
}

/** Serves what was built on the loopback, with a page whose import map gives the packages their names. */
export async function serveSite(): Promise<Site> {
  const page = pageText(importMap(browserPackages()))
  const server = createServer(({ url = '/' }, response) => {
    const path = resolve(ROOT, `.${new URL(url, 'http://localhost').pathname}`)
    const content = url === '/' ? page : readServed(path)
    const type = url === '/' ? 'text/html' : 'text/javascript'
    response.writeHead(content === undefined ? 404 : 200, { 'content-type': `${type}; charset=utf-8` })
    response.end(content)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => closeServer(server),
  }
}

/** Modules under the checkout's `packages/<name>/dist` and `test/browser`, and nothing else. */
function readServed(path: string): string | undefined {
  const served = [join(ROOT, 'packages'), join(ROOT, 'test/browser')].some((folder) =>
    path.startsWith(folder + sep),
  )
  if (!served || !['.js', '.mjs'].includes(extname(path))) return undefined
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
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
  return Object.fromEntries(entries)
}

function pageText(imports: Readonly<Record<string, string>>): string {
  return `<!doctype html><meta charset="utf-8"><title>Gauntlet</title><link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify({ imports })}</script>`
}

function closeServer(server: Server): void {
  server.closeAllConnections()
  server.close()
}
