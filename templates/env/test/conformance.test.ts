import { type CheckReport, checkEnvironment, reportText } from '@gauntlet/core/check'
import { describe, expect, test } from 'vitest'
import { environmentName } from '../src/environment-name.ts'

function check(parameters: object): Promise<CheckReport> {
  return checkEnvironment(environmentName, { parameters })
}

describe(environmentName.id, () => {
  test('conforms with its default parameters', async () => {
    const report = await check({})
    expect(report.passed, reportText(report)).toBe(true)
  })

  /** Another digest means other results: raise the version, then run the tests again with `--update`. */
  test('shows the bits that are frozen for its version', async () => {
    const { trajectoryDigest } = await check({})
    const frozen = { version: environmentName.version, trajectoryDigest }
    await expect(`${JSON.stringify(frozen, undefined, 2)}\n`).toMatchFileSnapshot(
      'golden/environment-name.json',
    )
  })

  test.each(Object.entries(environmentName.settings))(
    'conforms in the setting %s',
    async (_name, setting) => {
      const report = await check(setting.parameters)
      expect(report.passed, reportText(report)).toBe(true)
    },
  )

  test('conforms at the ends of its parameters', async () => {
    const report = await check({ cells: 2, slip: 0, horizon: 1 })
    expect(report.passed, reportText(report)).toBe(true)
  })
})
