/**
 * Agents moved in a second, one thread: Vicsek's model at density 4 (beside `peers/vicsek.cpp`), Kuramoto's, all to all and on
 * neighbours (beside `peers/kuramoto.cpp` and `peers/numpy_swarm.py`), and the tasks of control in 256 worlds.
 */
import { Seed, allocateActions } from '@gauntlet/core'
import { Kuramoto, Space, Vicsek, aggregation, drawFrequencies, kuramoto, vicsek } from '@gauntlet/env-swarm'
import { Suite } from '../../../scripts/lib/measure.mjs'

const SIZES = [1000, 10_000, 100_000]

const flocks = new Suite('Vicsek, scalar noise 2, speed 0.03, density 4', 'agent steps')
for (const agents of SIZES) {
  const stream = Seed.from(1).stream()
  const flock = new Vicsek(new Space('torus', Math.sqrt(agents / 4)), { agents, eta: 2 })
  const steps = Math.ceil(200_000 / agents)
  flock.scatter(stream)
  await flocks.add(`${agents} agents`, steps * agents, () => {
    for (let t = 0; t < steps; t++) flock.step(stream)
  })
}

/**
 * A random geometric graph of about 12.6 neighbours, as of Vicsek's agents at that density.
 *
 * @param {number} agents
 */
function graph(agents) {
  const stream = Seed.from(2).stream()
  const side = Math.sqrt(agents / 4)
  const cells = Math.floor(side)
  const points = Array.from({ length: agents }, () => [side * stream.uniform(), side * stream.uniform()])
  /** @type {number[][]} */
  const members = Array.from({ length: cells * cells }, () => [])
  /** @param {number} value */
  const cellOf = (value) => Math.min(cells - 1, Math.floor((value / side) * cells))
  for (const [i, [x, y]] of points.entries()) members[cellOf(y) * cells + cellOf(x)].push(i)
  const starts = new Int32Array(agents + 1)
  /** @type {number[]} */
  const others = []
  for (const [i, [x, y]] of points.entries()) {
    for (const row of [-1, 0, 1]) {
      for (const column of [-1, 0, 1]) {
        const cell = ((cellOf(y) + row + cells) % cells) * cells + ((cellOf(x) + column + cells) % cells)
        for (const j of members[cell]) {
          const [dx, dy] = [Math.abs(points[j][0] - x), Math.abs(points[j][1] - y)]
          if (j !== i && Math.min(dx, side - dx) ** 2 + Math.min(dy, side - dy) ** 2 <= 1) others.push(j)
        }
      }
    }
    starts[i + 1] = others.length
  }
  return { starts, others: Int32Array.from(others) }
}

for (const near of [false, true]) {
  const title = near ? 'Kuramoto on a random geometric graph of degree 12.6' : 'Kuramoto, all to all'
  const oscillators = new Suite(`${title}, Euler`, 'oscillator steps')
  for (const agents of SIZES) {
    const stream = Seed.from(1).stream()
    const frequencies = new Float64Array(agents)
    drawFrequencies({ frequencies: 'gaussian', width: 1, spread: 'quantile' }, stream, frequencies)
    const coupling = near ? graph(agents) : undefined
    const model = new Kuramoto({ method: 'euler' }, frequencies, coupling)
    for (let i = 0; i < agents; i++) model.phases[i] = 6 * stream.uniform()
    const steps = Math.ceil(500_000 / agents)
    await oscillators.add(`${agents} oscillators`, steps * agents, () => {
      for (let t = 0; t < steps; t++) model.step(stream)
    })
  }
}

const WORLDS = 256
const AGENTS = 50
const tasks = new Suite(`${WORLDS} worlds of ${AGENTS} agents, actions 0`, 'agent steps')
for (const definition of [vicsek, kuramoto, aggregation]) {
  const environment = await definition.make({ agents: AGENTS }, WORLDS)
  const actions = allocateActions(environment.spec.action, WORLDS * AGENTS)
  environment.reset(Seed.from(1))
  await tasks.add(definition.id, 10 * WORLDS * AGENTS, () => {
    for (let t = 0; t < 10; t++) environment.step(actions)
  })
}
