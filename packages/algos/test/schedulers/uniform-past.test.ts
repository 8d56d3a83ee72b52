import { type Environment, Seed } from '@gauntlet/core'
import { expect, it } from 'vitest'
import type { Actor } from '../../src/actor.ts'
import { loadBackend } from '../../src/networks/backends.ts'
import { mlpActor } from '../../src/policies/mlp.ts'
import { UNIFORM_PAST } from '../../src/schedulers/uniform-past.ts'
import type { BuildContext } from '../../src/recipe/part.ts'
import { nim } from '../nim.ts'

const MEMBERS = 10
const NEVER = undefined as unknown as Environment

async function tinyActor(): Promise<Actor> {
  const shape = { hidden: [1], activation: 'tanh' } as const
  return mlpActor(await loadBackend('cpu'), nim.describe(), shape, Seed.from(1))
}

/** When each member was taken down, of a policy that changes with every interval. */
async function timesOf(intervals: number, seed: number): Promise<number[]> {
  const actor = await tinyActor()
  actor.network.parameters.fill(0)
  const scheduler = UNIFORM_PAST.build({ interval: 5, members: MEMBERS }, {} as BuildContext)
  const opposition = scheduler.oppose(actor, Seed.from(seed))
  for (let n = 1; n <= intervals; n++) {
    actor.network.parameters.fill(n)
    for (const steps of [5 * n, 5 * n + 4]) opposition.advance(steps, NEVER, 0)
  }
  const parameters = Object.entries(opposition.state()).filter(([name]) => name.endsWith('.parameters0'))
  return parameters.map(([, array]) => array[0])
}

it('keeps all of a past that is short', async () => {
  expect(await timesOf(MEMBERS - 1, 1)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
})

it('keeps of a long past a sample in which every time is as likely', async () => {
  const times = (await Promise.all(Array.from({ length: 100 }, (_, seed) => timesOf(99, seed)))).flat()
  expect(times.length).toBe(1000)
  // Uniform on 0 … 99: mean 49.5 and standard deviation 28.9, so that the mean of a thousand has 0.9.
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length
  expect(Math.abs(mean - 49.5)).toBeLessThan(3)
  for (const from of [0, 25, 50, 75]) {
    const count = times.filter((time) => time >= from && time < from + 25).length
    expect(Math.abs(count - 250)).toBeLessThan(45)
  }
})
