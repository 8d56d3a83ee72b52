import { exp, log } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { batchStandardised } from '../../src/estimators/batch-standardised.ts'
import { bestOfGroup } from '../../src/estimators/best-of-group.ts'
import { betaNormalised, betaOfGroups } from '../../src/estimators/beta-normalised.ts'
import {
  type GroupFormula,
  groupCentred,
  groupStandardised,
  groupedAdvantage,
  leaveOneOut,
} from '../../src/estimators/grouped.ts'
import { logAverageExp } from '../../src/estimators/log-average-exp.ts'
import { logBeta } from '../../src/estimators/log-beta.ts'
import { monteCarlo } from '../../src/estimators/monte-carlo.ts'
import { shiftedMean } from '../../src/estimators/shifted-mean.ts'
import { close, fixture } from '../fixtures.ts'
import { rolloutOf } from '../rollouts.ts'

interface Matrix {
  readonly rewards: number[][]
}

function advantages(formula: GroupFormula, rewards: readonly (readonly number[])[]): Float64Array {
  return formula(
    Float64Array.from(rewards.flat()),
    Int32Array.from(rewards.flatMap((row, g) => row.map(() => g))),
  )
}

describe('grouped advantages', () => {
  it.each([
    ['grpo_group_std', groupStandardised(0)],
    ['rloo', leaveOneOut],
    ['dr_grpo', groupCentred],
    ['lite_ppo', batchStandardised()],
    ['asymre', shiftedMean(-0.1)],
    ['opmd_mean', groupCentred],
    ['opmd_logavgexp', logAverageExp(0.5)],
    ['pass_at_k', bestOfGroup(1)],
  ] as const)('meet the fixture %s', (name, formula) => {
    const { input, output } = fixture<Matrix, number[][]>(name)
    close(advantages(formula, input.rewards), output.flat())
  })

  it('reach every decision of a trajectory', async () => {
    const rollout = await rolloutOf({ rewards: [1, 0, 4, 1], trajectories: [0, 0, 1, 1] })
    rollout.groups = Int32Array.of(0, 0)
    const estimator = groupedAdvantage(groupCentred)
    expect(estimator.estimate(rollout, 1)).toEqual({ effective_group_fraction: 1 })
    close(rollout.advantages, [-2, -2, 2, 2])
  })

  it('are 0 of groups that all came out alike, whose batch did not', () => {
    const rewards = [
      [0.5, 0.5, 0.5],
      [0, 0.5, 1],
      [1, 1, 1],
    ]
    for (const formula of [
      groupStandardised(1),
      groupCentred,
      leaveOneOut,
      batchStandardised(),
      logAverageExp(1),
      bestOfGroup(1),
      betaNormalised(),
    ]) {
      const found = advantages(formula, rewards)
      close([...found.subarray(0, 3), ...found.subarray(6)], [0, 0, 0, 0, 0, 0], 1e-15)
      expect(found.some((value) => value !== 0)).toBe(true)
    }
  })
})

describe('the soft value of a group', () => {
  it('goes from the greatest return to their mean, without overflow', () => {
    const rewards = [[900, 1000, 200]]
    close(advantages(logAverageExp(0.01), rewards), [
      -100 + 0.01 * log(3),
      0.01 * log(3),
      -800 + 0.01 * log(3),
    ])
    close(advantages(logAverageExp(1e8), rewards), [200, 300, -500], 1e-2)
  })
})

describe('the best of a group', () => {
  it('is one of all, and needs a second', () => {
    const spread = Math.sqrt(7)
    close(advantages(bestOfGroup(1, 0), [[5], [2, 6, 1]]), [0, 0, 4 / spread, 0])
    close(advantages(bestOfGroup(1, 0), [[6, 2, 1]]), [4 / spread, 0, 0])
  })
})

describe('beta normalisation', () => {
  it('meets the fixture bnpo', () => {
    const { input, output } = fixture<Matrix, { adv: number[][]; alpha: number; beta: number }>('bnpo')
    close(advantages(betaNormalised(), input.rewards), output.adv.flat())
    const { alpha, beta } = betaOfGroups(Float64Array.of(0.5, 0.75, 0.25))
    close([alpha, beta], [output.alpha, output.beta])
  })

  it('is GRPO times π/8 at 3/2 and 3/2, on outcomes 0 and 1', () => {
    const { input } = fixture<Matrix, unknown>('bnpo')
    const grpo = advantages(groupStandardised(0, 0), input.rewards)
    close(
      advantages(betaNormalised(), input.rewards),
      grpo.map((value) => (value * Math.PI) / 8),
    )
  })

  it('is the mean of the group as baseline at 1 and 1: of one group, of groups alike and of groups at both ends', () => {
    for (const rewards of [
      [[0, 1, 1, 0.5]],
      [
        [0, 1],
        [0.5, 0.5],
        [1, 0],
      ],
      // k = -0.25: the variance of means is greater than that of outcomes 0 and 1
      [
        [0, 0],
        [1, 1],
        [0, 1],
        [1, 1],
      ].slice(0, 2),
    ]) {
      close(advantages(betaNormalised(), rewards), advantages(groupCentred, rewards))
    }
    expect(betaOfGroups(Float64Array.of(0, 1))).toEqual({ alpha: 1, beta: 1 })
    expect(betaOfGroups(Float64Array.of(0.3, 0.3))).toEqual({ alpha: 1, beta: 1 })
  })

  it('weighs no group above its cap', () => {
    const common = Array.from({ length: 30 }, () => [0, 1])
    const rare = [...Array.from({ length: 19 }, () => 0), 1]
    const found = advantages(betaNormalised(), [...common, rare])
    close(
      found.subarray(-20),
      rare.map((value) => 20 * (value - 0.05)),
    )
    const wide = advantages(betaNormalised(30), [...common, rare])
    close(
      wide.subarray(-20),
      rare.map((value) => 30 * (value - 0.05)),
    )
  })

  it('refuses returns that are no outcomes, but for rounding', () => {
    expect(() => advantages(betaNormalised(), [[0, 1, 2]])).toThrow(
      'bnpo: trajectory 2 has the return 2, expected one in [0, 1]; rewards must be mapped to outcomes first',
    )
    expect(() => advantages(betaNormalised(), [[NaN, 1]])).toThrow('trajectory 0 has the return NaN')
    const rounded = advantages(betaNormalised(), [
      [1 + 1e-8, 1 + 1e-8],
      [0, 1],
      [0, 0],
    ])
    expect(rounded.every(Number.isFinite)).toBe(true)
  })

  it('knows the beta function', () => {
    close(
      [logBeta(1, 1), logBeta(1.5, 1.5), logBeta(3, 4), logBeta(0.5, 0.5), logBeta(20, 30)],
      [0, log(Math.PI / 8), log(1 / 60), log(Math.PI), -log(30) - logChoose(49, 19)],
      1e-13,
    )
    // B(a + 1, b) = B(a, b) a / (a + b)
    for (const a of [1e-3, 1, 7.25, 15.5, 3e4]) {
      close([logBeta(a + 1, 2.5)], [logBeta(a, 2.5) + log(a / (a + 2.5))], 1e-9)
    }
  })
})

