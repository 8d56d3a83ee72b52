#!/usr/bin/env node
/** `npm test`: sets up what is missing, then runs every test. Further arguments go to vitest. */
import './lib/check-node.mjs'

const { prepare } = await import('./lib/prepare.mjs')
const { ROOT } = await import('./lib/root.mjs')
const { run } = await import('./lib/run.mjs')

await prepare()
const vitest = `${ROOT}/node_modules/vitest/vitest.mjs`
process.exitCode = await run([process.execPath, vitest, 'run', ...process.argv.slice(2)])
