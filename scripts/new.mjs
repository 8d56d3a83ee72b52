#!/usr/bin/env node
/** `pnpm new env NAME` and `pnpm new algorithm NAME`: a package or a file from a template, ready to run. */
import './lib/check-node.mjs'
import { basename, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { filesUnder } from './lib/files.mjs'
import { UsageError, camelCase, parseName, pascalCase } from './lib/names.mjs'
import { addDependency, registerAlgorithm } from './lib/register.mjs'
import { ROOT } from './lib/root.mjs'
import { capture, pnpm } from './lib/run.mjs'
import { changeset, format, refuseExisting, replacer, takenBy, writeFiles } from './lib/template.mjs'

const USAGE = `Usage: pnpm new env NAME [--no-install]
       pnpm new algorithm NAME [--out FOLDER]

env        makes packages/env-DOMAIN with the environment DOMAIN/NAME; NAME alone is its own domain
algorithm  makes packages/algos/src/methods/NAME.ts and its test, and puts it into the plugin;
           with --out, makes the two files in a folder of your own`

try {
  const { values, positionals } = readArguments()
  if (values.help === true) console.log(USAGE)
  else if (positionals[0] === 'env') await newEnvironment(positionals[1], values['no-install'] !== true)
  else await newAlgorithm(positionals[1], values.out)
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(error.message)
  process.exitCode = 2
}

function readArguments() {
  /** @type {ReturnType<typeof parse>} */
  let parsed
  try {
    parsed = parse()
  } catch (error) {
    throw new UsageError(`${/** @type {Error} */ (error).message}\n\n${USAGE}`)
  }
  const [kind, name, ...more] = parsed.positionals
  const complete = ['env', 'algorithm'].includes(kind) && name !== undefined && more.length === 0
  if (!complete && parsed.values.help !== true) throw new UsageError(USAGE)
  return parsed
}

function parse() {
  return parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      'no-install': { type: 'boolean' },
      out: { type: 'string' },
    },
  })
}

/**
 * @param {string} given
 * @param {boolean} install
 */
async function newEnvironment(given, install) {
  const template = join(ROOT, 'templates/env')
  const { name, domain = name } = parseName(given, takenBy(join(template, 'src/environment-name.ts')))
  const target = join(ROOT, 'packages', `env-${domain}`)
  refuseExisting(target)
  const replace = replacer([
    ['environment-name', name],
    ['environmentName', camelCase(name)],
    ['EnvironmentName', pascalCase(name)],
    ['domain-name', domain],
  ])
  const files = filesUnder(template).map((file) =>
    file.endsWith('changeset.md')
      ? { from: file, to: changeset(`add-env-${domain}`) }
      : { from: file, to: join(target, replace(relative(template, file))) },
  )
  writeFiles(files, replace)
  addDependency(`@gauntlet/env-${domain}`)
  await format(files.map(({ to }) => to))
  if (install) await installPackages()
  report(
    files.map(({ to }) => to),
    `Now: write the rules in src/${name}.ts, then \`pnpm build\` and \`npx gauntlet check ${domain}/${name}\`.`,
  )
}

/**
 * @param {string} given
 * @param {string | undefined} out
 */
async function newAlgorithm(given, out) {
  const template = join(ROOT, 'templates/algorithm')
  const { id, name } = parseName(given, takenBy(join(template, 'src/algorithm-name.ts')))
  const own = out !== undefined
  const [sources, tests] = own
    ? [resolve(process.env.INIT_CWD ?? '.', out), resolve(process.env.INIT_CWD ?? '.', out)]
    : [join(ROOT, 'packages/algos/src/methods'), join(ROOT, 'packages/algos/test')]
  const replace = replacer([
    ["'../src/algorithm-name.ts'", own ? `'./${name}.ts'` : `'../src/methods/${name}.ts'`],
    ["id: 'algorithm-name'", `id: '${id}'`],
    ['`algorithm-name`', `\`${id}\``],
    ['algorithm-name', name],
    ['algorithmName', camelCase(name)],
    ['AlgorithmName', pascalCase(name)],
  ])
  const files = [
    { from: join(template, 'src/algorithm-name.ts'), to: join(sources, `${name}.ts`) },
    { from: join(template, 'test/algorithm-name.test.ts'), to: join(tests, `${name}.test.ts`) },
    ...(own ? [] : [{ from: join(template, 'changeset.md'), to: changeset(`add-${name}`) }]),
  ]
  for (const { to } of files) refuseExisting(to)
  writeFiles(files, replace)
  const made = files.map(({ to }) => to)
  const registered = !own && registerAlgorithm(name)
  if (registered) made.push(join(sources, '../plugin.ts'), join(sources, '../index.ts'))
  await format(made)
  report(
    made,
    own || registered
      ? `Now: write the method in ${name}.ts.`
      : `Now: add \`${camelCase(name)}\` to the plugin's algorithms and to index.ts, and write the method.`,
  )
}

async function installPackages() {
  const { status, output } = await capture(pnpm('install'))
  if (status !== 0) throw new Error(`pnpm install ended with status ${status}:\n${output}`)
}

/**
 * @param {readonly string[]} files
 * @param {string} next
 */
function report(files, next) {
  for (const file of files) console.log(`wrote  ${relative(ROOT, file)}`)
  console.log(`\n${next}\nReplace what stands in capitals, in ${basename(files[0])} and beside it.`)
}
