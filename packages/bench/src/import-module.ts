/** How modules that a user names are imported: `importModule`, `builtFile`. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const TYPESCRIPT = new Set(['.ts', '.mts', '.cts'])

/**
 * The exports of a module at an absolute path. TypeScript goes through jiti, since Node 20 cannot strip types,
 * and meets the harness's own `@gauntlet/core` and `@gauntlet/bench`, so that a single file outside every
 * project works. Everything else is imported natively.
 */
export async function importModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  if (!TYPESCRIPT.has(extname(path))) return import(pathToFileURL(path).href)
  const { createJiti } = await import('jiti')
  const jiti = createJiti(import.meta.url, { alias: ownPackages(), interopDefault: false })
  return jiti.import(path)
}

/** Where the harness's own packages lie, by the names under which a user's file imports them. */
function ownPackages(): Record<string, string> {
  const { resolve } = createRequire(import.meta.url)
  const aliases: Record<string, string> = {
    '@gauntlet/core/check': resolve('@gauntlet/core/check'),
    '@gauntlet/core': resolve('@gauntlet/core'),
  }
  const bench = builtFile('index.js')
  if (existsSync(bench)) aliases['@gauntlet/bench'] = bench
  return aliases
}

/** A file of this package as built, whether this module itself runs built or from its source. */
export function builtFile(name: string): string {
  const relative = import.meta.url.endsWith('.ts') ? `../dist/${name}` : `./${name}`
  return fileURLToPath(new URL(relative, import.meta.url))
}
