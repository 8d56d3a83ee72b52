import { type Environment, Seed, wrapEnvironment } from '@gauntlet/core'
import { lotSizing } from '@gauntlet/env-inventory'
import { expect, test } from 'vitest'
import { bestExpert } from '../../src/adapters/best-expert.ts'
import { tiny } from '../tiny.ts'

const seed = Seed.from(1)

async function plant(change: (name: string) => object): Promise<Environment> {
  const environment = await lotSizing.make({ horizon: 20 }, 4)
  const experts = environment.spec.experts!.map((expert) => ({ ...expert, ...change(expert.name) }))
  return wrapEnvironment(environment, { spec: { ...environment.spec, experts } })
}

test('the best scripted policy is found by what it scores', async () => {
  // Costs: the less, the better.
  expect(bestExpert(await plant(() => ({})), seed)?.name).toBe('lazy-switching')
})

test('slow ones and those that see hidden state are left out, unless there are no others', async () => {
  const without = (...names: string[]) => plant((name) => (names.includes(name) ? { slow: true } : {}))
  const lazy = await without('lazy-switching')
  expect(bestExpert(lazy, seed)?.name).toBe('static-assignment')
  const cheats = await plant((name) => (name === 'idle' ? {} : { seesHiddenState: true }))
  expect(bestExpert(cheats, seed)?.name).toBe('idle')
  const all = await plant(() => ({ seesHiddenState: true }))
  expect(bestExpert(all, seed)?.name).toBe('lazy-switching')
})

test('there is none where nothing is scripted', async () => {
  expect(bestExpert(await tiny.make({}, 1), seed)).toBeUndefined()
})
