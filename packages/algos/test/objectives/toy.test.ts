import { describe, expect, it } from 'vitest'
import { tokenMean } from '../../src/aggregations/means.ts'
import { batchStandardised } from '../../src/estimators/batch-standardised.ts'
import { bestOfGroup } from '../../src/estimators/best-of-group.ts'
import { betaNormalised } from '../../src/estimators/beta-normalised.ts'
import {
  type GroupFormula,
  groupCentred,
  groupStandardised,
  leaveOneOut,
} from '../../src/estimators/grouped.ts'
import { logAverageExp } from '../../src/estimators/log-average-exp.ts'
import { shiftedMean } from '../../src/estimators/shifted-mean.ts'
import { oneSide, ring, twoSide } from '../../src/objectives/band-masks.ts'
import { clipCov } from '../../src/objectives/clip-cov.ts'
import { clip, unmasked } from '../../src/objectives/clip-masks.ts'
import { cappedRatio, oldPolicy, ownPolicy } from '../../src/objectives/denominators.ts'
import type { Objective } from '../../src/objectives/objective.ts'
import { product } from '../../src/objectives/product.ts'
import { byAdvantage, tempered } from '../../src/objectives/weights.ts'
import { klCov } from '../../src/regularisers/kl-cov.ts'
import { GroupedBandit, type Recipe, entropyOf, softmax } from '../grouped-bandit.ts'

const reinforce = product(unmasked, ownPolicy, byAdvantage)
const ppo = product(clip(0.2), oldPolicy, byAdvantage)
const standardised = groupStandardised(1)

const recipe = (formula: GroupFormula, objective: Objective, more: Partial<Recipe> = {}): Recipe => ({
  formula,
  objective,
  aggregation: tokenMean,
  ...more,
})
const grpo = recipe(standardised, ppo)
const opmd = recipe(groupCentred, product(unmasked, ownPolicy, tempered(1)))

describe('on groups of a bandit', () => {
  const trained = (of: Recipe, updates = 200): ReturnType<GroupedBandit['score']> =>
    new GroupedBandit(1).train(of, updates).score()

  it.each([
    ['grpo', grpo, 200, 0.98],
    ['lite-ppo', recipe(batchStandardised(), ppo), 200, 0.98],
    ['cispo', recipe(standardised, product(unmasked, cappedRatio(5), byAdvantage)), 200, 0.98],
    ['rloo', recipe(leaveOneOut, reinforce), 200, 0.95],
    ['dr-grpo', recipe(groupCentred, reinforce), 200, 0.95],
    ['opmd with the soft value', recipe(logAverageExp(1), reinforce), 200, 0.95],
    ['asymre', recipe(shiftedMean(-0.1), reinforce), 200, 0.95],
    // Half a step each.
    ['opmd', opmd, 400, 0.95],
    ['bnpo', recipe(betaNormalised(), reinforce), 200, 0.9],
  ] as const)('%s finds the best arms', (_name, of, updates, least) => {
    expect(trained(of, updates).best).toBeGreaterThan(least)
  })

  it.each([
    ['grpo', grpo, 0.98],
    ['rec-one-side', recipe(groupCentred, product(oneSide(0.2), ownPolicy, byAdvantage)), 0.95],
    ['rec-two-side', recipe(groupCentred, product(twoSide(0.2), ownPolicy, byAdvantage)), 0.95],
    ['rec-ring', recipe(groupCentred, product(ring(0.2, 0.2, 0.4, 0.4), ownPolicy, byAdvantage)), 0.95],
    ['opmd', opmd, 0.9],
  ] as const)('%s finds them on data up to ten updates old', (_name, of, least) => {
    expect(trained({ ...of, lag: 10 }).best).toBeGreaterThan(least)
  })

  it('pass@k stays at chance, since two succeed as a rule', () => {
    const { best } = trained(recipe(bestOfGroup(1), reinforce))
    expect(best).toBeGreaterThan(0.08)
    expect(best).toBeLessThan(0.13)
  })

  it('clip-cov keeps the entropy up, at a price', () => {
    const mask = clipCov(0.2, 0.2, { share: 0.1, from: 0.9, to: 1 })
    const kept = trained(recipe(standardised, product(mask, oldPolicy, byAdvantage)))
    const plain = trained(grpo)
    expect(kept.entropy).toBeGreaterThan(5 * plain.entropy)
    expect(kept.best).toBeGreaterThan(0.85)
    expect(kept.best).toBeLessThan(plain.best)
  })

  it('kl-cov is grpo in one step on the same data, and keeps entropy in several', () => {
    const klCovRecipe = { ...grpo, regularisers: [klCov(0.1, 1)] }
    const [one, held] = [grpo, klCovRecipe].map((of) => new GroupedBandit(1).train(of, 200))
    expect(held.logits).toEqual(one.logits)
    const [plain, kept] = [grpo, klCovRecipe].map((of) => trained({ ...of, epochs: 4 }))
    expect(kept.entropy).toBeGreaterThan(1.1 * plain.entropy)
    expect(kept.best).toBeGreaterThan(0.99)
  })
})

describe('on data of a uniform policy that never changes', () => {
  /** Arms that pay 0, 0.1, … 0.9, each drawn once: the gradient is exact. */
  const returns = Float64Array.from({ length: 10 }, (_, k) => k / 10)

  function limit(shift: number): Float64Array {
    const logits = new Float64Array(10)
    const advantages = shiftedMean(shift)(returns, new Int32Array(10))
    const sum = advantages.reduce((total, own) => total + own, 0)
    for (let update = 0; update < 4000; update++) {
      const policy = softmax(logits, 10)
      // Σ_i A_i ([k = i] - π_k) / 10
      for (let k = 0; k < 10; k++) logits[k] += (3 * (advantages[k] - sum * policy[k])) / 10
    }
    return softmax(logits, 10)
  }

  it('asymre ends where what it gives to an arm is in proportion to what that is above a level', () => {
    const [high, middle, low] = [-1, -0.1, -0.02].map(limit)
    high.forEach((p, k) => expect(p).toBeCloseTo((1 + returns[k] - 0.45) / 10, 3))
    const expected = [0, 0, 0, 0, 0, 0, 0.1, 0.2, 0.3, 0.4]
    middle.forEach((p, k) => expect(p).toBeCloseTo(expected[k], 2))
    expect(low[8]).toBeCloseTo(0.25, 2)
    expect(low[9]).toBeCloseTo(0.75, 2)
  })

  it('asymre keeps its entropy below a shift of 0 only', () => {
    const entropies = [-1, -0.1, -0.02, 0, 0.02, 0.1].map((shift) => entropyOf(limit(shift)))
    expect(entropies.map((own) => own > 0.4)).toEqual([true, true, true, false, false, false])
    for (const own of entropies.slice(3)) expect(own).toBeLessThan(1e-6)
  })
})
