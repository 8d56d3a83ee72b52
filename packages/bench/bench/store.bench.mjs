/** A store of 1,000 cells: reading it with every digest checked, and what reports make of it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  buildLeaderboards,
  createStore,
  describeMachine,
  gatherStore,
  openStore,
  planMatrix,
  resolveRequest,
} from '@gauntlet/bench'
import { Suite } from '../../../scripts/lib/measure.mjs'
import { makeProject } from './project.mjs'

const CELLS = 1000

/** @type {typeof import('../src/cell.ts')} */
const { runCell } = await import(new URL('../dist/cell.js', import.meta.url).href)

const project = makeProject({ seeds: CELLS, horizon: 10, episodes: 100 })
const { catalogue, blocks, backend } = await resolveRequest({}, project)
const { cells } = planMatrix(catalogue, blocks(), backend)
const machine = describeMachine(catalogue.plugins, project)
const path = join(project, 'store')
const writing = createStore(path)
for (const cell of cells) {
  const { result, timing } = await runCell(catalogue, cell)
  writing.putResult(result, { key: cell.key, ...timing, ...machine }, null)
}

const files = cells.map(({ key }) => join(path, 'cells', key.slice(0, 2), `${key}.json`))
let sink = 0

const suite = new Suite(`A store of ${CELLS} cells, 100 episodes each`, 'cells')
await suite.add('keys()', CELLS, () => {
  sink += openStore(path).keys().length
})
await suite.add('read() of all', CELLS, () => {
  const store = openStore(path)
  for (const key of store.keys()) sink += store.read(key).lengths.length
})
await suite.add('  or JSON.parse, nothing checked', CELLS, () => {
  for (const file of files) sink += JSON.parse(readFileSync(file, 'utf8')).lengths.length
})
await suite.add('gatherStore', CELLS, () => {
  sink += gatherStore(catalogue, openStore(path)).cells.length
})
const input = gatherStore(catalogue, openStore(path))
await suite.add('buildLeaderboards', CELLS, () => {
  sink += buildLeaderboards(input).domains.length
})

if (Number.isNaN(sink)) throw new Error('a cell has no episodes')
