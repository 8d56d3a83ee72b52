/** What the scripted policies score, against the figures known of the published plants. */
import { Seed } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { lotSizing } from '../../src/index.ts'
import { assignMachines } from '../../src/lot-sizing/static-assignment.ts'
import { readProblem } from '../../src/lot-sizing/problem-file.ts'
import { evaluateLotSizing } from './evaluate.ts'
import { SMALL_FILE } from './small-plant.ts'

const EPISODES = 100

/** Figures of 200 episodes in the reference's own simulator, whose standard error is at most 25. */
describe.each([
  ['15x5', 5654.8, 2120.3, 1590.7],
  ['20x10', 7535.4, 1941.5, 2073.5],
  ['25x10', 12_430.6, 5316.8, 2797.7],
] as const)('as published, %s', (problem, idle, assigned, switching) => {
  const score = async (name: string): Promise<number> =>
    (await evaluateLotSizing({ problem, published: true }, name, EPISODES)).cost

  test('idling costs what it costs there', async () => {
    expect(Math.abs((await score('idle')) - idle)).toBeLessThan(60)
  })

  test('static assignment and lazy switching cost no more than the rules known there', async () => {
    expect(await score('static-assignment')).toBeLessThan(assigned + 25)
    expect(await score('lazy-switching')).toBeLessThan(switching)
  })
})

test('where idling keeps a setup, all of them cost less', async () => {
  for (const name of ['static-assignment', 'lazy-switching']) {
    const kept = await evaluateLotSizing({ problem: '15x5' }, name, EPISODES)
    const forgotten = await evaluateLotSizing({ problem: '15x5', published: true }, name, EPISODES)
    expect(kept.cost).toBeLessThan(forgotten.cost)
  }
})

test('the rolling horizon beats the rules on a small plant', async () => {
  const small = {
    problem: 'generated',
    items: 5,
    machines: 2,
    problemSeed: 3,
    horizon: 40,
    rollingHorizon: true,
  } as const
  const score = async (name: string): Promise<number> => (await evaluateLotSizing(small, name, 10)).cost
  const planned = await score('rolling-horizon')
  expect(planned).toBeLessThan(await score('static-assignment'))
  expect(planned).toBeLessThan(await score('lazy-switching'))
})

test('the assignment is the best of all on a small plant', () => {
  // Two units of each item are asked for: of machine 1's items the lost sales of 3 are dearer, of machine 2's those of 2.
  expect([...assignMachines(readProblem(SMALL_FILE))]).toEqual([3, 2])
})

test('there is no other expert', async () => {
  const environment = await lotSizing.make()
  environment.reset(Seed.from(0))
  expect(() => environment.expert!.policy('lazy')).toThrow(
    'inventory/lot-sizing: got expert lazy, expected one of lazy-switching, rolling-horizon, static-assignment, idle',
  )
  expect(() => environment.expert!.policy('rolling-horizon')).toThrow(
    'inventory/lot-sizing: rolling-horizon is offered where the parameter rollingHorizon is true',
  )
})
