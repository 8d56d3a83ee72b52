import { describe, expect, it } from 'vitest'
import { checkEnvironment, reportText } from '../../src/check/index.ts'
import { type Check, fail, runChecks, skip } from '../../src/check/report.ts'
import { ParameterError } from '../../src/errors.ts'
import { counting, springs } from '../worlds/index.ts'
import { altered, rebuilt } from './broken/ways.ts'

const checks: readonly Check<number>[] = [
  {
    id: 'number/positive',
    title: 'is positive',
    run: (n) => (n > 0 ? `${n}` : fail(`got ${n}, expected more than 0`)),
  },
  {
    id: 'number/even',
    title: 'is even',
    run: async (n) => (n % 2 === 0 ? 'even' : skip('odd numbers are not looked at')),
  },
  {
    id: 'other/throws',
    title: 'throws',
    run() {
      throw new RangeError('out of range')
    },
  },
]

describe('a report', () => {
  it('tells of what passed, failed and was skipped, and goes on after a check that throws', async () => {
    expect(await runChecks([checks[2], ...checks], -3)).toEqual([
      { id: 'other/throws', title: 'throws', status: 'failed', detail: 'threw RangeError: out of range' },
      {
        id: 'number/positive',
        title: 'is positive',
        status: 'failed',
        detail: 'got -3, expected more than 0',
      },
      { id: 'number/even', title: 'is even', status: 'skipped', detail: 'odd numbers are not looked at' },
      { id: 'other/throws', title: 'throws', status: 'failed', detail: 'threw RangeError: out of range' },
    ])
  })

  it.each<[thrown: unknown, detail: string]>([
    [null, 'threw null'],
    [undefined, 'threw undefined'],
    [Object.create(null), 'threw {}'],
    [Symbol('x'), 'threw Symbol(x)'],
    [{ toString: 3 }, 'threw {"toString":3}'],
  ])('tells of %s, thrown by a check', async (thrown, detail) => {
    const check: Check<null> = {
      id: 'other/throws',
      title: 'throws',
      run() {
        throw thrown
      },
    }
    expect(await runChecks([check], null)).toMatchObject([{ status: 'failed', detail }])
  })

  it('stands also where user code throws what is no error, wherever it does', async () => {
    const thrower = (): never => {
      throw Object.create(null)
    }
    for (const name of ['describe', 'make', 'resolve'] as const) {
      const broken = altered(counting, (sound) => {
        let calls = 0
        return {
          [name]: (...given: never[]) =>
            calls++ > 0 ? thrower() : (sound[name] as (...given: never[]) => unknown)(...given),
        }
      })
      expect((await checkEnvironment(broken, { steps: 8 })).passed).toBe(false)
    }
    for (const name of ['reset', 'step', 'renderText', 'renderSvg'] as const) {
      expect(
        (
          await checkEnvironment(
            rebuilt(counting, () => ({ [name]: thrower })),
            { steps: 8 },
          )
        ).passed,
      ).toBe(false)
    }
  })

  it('holds the checks that are named, or whole groups', async () => {
    const idsOf = async (only: readonly string[]): Promise<string[]> =>
      (await runChecks(checks, 1, only)).map(({ id }) => id)
    expect(await idsOf(['number/even'])).toEqual(['number/even'])
    expect(await idsOf(['number'])).toEqual(['number/positive', 'number/even'])
    await expect(idsOf(['number/evne'])).rejects.toThrow(
      'there is no check number/evne; did you mean number/even?',
    )
  })

  it('reads as text, failures first', () => {
    const text = reportText({
      environment: 'toy/x',
      checks: [
        { id: 'a/b', title: 'is so', status: 'passed', detail: '' },
        { id: 'a/c', title: 'is so too', status: 'failed', detail: 'got 1, expected 2' },
      ],
    })
    expect(text).toBe('FAILED a/c (is so too): got 1, expected 2\ntoy/x: 1 passed, 1 failed, 0 skipped')
  })

  it('of an environment names its parameters and digest', async () => {
    const options = { parameters: { horizon: 3 }, steps: 8, only: ['spec'] }
    const [report, again] = [
      await checkEnvironment(counting, options),
      await checkEnvironment(counting, options),
    ]
    expect(report).toMatchObject({
      environment: 'toy/counting',
      parameters: { horizon: 3, goal: 1000, horizonEnd: 'truncated' },
      passed: true,
    })
    expect(report.checks.every(({ id }) => id.startsWith('spec/'))).toBe(true)
    expect(report.trajectoryDigest).toMatch(/^[0-9a-f]{64}$/)
    expect(again.trajectoryDigest).toBe(report.trajectoryDigest)
    const other = await checkEnvironment(counting, { ...options, seed: 1 })
    expect(other.trajectoryDigest).not.toBe(report.trajectoryDigest)
  })

  it('is refused with parameters that are not the environment’s', async () => {
    await expect(checkEnvironment(counting, { parameters: { horizon: 0 } })).rejects.toThrow(ParameterError)
  })

  it('survives an environment that cannot be built or described', async () => {
    const unbuilt = altered(counting, () => ({ make: () => Promise.reject(new Error('no memory')) }))
    const report = await checkEnvironment(unbuilt, { steps: 4 })
    expect(report).toMatchObject({ passed: false, trajectoryDigest: '' })
    const failed = report.checks.filter(({ status }) => status === 'failed')
    expect(failed[0]).toMatchObject({ id: 'spec/built-as-described', detail: 'threw Error: no memory' })
    expect(failed.length).toBeLessThan(3)
    expect((await checkEnvironment(unbuilt, { steps: 4, only: ['buffers/layout'] })).passed).toBe(false)
    const undescribed = altered(counting, () => ({
      describe() {
        throw new Error('no words')
      },
    }))
    expect((await checkEnvironment(undescribed, { steps: 4 })).passed).toBe(false)
  })

  it('lets clashing parameters through as what they are', async () => {
    const clashing = altered(counting, () => ({
      describe() {
        throw new ParameterError('toy/counting.size', 3, 'a size that fits')
      },
    }))
    await expect(checkEnvironment(clashing)).rejects.toThrow(ParameterError)
  })

  it('says of a failure where it was, what was got and what was expected', async () => {
    const wrong = altered(springs, (sound) => ({
      make: async (given, batch) => {
        const environment = await sound.make(given, batch)
        return {
          ...environment,
          step(actions) {
            environment.step(actions)
            environment.observations[environment.observations.length - 1] = 101
          },
        }
      },
    }))
    const report = await checkEnvironment(wrong, { steps: 4, only: ['values/bounds'] })
    expect(report.checks[0].detail).toBe(
      'world 2, step 1: observations of agent 1 [1] is 101, expected a finite number from -100 to 100',
    )
  })

  it('leaves the globals as they were, also where a check fails', async () => {
    const before = [Math.random, Math.sin, Date, Date.now, performance.now, crypto.randomUUID]
    const noisy = altered(counting, (sound) => ({
      make: async (given, batch) => {
        Date.now()
        const environment = await sound.make(given, batch)
        return {
          ...environment,
          step() {
            throw new Error(String(Math.random() + Math.sin(1)))
          },
        }
      },
    }))
    const report = await checkEnvironment(noisy, { steps: 4, only: ['isolation'] })
    expect(report.checks.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed'])
    expect([Math.random, Math.sin, Date, Date.now, performance.now, crypto.randomUUID]).toEqual(before)
    expect(Object.hasOwn(performance, 'now')).toBe(false)
  })
})
