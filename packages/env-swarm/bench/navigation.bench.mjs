/// <reference path="../test/navigation/quadprog.d.ts" />
/** Steps of discs that go to their goals, with and without the filter; and the filter's programme by itself, beside quadprog's. */
import { Seed, allocateActions, settingOf } from '@gauntlet/core'
import { HalfPlanes, navigation } from '@gauntlet/env-swarm'
import { solveQP } from 'quadprog'
import { Suite } from '../../../scripts/lib/measure.mjs'

const BATCH = 64
const STEPS = 100

for (const name of ['random-8', 'random-16', 'random-8-barrier', 'random-8-free']) {
  const { parameters } = settingOf(navigation, name)
  const environment = await navigation.make(parameters, BATCH)
  const { agents, action } = environment.spec
  const actions = allocateActions(action, BATCH * agents)
  if (environment.expert === undefined) throw new Error(`${navigation.id} has no experts`)
  const policy = environment.expert.policy('barrier')
  environment.reset(Seed.from(1))
  policy.begin(environment, Seed.from(1))
  policy.act(environment, actions, 'greedy')
  const suite = new Suite(`${navigation.id}:${name}, ${agents} agents, ${BATCH} worlds`, 'agent steps')
  await suite.add('environment alone', STEPS * BATCH * agents, () => {
    for (let t = 0; t < STEPS; t++) environment.step(actions)
  })
}

const ROWS = 8
const PROGRAMMES = 1000
const stream = Seed.from(1).stream()
const programmes = Array.from({ length: PROGRAMMES }, () => ({
  wish: [stream.normal(), stream.normal()],
  rows: Array.from({ length: ROWS }, () => {
    const angle = 2 * Math.PI * stream.uniform()
    return [Math.cos(angle), Math.sin(angle), -0.5 * stream.uniform()]
  }),
}))
const suite = new Suite(`velocities nearest to a wish, ${ROWS} rows`, 'programmes')
const planes = new HalfPlanes(ROWS, 10)
const u = new Float64Array(2)
await suite.add('HalfPlanes', PROGRAMMES, () => {
  for (const { wish, rows } of programmes) {
    planes.count = 0
    for (const [x, y, bound] of rows) planes.add(x, y, bound)
    u.set(wish)
    planes.project(u, 0)
  }
})
await suite.add('quadprog', PROGRAMMES, () => {
  for (const { wish, rows } of programmes) {
    /** @param {number} k */
    const column = (k) => [0, ...rows.map((row) => row[k])]
    const squares = [
      [0, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]
    solveQP(squares, [0, ...wish], [[], column(0), column(1)], column(2))
  }
})
