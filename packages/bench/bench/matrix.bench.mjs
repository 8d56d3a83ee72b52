/** What the harness costs around cells that do nothing: the whole process, from its start to the leaderboard. */
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { resolveRequest, planMatrix } from '@gauntlet/bench'
import { Suite } from '../../../scripts/lib/measure.mjs'
import { makeProject } from './project.mjs'

const CELLS = 50
const GAUNTLET = join(import.meta.dirname, '../bin/gauntlet.js')

/** @type {typeof import('../src/cell.ts')} */
const { runCell } = await import(new URL('../dist/cell.js', import.meta.url).href)

const project = makeProject({ seeds: CELLS, horizon: 1, episodes: 1 })

/** @param {readonly string[]} args */
function gauntlet(...args) {
  return /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [GAUNTLET, ...args], { cwd: project, stdio: 'ignore' })
      child.on('error', reject)
      child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`ended with status ${code}`))))
    })
  )
}

/**
 * Runs the matrix into an empty store.
 *
 * @param {number} seeds
 * @param {number} workers
 */
async function runAnew(seeds, workers) {
  rmSync(join(project, '.gauntlet'), { recursive: true, force: true })
  await gauntlet('run', '--seeds', String(seeds), '--workers', String(workers))
}

const EFFORT = { time: 0, warmupTime: 0, iterations: 10, warmupIterations: 1 }

const processes = new Suite('gauntlet, the whole process', 'processes', EFFORT)
await processes.add('list', 1, () => gauntlet('list'))
await processes.add('run, 1 cell', 1, () => runAnew(1, 1))

const cells = new Suite('Cells that do nothing', 'cells', EFFORT)
await cells.add(`run, ${CELLS} cells, 1 worker`, CELLS, () => runAnew(CELLS, 1))
await cells.add(`run, ${CELLS} cells, 2 workers`, CELLS, () => runAnew(CELLS, 2))
await cells.add(`run, ${CELLS} cells that the store has`, CELLS, () => gauntlet('run'))
const { catalogue, blocks, backend } = await resolveRequest({}, project)
const plan = planMatrix(catalogue, blocks(), backend)
await cells.add('  or in this process, nothing stored', CELLS, async () => {
  for (const cell of plan.cells) await runCell(catalogue, cell)
})
