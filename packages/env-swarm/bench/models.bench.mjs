/** Agents per second of the rules of who sees whom, and of a step of the models; four agents to a unit of area. */
import { Seed } from '@gauntlet/core'
import {
  Boids,
  Couzin,
  CuckerSmale,
  MetricNeighbours,
  MorseSwarm,
  NearestNeighbours,
  NeighbourLists,
  Space,
  VoronoiNeighbours,
} from '@gauntlet/env-swarm'
import { Suite } from '../../../scripts/lib/measure.mjs'

for (const agents of [1000, 10_000]) {
  const side = Math.sqrt(agents / 4)
  const stream = Seed.from(1).stream()
  const positions = Float64Array.from({ length: 2 * agents }, () => side * stream.uniform())
  const lists = new NeighbourLists(agents)
  for (const kind of /** @type {const} */ (['torus', 'klein'])) {
    const space = new Space(kind, side)
    const sight = new Suite(`who sees whom, ${agents} agents, ${kind}`, 'agents')
    const rules = [
      new MetricNeighbours(space, agents, 1),
      new NearestNeighbours(space, agents, 6),
      new VoronoiNeighbours(space, agents),
    ]
    for (const rule of rules) {
      await sight.add(rule.constructor.name, agents, () => rule.find(positions, lists))
    }
  }
}

const torus = new Space('torus', 16)
const agents = 1000
const steps = new Suite(`steps of ${agents} agents, torus`, 'agents')
const models = {
  'CuckerSmale, all, RK4': new CuckerSmale(torus, { agents }),
  'CuckerSmale, radius 1, RK4': new CuckerSmale(
    torus,
    { agents },
    { neighbours: new MetricNeighbours(torus, agents, 1) },
  ),
  'MorseSwarm, RK4': new MorseSwarm(torus, { agents, timeStep: 0.001 }),
  'Boids, radius 1': new Boids(torus, { agents, perception: 1 }),
  'Couzin, zones to 2': new Couzin(torus, {
    agents,
    repulsionRadius: 0.2,
    orientationWidth: 0.8,
    attractionWidth: 1,
  }),
}
for (const [name, model] of Object.entries(models)) {
  const stream = Seed.from(2).stream()
  model.scatter(stream)
  await steps.add(name, agents, () => model.step(stream))
}
