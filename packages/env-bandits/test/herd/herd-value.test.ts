import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ParameterError } from '@gauntlet/core'
import { HerdValue } from '../../src/herd/herd-value.ts'
import {
  CHOOSES_BAD,
  CHOOSES_GOOD,
  FOLLOWS,
  type HerdModel,
  beliefAfter,
  errorRate,
  goodSignal,
  responseTo,
} from '../../src/herd/social-learning.ts'

interface Case {
  readonly kind: 'alt' | 'bias'
  readonly p: number
  readonly cost_slope: number
  readonly C: number
  readonly delta: number
  readonly cost: string
  readonly q_opt: Readonly<Record<string, number>>
  readonly V: Readonly<Record<string, number>>
  readonly policy_regions: readonly (readonly [number, number, string])[]
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL('../golden/herd.json', import.meta.url), 'utf8'),
)

/** What the golden regions call a precision. */
function nameOf(b: number, q: number, p: number): string {
  if (Math.abs(q - p) < 1e-9) return 'p'
  if (q === 1) return '1'
  if (q < p) return 'obfuscate'
  return Math.abs(q - Math.max(b, 1 - b)) < 1e-5 ? 'min_informative' : 'other'
}

describe.each(
  cases.map(
    (golden) =>
      [
        `${golden.kind} ${golden.cost}, k ${golden.cost_slope}, p ${golden.p}, delta ${golden.delta}`,
        golden,
      ] as const,
  ),
)('%s', (_, golden) => {
  const model: HerdModel = {
    planner: golden.kind === 'alt' ? 'altruistic' : 'biased',
    precision: golden.p,
    cost: golden.cost === 'k*|q-p|' ? 'linear' : 'quadratic',
    slope: golden.cost_slope,
    loss: golden.C,
  }
  const solved = new HerdValue(model, golden.delta, 1001, 201)

  test('values are the golden ones', () => {
    for (const [b, value] of Object.entries(golden.V))
      expect(Math.abs(solved.value(Number(b)) - value)).toBeLessThan(2e-5)
  })

  test('precisions are the golden ones', () => {
    for (const [b, q] of Object.entries(golden.q_opt))
      expect(Math.abs(solved.bestPrecision(Number(b)) - q)).toBeLessThan(1.1e-3)
  })

  test('bands of the policy change where the golden ones do, to 1e-3', () => {
    for (const [low, high, name] of golden.policy_regions) {
      if (name === 'other') continue
      for (const b of [low, (low + high) / 2, high]) {
        const inside = b === low ? Math.min(low + 0.001, high) : b === high ? Math.max(high - 0.001, low) : b
        expect(nameOf(inside, solved.bestPrecision(inside), golden.p), `b ${inside}`).toBe(name)
      }
    }
  })
})

test('theorem 1: a myopic altruist tells all where min(b, 1 - b) exceeds its threshold, in closed form', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 0.9, noNaN: true }),
      fc.double({ min: 0.01, max: 3, noNaN: true }),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      (precision, slope, b) => {
        const model = { planner: 'altruistic', precision, cost: 'linear', slope, loss: 1 } as const
        const full = slope * (1 - precision)
        const threshold = full < 1 - precision ? full : 0.5
        const least = Math.min(b, 1 - b)
        // At p itself an agent may err less than by the belief.
        if (Math.abs(least - threshold) < 1e-3 || Math.abs(full - (1 - precision)) < 1e-3) return
        const best = new HerdValue(model, 0, 11, 51).bestPrecision(b)
        if (least > threshold) expect(best).toBe(1)
        else expect(best).toBe(precision)
      },
    ),
    { numRuns: 200 },
  )
})

const MODEL: HerdModel = { planner: 'altruistic', precision: 0.6, cost: 'linear', slope: 0.5, loss: 1 }
test.each([
  [() => new HerdValue({ ...MODEL, precision: 1.6 }, 0.5, 11, 11), 'HerdValue.precision: got 1.6'],
  [
    () => new HerdValue({ ...MODEL, planner: 'selfish' as 'biased' }, 0.5, 11, 11),
    'HerdValue.planner: got "selfish", expected altruistic or biased',
  ],
  [() => new HerdValue({ ...MODEL, cost: 'cubic' as 'linear' }, 0.5, 11, 11), 'HerdValue.cost: got "cubic"'],
  [() => new HerdValue({ ...MODEL, loss: Infinity }, 0.5, 11, 11), 'HerdValue.loss: got Infinity'],
  [() => new HerdValue(MODEL, 1, 11, 11), 'HerdValue.delta: got 1, expected a number from 0'],
  [() => new HerdValue(MODEL, 0.5, 1, 11), 'HerdValue.beliefs: got 1, expected a whole number of at least 2'],
  [
    () => new HerdValue(MODEL, 0.5, 11, 11).value(1.5),
    'HerdValue.belief: got 1.5, expected a number from 0 to 1',
  ],
])('%#: a model, grid or belief out of range is refused', (run, message) => {
  expect(run).toThrow(ParameterError)
  expect(run).toThrow(message)
})

describe('an agent', () => {
  test('follows its signal between 1 - q and q, both included, and copies outside', () => {
    expect(responseTo(0.25, 0.75)).toBe(FOLLOWS)
    expect(responseTo(0.75, 0.75)).toBe(FOLLOWS)
    expect(responseTo(0.76, 0.75)).toBe(CHOOSES_GOOD)
    expect(responseTo(0.24, 0.75)).toBe(CHOOSES_BAD)
    expect(errorRate(0.76, 0.75)).toBeCloseTo(0.24, 12)
    expect(errorRate(0.5, 0.75)).toBe(0.25)
  })

  const unit = fc.double({ min: 0, max: 1, noNaN: true })
  const precisions = fc.double({ min: 0.5, max: 1, noNaN: true })
  test('teaches beliefs that are a martingale and stay in [0, 1]', () => {
    fc.assert(
      fc.property(unit, precisions, (b, q) => {
        const good = goodSignal(b, q)
        const [up, down] = [beliefAfter(b, q, true), beliefAfter(b, q, false)]
        expect(good * up + (1 - good) * down).toBeCloseTo(b, 9)
        expect(up).toBeGreaterThanOrEqual(b - 1e-12)
        expect(down).toBeLessThanOrEqual(b + 1e-12)
        expect(up).toBeLessThanOrEqual(1)
        expect(down).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