function logChoose(n: number, k: number): number {
  let sum = 0
  for (let j = 1; j <= k; j++) sum += log((n - k + j) / j)
  return sum
}

/** Groups of outcomes 0 and 1, their halves and quarters. */
const groupsOfOutcomes = fc.array(
  fc.array(
    fc.integer({ min: 0, max: 4 }).map((quarters) => quarters / 4),
    { minLength: 2, maxLength: 5 },
  ),
  { minLength: 1, maxLength: 5 },
)

/** Formulas by the methods that have them. */
const methods = {
  'grpo and flow-grpo': groupStandardised(1),
  'dr-grpo, rec and opmd': groupCentred,
  'rloo and loop': leaveOneOut,
  'opmd with the soft value': logAverageExp(0.7),
  asymre: shiftedMean(-0.1),
  'pass@k': bestOfGroup(1),
}

describe('a constant added to all returns of one instance', () => {
  test.each(Object.entries(methods))('leaves the advantages of %s', (_name, formula) => {
    fc.assert(
      fc.property(groupsOfOutcomes, fc.integer({ min: -8, max: 8 }), (rewards, constant) => {
        const raised = rewards.map((row, g) => (g === 0 ? row.map((value) => value + constant) : row))
        close(advantages(formula, raised), advantages(formula, rewards), 1e-9)
      }),
    )
  })

  test('leaves those of lite-ppo up to the one spread of the batch', () => {
    const formula = batchStandardised(0)
    fc.assert(
      fc.property(groupsOfOutcomes, fc.integer({ min: -8, max: 8 }), (rewards, constant) => {
        const all = rewards.map((row) => row.map((value) => value + constant))
        const raised = rewards.map((row, g) => (g === 0 ? all[g] : row))
        const spread = (of: number[][]): number => {
          const flat = of.flat()
          const mean = flat.reduce((sum, value) => sum + value, 0) / flat.length
          return Math.sqrt(
            flat.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / flat.length,
          )
        }
        fc.pre(spread(rewards) > 0 && spread(raised) > 0)
        const before = advantages(formula, rewards)
        close(advantages(formula, all), before)
        close(
          advantages(formula, raised),
          before.map((value) => (value * spread(rewards)) / spread(raised)),
        )
      }),
    )
  })

  test('changes those of bnpo', () => {
    const rewards = [
      [0, 0.5],
      [0.25, 0.5],
      [0, 0.25],
    ]
    const raised = [[0.5, 1], ...rewards.slice(1)]
    const [before, after] = [rewards, raised].map((of) => advantages(betaNormalised(), of))
    expect(Math.abs(after[0] - before[0])).toBeGreaterThan(1e-3)
  })

  test('changes those of reinforce without a baseline', async () => {
    const [plain, raised] = [await rolloutOf({ rewards: [1, 0] }), await rolloutOf({ rewards: [1, 2] })]
    for (const rollout of [plain, raised]) monteCarlo().estimate(rollout, 1)
    close(raised.advantages, [plain.advantages[0] + 2, 2])
  })
})

describe('returns in another scale', () => {
  test('leave the advantages of grpo and lite-ppo, and scale those of others', () => {
    fc.assert(
      fc.property(
        groupsOfOutcomes,
        fc.integer({ min: -6, max: 6 }).map((power) => exp(power * log(2))),
        (rewards, scale) => {
          const scaled = rewards.map((row) => row.map((value) => scale * value))
          for (const formula of [groupStandardised(1, 0), batchStandardised(0), bestOfGroup(1, 0)]) {
            const before = advantages(formula, rewards).map((value) => (Number.isNaN(value) ? 0 : value))
            close(
              advantages(formula, scaled).map((value) => (Number.isNaN(value) ? 0 : value)),
              before,
            )
          }
          for (const formula of [groupCentred, leaveOneOut, shiftedMean(0)]) {
            close(
              advantages(formula, scaled),
              advantages(formula, rewards).map((value) => scale * value),
            )
          }
        },
      ),
    )
  })
})
