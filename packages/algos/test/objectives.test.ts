import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { clippedSquaredError } from '../src/critics/value-loss.ts'
import { clippedRatio, policyGradient } from '../src/objectives.ts'
import type { Decision } from '../src/objectives/objective.ts'

interface Fixture {
  readonly input: { adv: number[]; logp: number[]; old_logp: number[]; eps_low: number; eps_high: number }
  readonly output: { loss: number[]; dloss_dlogp?: number[] }
}

const golden = JSON.parse(readFileSync(new URL('golden/methods.json', import.meta.url), 'utf8')) as Record<
  string,
  Fixture
>

const decision = (advantage: number, logProbability: number, oldLogProbability: number): Decision => ({
  row: 0,
  advantage,
  logProbability,
  oldLogProbability,
  referenceLogProbability: Number.NaN,
  entropy: 0,
})

describe('the clipped ratio', () => {
  it.each(['ppo_clip', 'ppo_clip_higher'])('meets the fixture %s', (name) => {
    const { input, output } = golden[name]
    const objective = clippedRatio(input.eps_low, input.eps_high)
    const out = new Float64Array(2)
    input.adv.forEach((advantage, i) => {
      objective.loss(decision(advantage, input.logp[i], input.old_logp[i]), out)
      expect(Math.abs(out[0] - output.loss[i])).toBeLessThan(1e-9)
      if (output.dloss_dlogp === undefined) return
      expect(Math.abs(out[1] - output.dloss_dlogp[i])).toBeLessThan(1e-9)
    })
  })

  it('has the gradient of the plain one where the policy has not moved', () => {
    const [ratio, plain] = [new Float64Array(2), new Float64Array(2)]
    for (const advantage of [-2, 0.5, 3]) {
      clippedRatio(0.2).loss(decision(advantage, -0.7, -0.7), ratio)
      policyGradient().loss(decision(advantage, -0.7, -0.7), plain)
      expect(ratio[1]).toBe(plain[1])
    }
  })
})

describe('the clipped value loss', () => {
  it('is the greater of both, with its own gradient', () => {
    const loss = clippedSquaredError(0.2)
    const out = new Float64Array(2)
    // inside the band: the plain one
    loss(1.1, 1, 2, out)
    expect([...out]).toEqual([expect.closeTo(0.405, 12), expect.closeTo(-0.9, 12)])
    // moved towards the target beyond the band: held, without a gradient
    loss(1.5, 1, 2, out)
    expect([...out]).toEqual([expect.closeTo(0.32, 12), 0])
    // moved away from it: the plain one
    loss(0.5, 1, 2, out)
    expect([...out]).toEqual([expect.closeTo(1.125, 12), expect.closeTo(-1.5, 12)])
  })
})
