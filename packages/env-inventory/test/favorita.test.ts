import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Seed } from '@gauntlet/core'
import { checkEnvironment, reportText } from '@gauntlet/core/check'
import { expect, test } from 'vitest'
import { favoritaParameters } from '../src/problems/favorita.ts'
import { manyWarehouses } from '../src/problems/many-warehouses.ts'

const data = process.env.GAUNTLET_DATA
const name = 'favorita_21_stores_weekly_sales.npy'
const series = {
  name,
  bytes: data === undefined ? new Uint8Array(0) : new Uint8Array(readFileSync(join(data, 'inventory', name))),
}

test.skipIf(data === undefined)(
  'Favorita’s sales keep the contracts (skipped unless GAUNTLET_DATA is set)',
  { timeout: 120_000 },
  async () => {
    const parameters = { ...favoritaParameters('test'), series }
    const report = await checkEnvironment(manyWarehouses, { parameters, steps: 24 })
    expect(report.passed, reportText(report)).toBe(true)
  },
)

test.skipIf(data === undefined)(
  'the sets have the weeks and the past of the reference (skipped unless GAUNTLET_DATA is set)',
  async () => {
    for (const [set, weeks] of [
      ['train', 95],
      ['dev', 37],
      ['test', 37],
    ] as const) {
      const parameters = { ...favoritaParameters(set), series }
      const spec = manyWarehouses.describe(parameters)
      expect([spec.horizon, spec.instances, spec.graph!.nodes]).toEqual([weeks, 288, 25])
    }
    const environment = await manyWarehouses.make({ ...favoritaParameters('test'), series }, 1)
    environment.reset(Seed.from(0), () => ({ key: Seed.from(0), index: 3 }))
    const past = environment.spec.observation.layout.find((block) => block.name === 'past demand')!
    // Store 2 of product 3: weeks 118 to 133 come before the first that is played.
    const values = new Float32Array(series.bytes.buffer, series.bytes.byteLength - 4 * 288 * 21 * 171)
    const expected = values.subarray((3 * 21 + 2) * 171 + 118, (3 * 21 + 2) * 171 + 134)
    expect([...environment.observations.subarray(past.offset + 2 * 16, past.offset + 3 * 16)]).toEqual([
      ...expected,
    ])
  },
)
