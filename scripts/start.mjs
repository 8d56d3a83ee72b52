#!/usr/bin/env node
/** `npm start`: sets up what is missing, then runs the quick matrix. Further arguments go to `gauntlet run`. */
import './lib/check-node.mjs'

const { prepare } = await import('./lib/prepare.mjs')
const { ROOT } = await import('./lib/root.mjs')
const { run } = await import('./lib/run.mjs')

const args = process.argv.slice(2)
const chosen = args.some((arg) => /^--(preset|config|help)(=|$)/.test(arg))

await prepare()
const gauntlet = `${ROOT}/packages/bench/bin/gauntlet.js`
process.exitCode = await run([
  process.execPath,
  gauntlet,
  'run',
  ...(chosen ? [] : ['--preset', 'quick']),
  ...args,
])
