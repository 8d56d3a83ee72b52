/** Every check fails where an environment is broken in its place, and hardly anything else does. */
import { describe, expect, it } from 'vitest'
import { ENVIRONMENT_CHECKS, checkEnvironment } from '../../src/check/index.ts'
import { ACTION_ROWS } from './broken/actions.ts'
import { BUFFER_ROWS } from './broken/buffers.ts'
import { DETERMINISM_ROWS } from './broken/determinism.ts'
import {
  DIFFERENTIABLE_ROWS,
  POPULATION_ROWS,
  DATA_ROWS,
  FEASIBLE_ROWS,
  MASK_AFTER_ROWS,
} from './broken/domain-faces.ts'
import { EPISODE_ROWS } from './broken/episodes.ts'
import { SNAPSHOT_ROWS, INSTANCE_ROWS, EXPERT_ROWS, SHIELD_ROWS } from './broken/faces.ts'
import { ISOLATION_ROWS } from './broken/isolation.ts'
import { RENDERING_ROWS } from './broken/rendering.ts'
import { SPEC_ROWS } from './broken/spec.ts'
import type { BrokenRow } from './broken/ways.ts'

const TABLES: Readonly<Record<string, readonly BrokenRow[]>> = {
  actions: ACTION_ROWS,
  'buffers and the numbers in them': BUFFER_ROWS,
  'determinism and schedules': DETERMINISM_ROWS,
  derivatives: DIFFERENTIABLE_ROWS,
  populations: POPULATION_ROWS,
  'models and logs': DATA_ROWS,
  'feasible sets': FEASIBLE_ROWS,
  'dependent masks': MASK_AFTER_ROWS,
  'episodes and time limits': EPISODE_ROWS,
  snapshots: SNAPSHOT_ROWS,
  instances: INSTANCE_ROWS,
  experts: EXPERT_ROWS,
  shields: SHIELD_ROWS,
  'isolation and allocation': ISOLATION_ROWS,
  rendering: RENDERING_ROWS,
  'spec, parameters and settings': SPEC_ROWS,
}

for (const [title, rows] of Object.entries(TABLES)) {
  describe(title, () => {
    for (const { what, world, fails, options } of rows) {
      it(`${fails.join(', ') || 'nothing'} fails where ${what}`, async () => {
        const report = await checkEnvironment(world, { steps: 24, ...options })
        const failed = report.checks.filter(({ status }) => status === 'failed')
        const ids = failed.map(({ id }) => id)
        expect(ids, failed.map(({ id, detail }) => `${id}: ${detail}`).join('\n')).toEqual(fails)
      })
    }
  })
}

it('no check is vacuous: each fails somewhere in these tables', () => {
  const failing = new Set(Object.values(TABLES).flatMap((rows) => rows.flatMap(({ fails }) => fails)))
  expect(ENVIRONMENT_CHECKS.map(({ id }) => id).filter((id) => !failing.has(id))).toEqual([])
})
