import { expect, test } from 'vitest'
import { IdleChain, horizonOptimum } from '../../src/recovering/idle-chain.ts'
import { curveAt } from '../../src/recovering/recovery-curves.ts'
import { type RecoveringProblem, problemOfCurves, recovering } from '../../src/recovering/recovering.ts'

/**
 * Expected regret of the uniform policy: every arm is pulled with the same chance q in every step, so that t steps after the
 * start it was last pulled k steps ago with chance q (1 - q)^(k - 1), or never.
 */
function uniformRegret({ curves, budget, bound, horizon }: RecoveringProblem): number {
  let pulls = 0
  let ways = 1
  for (let k = 0; k <= curves.length; k++) {
    pulls += (Math.min(k, budget) * ways) / 2 ** curves.length
    ways = (ways * (curves.length - k)) / (k + 1)
  }
  const q = pulls / curves.length
  let reward = 0
  for (const curve of curves) {
    let paid = 0
    let never = 1
    for (let t = 0; t < horizon; t++) {
      reward += q * (paid + never * curveAt(curve, curve.length))
      paid += q * never * curveAt(curve, t + 1)
      never *= 1 - q
    }
  }
  return horizon * bound - reward
}

test.each(Object.entries(recovering.settings))('references of %s', (_, { parameters, references }) => {
  const problem = problemOfCurves(recovering.resolve(parameters))
  const { curves, set, horizon, bound } = problem
  const best =
    curves.length > 6 ? 0 : horizon * bound - horizonOptimum(new IdleChain(curves, set), horizon).reward
  expect(uniformRegret(problem)).toBeCloseTo(references.random.score, 6)
  expect(best).toBeCloseTo(references.best.score, 6)
})
