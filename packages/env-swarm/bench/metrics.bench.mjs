/** Metrics of 100,000 agents strewn over a torus, four to a unit of area. */
import { Seed } from '@gauntlet/core'
import {
  Clusters,
  NeighbourGrid,
  Space,
  fluctuationCorrelation,
  headingEntropy,
  kuramotoOrder,
  meanNearestDistance,
  milling,
  nematicOrder,
  numberFluctuations,
  pairCorrelation,
  polarOrder,
} from '@gauntlet/env-swarm'
import { Suite } from '../../../scripts/lib/measure.mjs'

const AGENTS = 100_000
const BINS = 20

const space = new Space('torus', Math.sqrt(AGENTS / 4))
const stream = Seed.from(1).stream()
const positions = Float64Array.from({ length: 2 * AGENTS }, () => space.side * stream.uniform())
const phases = Float64Array.from({ length: AGENTS }, () => 2 * Math.PI * stream.uniform())
const directions = Float64Array.from(positions, (_, k) => (k % 2 === 0 ? Math.cos : Math.sin)(phases[k >> 1]))
const edges = Float64Array.from({ length: BINS + 1 }, (_, b) => b / BINS)
const [values, pairs] = [new Float64Array(BINS), new Float64Array(BINS)]
const [order, means, variances] = [new Float64Array(2), new Float64Array(2), new Float64Array(2)]
const [shares, counts] = [new Int32Array(16), new Int32Array(1024)]
const grid = new NeighbourGrid(space, AGENTS)
const clusters = new Clusters(AGENTS)

/** @type {Readonly<Record<string, () => unknown>>} */
const metrics = {
  'polar order': () => polarOrder(directions),
  'nematic order': () => nematicOrder(directions),
  'Kuramoto order': () => kuramotoOrder(phases, order),
  'heading entropy': () => headingEntropy(directions, shares),
  milling: () => milling(space, positions, directions),
  'number fluctuations': () => numberFluctuations(space, positions, [8, 32], counts, means, variances),
  'sorting the grid': () => grid.sort(positions),
  'clusters within 0.5': () => clusters.find(grid, 0.5),
  'nearest neighbours': () => meanNearestDistance(grid),
  'g(r) up to 1': () => pairCorrelation(grid, edges, values),
  'C(r) up to 1': () => fluctuationCorrelation(grid, directions, edges, values, pairs),
}
const suite = new Suite('metrics', 'agents')
for (const [name, measure] of Object.entries(metrics)) await suite.add(name, AGENTS, () => void measure())
