/** Packages of CommonJS as modules, which a bundler would make for a page: `COMMON_JS`, `commonJsModule`. */
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Where a package lies, its first file, and what others import of it. */
interface CommonJs {
  /** From the checkout; through the link that the package manager set, to those beside it. */
  readonly link: string
  readonly beside?: string
  readonly main: string
  readonly names: readonly string[]
}

const MODULES = 'packages/env-pokemon/node_modules'

/** What the battle engine and the damage calculator are made of. */
export const COMMON_JS: Readonly<Record<string, CommonJs>> = {
  'ts-chacha20': {
    link: `${MODULES}/@pkmn/sim`,
    beside: '../../ts-chacha20',
    main: 'build/src/chacha20.js',
    names: ['Chacha20'],
  },
  '@smogon/calc': {
    link: `${MODULES}/@smogon/calc`,
    main: 'dist/index.js',
    names: ['Field', 'Generations', 'Move', 'Pokemon', 'calculate'],
  },
}

const REQUIRE = /require\(["'](\.[^"']*)["']\)/g

/** The text of one module that holds every file of the package that its first one leads to. */
export function commonJsModule(root: string, { link, beside = '.', main, names }: CommonJs): string {
  const files = new Map<string, string>()
  const gather = (path: string): void => {
    if (files.has(path)) return
    const text = readFileSync(path, 'utf8')
    files.set(path, text)
    for (const [, name] of text.matchAll(REQUIRE)) gather(fileOf(path, name))
  }
  const first = resolve(realpathSync(join(root, link)), beside, main)
  gather(first)
  const functions = [...files].map(([path, text]) => {
    const links = Object.fromEntries(
      [...text.matchAll(REQUIRE)].map(([, name]) => [name, fileOf(path, name)]),
    )
    const run = `(exports, module, require) => {${text}\n}`
    return `${JSON.stringify(path)}: { links: ${JSON.stringify(links)}, run: ${run} }`
  })
  return `const files = {${functions.join(',\n')}}
const made = {}
function load(path) {
  if (made[path] === undefined) {
    const module = (made[path] = { exports: {} })
    files[path].run(module.exports, module, (name) => load(files[path].links[name]))
  }
  return made[path].exports
}
export const { ${names.join(', ')} } = load(${JSON.stringify(first)})
`
}

/** The file that `require(name)` means in another. */
function fileOf(path: string, name: string): string {
  const target = resolve(dirname(path), name)
  const candidates = [target, `${target}.js`, join(target, 'index.js')]
  return candidates.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true) ?? target
}
