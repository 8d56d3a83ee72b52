#!/usr/bin/env node
/**
 * `pnpm bench [FILTER …] [--runs N]`: builds, then runs the benchmarks, each file in a process of its own and one after
 * the other. A filter is a part of a name (`core`, `env-mapf/lifelong`). With `--runs`, every file runs N times and the
 * fastest run of each row is shown: of a busy machine, the best guess at a quiet one.
 */
import './lib/check-node.mjs'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { heading, line } from './lib/bench-table.mjs'
import { prepare } from './lib/prepare.mjs'
import { packages } from './lib/root.mjs'

const SUFFIX = '.bench.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '1' } },
})
const runs = Number(values.runs)
const all = packages().flatMap(({ folder, path }) => benchesIn(folder, join(path, 'bench')))
const chosen = all.filter(
  ({ name }) => positionals.length === 0 || positionals.some((filter) => name.includes(filter)),
)
if (chosen.length === 0 || !Number.isSafeInteger(runs) || runs < 1) {
  console.error(
    `Usage: pnpm bench [FILTER …] [--runs N]\nBenchmarks: ${all.map(({ name }) => name).join(', ')}`,
  )
  process.exit(2)
}

await prepare()
for (const { name, file } of chosen) {
  /** @type {Map<string, import('./lib/bench-table.mjs').Row>} */
  const best = new Map()
  for (let run = 1; run <= runs; run++) {
    console.error(`${name}${runs > 1 ? `, run ${run} of ${runs}` : ''} …`)
    for (const row of await rowsOf(file)) {
      const key = JSON.stringify([row.title, row.name])
      const known = best.get(key)
      if (known === undefined || row.nanoseconds < known.nanoseconds) best.set(key, row)
    }
  }
  let title = ''
  for (const row of best.values()) {
    if (row.title !== title) console.log(`\n${heading(row)}`)
    title = row.title
    console.log(line(row))
  }
}

/**
 * @param {string} folder
 * @param {string} path
 */
function benchesIn(folder, path) {
  const files = existsSync(path) ? readdirSync(path).filter((file) => file.endsWith(SUFFIX)) : []
  return files.sort().map((file) => ({
    name: `${folder}/${file.slice(0, -SUFFIX.length)}`,
    file: join(path, file),
  }))
}

/**
 * @param {string} file
 * @returns {Promise<import('./lib/bench-table.mjs').Row[]>}
 */
function rowsOf(file) {
  return new Promise((resolve, reject) => {
    /** @type {import('./lib/bench-table.mjs').Row[]} */
    const rows = []
    const child = fork(file)
    child.on('message', (row) => rows.push(/** @type {import('./lib/bench-table.mjs').Row} */ (row)))
    child.on('error', reject)
    // The last rows may come after the exit, but never after the disconnection.
    const disconnected = once(child, 'disconnect')
    child.on('exit', async (code, signal) => {
      await disconnected
      if (code === 0) resolve(rows)
      else reject(new Error(`${file} ended with ${signal ?? `status ${code}`}`))
    })
  })
}
