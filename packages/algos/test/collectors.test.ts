import { expect, it } from 'vitest'
import { Seed } from '@gauntlet/core'
import { collectSteps } from '../src/collectors/steps.ts'
import { mlpActor } from '../src/policies/mlp.ts'
import { loadBackend } from '../src/networks/backends.ts'
import type { Rollout } from '../src/rollout.ts'
import { shop } from './shop.ts'

async function collect(postDecisions: boolean): Promise<Rollout> {
  const environment = await shop.make({}, 3)
  environment.reset(Seed.from(1))
  const shape = { hidden: [], activation: 'tanh' } as const
  const actor = mlpActor(await loadBackend('cpu'), environment.spec, shape, Seed.from(2))
  const collecting = collectSteps(30, { postDecisions }).begin(environment, actor, Seed.from(3))
  collecting.collect(0, Infinity)
  return collecting.rollout
}

it('post-decision states stand beside the decisions that they come of', async () => {
  const { observations, actions, postDecisions } = await collect(true)
  const levels = observations.length / actions.length
  const indexIn = (column: Float32Array, place: number): number =>
    column.subarray(place * levels, (place + 1) * levels).indexOf(1)
  const found = Array.from(actions, (_, place) => indexIn(postDecisions, place))
  expect(found).toEqual(Array.from(actions, (order, place) => indexIn(observations, place) + order))
  expect(new Set(found).size).toBe(levels)
})

it('they are kept where they are asked for, and change nothing else', async () => {
  const [plain, watched] = [await collect(false), await collect(true)]
  expect(plain.postDecisions).toHaveLength(0)
  expect(watched.observations).toEqual(plain.observations)
  expect(watched.actions).toEqual(plain.actions)
  expect(watched.rewards).toEqual(plain.rewards)
})
