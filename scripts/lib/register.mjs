/** What is new becomes known to the workspace: `registerAlgorithm`, `addDependency`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { camelCase, pascalCase } from './names.mjs'
import { ROOT, readJson } from './root.mjs'

/**
 * Puts an algorithm into the plugin of packages/algos and among its exports. Gives whether it found where.
 *
 * @param {string} name
 */
export function registerAlgorithm(name) {
  const plugin = join(ROOT, 'packages/algos/src/plugin.ts')
  const text = readFileSync(plugin, 'utf8')
  const lastImport = text.lastIndexOf('\n', text.lastIndexOf(" from '")) // the line before the import's last
  const end = text.indexOf('\n', lastImport + 1)
  const list = /algorithms: \[\s*/.exec(text.slice(end))
  if (lastImport < 0 || list === null) return false
  const at = end + list.index + list[0].length
  const separator = text[at] === ']' ? '' : ', '
  const identifier = camelCase(name)
  const imported = `\nimport { ${identifier} } from './methods/${name}.ts'`
  writeFileSync(
    plugin,
    text.slice(0, end) + imported + text.slice(end, at) + identifier + separator + text.slice(at),
  )
  const index = join(ROOT, 'packages/algos/src/index.ts')
  const exported = `export { type ${pascalCase(name)}Configuration, ${identifier} } from './methods/${name}.ts'\n`
  writeFileSync(index, readFileSync(index, 'utf8') + exported)
  return true
}

/** @param {string} name the package that the project runs with from now on */
export function addDependency(name) {
  const path = join(ROOT, 'package.json')
  const manifest = /** @type {{ dependencies: Record<string, string> }} */ (readJson(path))
  const dependencies = Object.entries({ ...manifest.dependencies, [name]: 'workspace:*' })
  dependencies.sort(([p], [q]) => (p < q ? -1 : 1))
  manifest.dependencies = Object.fromEntries(dependencies)
  writeFileSync(path, `${JSON.stringify(manifest, undefined, 2)}\n`)
}
