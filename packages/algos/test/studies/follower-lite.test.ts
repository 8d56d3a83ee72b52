/**
 * FollowerLite's published weights on the benchmark, beside what our re-implementation of it reached before there was this one:
 * means over evenly spaced scenarios.
 *
 * `GAUNTLET_STUDY=1 GAUNTLET_DATA=… npx vitest run --project algos follower-lite`
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Seed, allocateActions } from '@gauntlet/core'
import { lifelong } from '@gauntlet/env-mapf'
import { expect, test } from 'vitest'
import { followerPretrained } from '../../src/methods/follower-pretrained.ts'

/** Scenarios of the whole set, and steps of an episode. */
const ALL = 128
const STEPS = 256

/** Set, agents, scenarios, mean throughput. */
const KNOWN = [
  ['benchmark-random', 8, 32, 0.558],
  ['benchmark-random', 32, 32, 1.661],
  ['benchmark-random', 64, 32, 2.02],
  ['benchmark-mazes', 32, 64, 1.069],
  ['benchmark-mazes', 64, 64, 1.19],
  ['benchmark-warehouse', 32, 16, 0.972],
  ['benchmark-warehouse', 128, 16, 3.207],
  ['benchmark-warehouse', 192, 16, 3.935],
] as const

const studied = process.env.GAUNTLET_STUDY !== undefined && process.env.GAUNTLET_DATA !== undefined

test.skipIf(!studied).each(KNOWN)(
  '%s with %i agents on %i scenarios: %f goals a step (skipped unless GAUNTLET_STUDY and GAUNTLET_DATA are set)',
  { timeout: 600_000 },
  async (instances, agents, scenarios, known) => {
    const path = join(process.env.GAUNTLET_DATA!, '../reference/mapf/followerlite/follower_lite_weights.json')
    const weights = { name: path, bytes: new Uint8Array(readFileSync(path)) }
    const environment = await lifelong.make(
      { instances, agents, radius: 3, observationType: 'follower' },
      scenarios,
    )
    const seed = Seed.from(0)
    const { policy } = await followerPretrained.create({
      spec: { ...environment.spec, agentsAsRows: true },
      seed,
      backend: 'wasm',
      configuration: { weights },
    })
    environment.reset(seed, (w) => ({ key: seed.fold(w), index: Math.floor((w * ALL) / scenarios) }))
    policy.begin(environment, seed)
    const actions = allocateActions(environment.spec.action, scenarios * agents)
    for (let t = 0; t < STEPS; t++) {
      policy.act(environment, actions, 'sample')
      environment.step(actions)
    }
    const { metrics, spec } = environment
    const scores = Array.from({ length: scenarios }, (_, w) => metrics[w * spec.metrics.length])
    const mean = scores.reduce((sum, score) => sum + score, 0) / scenarios
    const squares = scores.reduce((sum, score) => sum + (score - mean) * (score - mean), 0)
    const error = Math.sqrt(squares / (scenarios - 1) / scenarios)
    console.log(`${instances} ${agents}: ${mean.toFixed(3)} ± ${error.toFixed(3)}, known ${known}`)
    // On the same scenarios, so that what differs is chance within them, which is less than between them.
    expect(Math.abs(mean - known)).toBeLessThan(2 * error)
  },
)
