import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { policyStreams, uniformPolicy } from '../src/policy.ts'
import { Seed } from '../src/random/seed.ts'
import { allocateActions } from '../src/spaces.ts'
import { corridor, counting, crowd, dials, nim, satchel, springs } from './worlds/index.ts'

const seed = Seed.from(11)

describe('the uniform policy', () => {
  it('chooses every action about equally often', async () => {
    const environment = await counting.make({}, 600)
    const actions = allocateActions(environment.spec.action, 600)
    const policy = uniformPolicy()
    environment.reset(seed)
    policy.begin(environment, seed)
    const counts = [0, 0, 0]
    for (let t = 0; t < 10; t++) {
      policy.act(environment, actions, 'sample')
      for (const action of actions) counts[action]++
    }
    // 6,000 draws: the standard deviation of each count is 36.5.
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(5 * 37)
  })

  it('acts legally on every kind of action, in both modes', async () => {
    for (const world of [corridor, nim, crowd, springs, satchel, dials]) {
      const environment = await world.make({}, 4)
      const actions = allocateActions(environment.spec.action, 4 * environment.spec.agents)
      const policy = uniformPolicy()
      environment.reset(seed)
      policy.begin(environment, seed)
      for (let t = 0; t < 60; t++) {
        policy.act(environment, actions, t % 2 === 0 ? 'sample' : 'greedy')
        environment.step(actions)
      }
    }
  })

  it('covers a bounded box evenly, and draws from the normal where a bound is missing', async () => {
    const bounded = await springs.make({}, 500)
    const open = await crowd.make({}, 500)
    const policy = uniformPolicy()
    const drawn = [bounded, open].map((environment) => {
      const actions = allocateActions(environment.spec.action, 500 * environment.spec.agents)
      environment.reset(seed)
      policy.begin(environment, seed)
      policy.act(environment, actions, 'sample')
      return Array.from(actions)
    })
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length
    expect(Math.abs(mean(drawn[0]))).toBeLessThan(0.07)
    expect(mean(drawn[0].map((value) => value * value))).toBeCloseTo((0.7 * 0.7) / 3, 1)
    expect(Math.max(...drawn[1])).toBe(1)
    expect(Math.min(...drawn[1])).toBeLessThan(-2)
  })

  it('finds every legal choice and no other', async () => {
    const environment = await corridor.make({ length: 3 }, 40)
    const actions = allocateActions(environment.spec.action, 80)
    const policy = uniformPolicy()
    environment.reset(seed)
    policy.begin(environment, seed)
    const seen = new Set<string>()
    for (let t = 0; t < 50; t++) {
      policy.act(environment, actions, 'sample')
      for (let i = 0; i < 80; i++) seen.add(`${environment.observations[2 * i]}:${actions[i]}`)
      environment.step(actions)
    }
    expect([...seen].toSorted()).toEqual(['0:1', '0:2', '1:0', '1:1', '1:2', '2:0', '2:1'])
  })
})

describe('policy streams', () => {
  it('belong to worlds, whatever the batch', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 20 }), (number, batch) => {
        const key = Seed.from(number)
        const streams = policyStreams(key, batch)
        expect(streams).toHaveLength(batch)
        const w = batch - 1
        expect(streams[w].uint32()).toBe(key.fold('policy').fold(w).stream().uint32())
      }),
    )
  })
})
