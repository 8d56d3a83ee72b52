import {
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  Seed,
  allocateActions,
  trajectoryDigest,
  uniformPolicy,
} from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileArms } from '../kernels/build.mjs'
import { bernoulli } from '../src/arms/bernoulli.ts'
import { gaussian } from '../src/arms/gaussian.ts'
import { KERNEL_HEX } from '../src/arms-kernel-bytes.ts'
import { ArmsMemory } from '../src/arms-kernel.ts'
import { exp3 } from '../src/policies/exp3.ts'
import { thompson } from '../src/policies/thompson.ts'
import { ucb1 } from '../src/policies/ucb.ts'
import { restless } from '../src/restless/restless.ts'
import { withoutKernel } from './without-kernel.ts'
import { WeightedDraws } from '../src/policies/weighted-draws.ts'

test('the kernel is what its source compiles to', { timeout: 60_000 }, async () => {
  expect(await compileArms()).toBe(KERNEL_HEX)
})

test('policies run on the kernel', () => {
  expect(new ArmsMemory(1).kernel).toBeDefined()
})

/** The arms that a policy pulls in 70 steps of three worlds, in the course of which two episodes end. */
async function pulls(
  algorithm: AlgorithmDefinition,
  means: readonly number[],
  seed: number,
): Promise<number[]> {
  const environment = await bernoulli.make({ means, horizon: 30, shuffled: true }, 3)
  const { spec } = environment
  const { policy } = await algorithm.create({ spec, seed: Seed.from(seed), backend: 'wasm' })
  const actions = allocateActions(spec.action, 3)
  environment.reset(Seed.from(seed))
  policy.begin(environment, Seed.from(seed))
  const pulled: number[] = []
  for (let t = 0; t < 70; t++) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    pulled.push(...actions)
  }
  return pulled
}

test.each<AlgorithmDefinition>([ucb1, exp3, thompson])(
  '$id pulls the same arms without a kernel',
  async (algorithm) => {
    // Few means, so that arms tie.
    const means = fc.array(fc.constantFrom(0, 0.5, 1), { minLength: 2, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(means, fc.nat(1000), async (given, seed) => {
        const fast = await pulls(algorithm, given, seed)
        expect(await withoutKernel(() => pulls(algorithm, given, seed))).toEqual(fast)
      }),
      { numRuns: 30 },
    )
  },
)

test.each<EnvironmentDefinition>([bernoulli, gaussian, restless])(
  'worlds of $id go the same way without a kernel',
  async (definition) => {
    const rollOut = async (): Promise<string> => {
      const environment = await definition.make({ horizon: 20 }, 3)
      return trajectoryDigest(environment, uniformPolicy(), Seed.from(3), 70)
    }
    const fast = await rollOut()
    expect(await withoutKernel(rollOut)).toBe(fast)
  },
)

test('a place is found in the stretch of its arm, or beyond the last', () => {
  const worlds = fc.integer({ min: 1, max: 5 })
  const arms = fc.integer({ min: 2, max: 7 })
  const weights = fc.infiniteStream(fc.nat(3))
  const places = fc.infiniteStream(fc.double({ noNaN: true, min: 0, max: 20 }))
  fc.assert(
    fc.property(worlds, arms, weights, places, (n, k, weight, place) => {
      const draws = new WeightedDraws(n, k, new ArmsMemory(WeightedDraws.size(n, k)))
      for (let i = 0; i < n * k; i++) draws.weights[i] = weight.next().value
      for (let w = 0; w < n; w++) draws.places[w] = place.next().value
      draws.draw()
      for (let w = 0; w < n; w++) {
        const row = draws.weights.subarray(w * k, (w + 1) * k)
        const below = row.subarray(0, draws.found[w]).reduce((sum, value) => sum + value, 0)
        expect(below).toBeLessThanOrEqual(draws.places[w])
        if (draws.found[w] < k) expect(draws.places[w]).toBeLessThan(below + row[draws.found[w]])
      }
    }),
  )
})
