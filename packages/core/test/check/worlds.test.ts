import { describe, expect, it } from 'vitest'
import { checkEnvironment, reportText } from '../../src/check/index.ts'
import { WORLDS } from '../worlds/index.ts'

const heapUsed = (): number => process.memoryUsage().heapUsed

describe('the toy worlds keep the contracts', () => {
  for (const world of WORLDS) {
    it(world.id, async () => {
      const report = await checkEnvironment(world, { steps: 48, heapUsed })
      expect(reportText(report)).not.toContain('FAILED')
      expect(report.passed).toBe(true)
    })
  }
})
