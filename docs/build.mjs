#!/usr/bin/env node
/**
 * `pnpm run docs`: the documentation as a static site in docs/dist: the READMEs, the guides, and the API of every package, from
 * its sources. A link that leads nowhere, or anything else that TypeDoc warns of, is an error, and status 1.
 */
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { Application, Converter, MinimalSourceFile, ReflectionKind, normalizePath } from 'typedoc'
import ts from 'typescript'
import { ROOT, packages, readJson } from '../scripts/lib/root.mjs'

/** @typedef {Record<string, string | { readonly 'gauntlet-source': string }>} Exports */

/** A module that users import: its name, and its source. */
const entries = packages().flatMap(({ path, manifest: { name } }) => {
  const { exports } = /** @type {{ exports: Exports }} */ (readJson(join(path, 'package.json')))
  return Object.entries(exports).flatMap(([subpath, target]) =>
    typeof target === 'string' || subpath === './plugin'
      ? []
      : [{ name: name + subpath.slice(1), source: join(path, target['gauntlet-source']), folder: path }],
  )
})

escapeShapes()
const app = await Application.bootstrap({
  name: 'Gauntlet',
  entryPoints: entries.map(({ source }) => source),
  tsconfig: join(ROOT, 'docs/tsconfig.json'),
  basePath: ROOT,
  readme: join(ROOT, 'README.md'),
  projectDocuments: [...documents()],
  out: join(ROOT, 'docs/dist'),
  cleanOutputDir: true,
  // `pnpm typecheck` does that.
  skipErrorChecking: true,
  // What a package keeps to itself is named in types, and is no part of its API.
  validation: { invalidLink: true, invalidPath: true, rewrittenLink: true, notExported: false },
  treatWarningsAsErrors: true,
  sortEntryPoints: true,
  groupOrder: ['Guides', 'Gauntlet', 'Modules', '*'],
  highlightLanguages: ['bash', 'javascript', 'json', 'python', 'typescript', 'yaml'],
  navigation: { includeGroups: true },
})
app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, document) => nameDocument(document))
app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => describeModules(project))
app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => dropHeading(project.readme))
const converted = await app.convert()
if (converted !== undefined) {
  app.validate(converted)
  if (!app.logger.hasWarnings() && !app.logger.hasErrors()) await app.generateOutputs(converted)
}
process.exitCode = app.logger.hasWarnings() || app.logger.hasErrors() ? 1 : 0

/** The guides first. */
function* documents() {
  yield join(ROOT, 'docs/guides/*.md')
  yield join(ROOT, 'docs/architecture.md')
  yield join(ROOT, 'CONTRIBUTING.md')
  yield join(ROOT, 'packages/*/docs/*.md')
}

/** @param {string} path from the root of the checkout */
function isGuide(path) {
  return path.startsWith('docs/guides/') || path === 'packages/bench/docs/cluster.md'
}

/**
 * A document is called as its heading says, and stands under the guides, under its package, or under Gauntlet.
 *
 * @param {import('typedoc').DocumentReflection} document
 */
function nameDocument(document) {
  const file = document.project.files.getReflectionPath(document) ?? ''
  document.name = /^# (.*)$/m.exec(readFileSync(file, 'utf8'))?.[1].replaceAll('`', '') ?? basename(file)
  const from = relative(ROOT, file).replaceAll('\\', '/')
  const owner = packages().find(({ path }) => dirname(dirname(file)) === path)
  document.frontmatter.group = isGuide(from) ? 'Guides' : (owner?.manifest.name ?? 'Gauntlet')
}

/**
 * Modules are called as they are imported. That of a package begins with its README, and is where links to its folder lead.
 *
 * @param {import('typedoc').ProjectReflection} project
 */
function describeModules(project) {
  for (const { name, source, folder } of entries) {
    const module = project
      .getReflectionsByKind(ReflectionKind.Module)
      .find(
        (one) =>
          /** @type {import('typedoc').DeclarationReflection} */ (one).sources?.[0]?.fullFileName ===
          normalizePath(source),
      )
    if (module === undefined) throw new Error(`${source}: TypeDoc made no module of it`)
    module.name = name
    const readme = join(folder, 'README.md')
    if (!source.endsWith('/src/index.ts') || !existsSync(readme)) continue
    const text = new MinimalSourceFile(readFileSync(readme, 'utf8'), normalizePath(readme))
    const declaration = /** @type {import('typedoc').DeclarationReflection} */ (module)
    declaration.readme = app.converter.parseRawComment(text, project.files).content
    dropHeading(declaration.readme)
    project.files.registerReflectionPath(normalizePath(readme), module)
    project.files.registerReflectionPath(normalizePath(folder), module)
  }
}

/**
 * A page has the title that TypeDoc gives it, and no other.
 *
 * @param {import('typedoc').CommentDisplayPart[] | undefined} readme
 */
function dropHeading(readme) {
  if (readme !== undefined) readme[0].text = readme[0].text.replace(/^# .*\n/, '')
}

/** Comments that begin with a shape (`[batch, agents]: …`) would be definitions of links in Markdown, and not be shown. */
function escapeShapes() {
  const read = ts.sys.readFile
  ts.sys.readFile = (path, encoding) =>
    path.startsWith(ROOT) && path.endsWith('.ts')
      ? read(path, encoding)?.replaceAll(/^([ \t]*\/?\*+ (?:.*` )?)(\[[^\]\n]*\]:)/gm, '$1\\$2')
      : read(path, encoding)
}
