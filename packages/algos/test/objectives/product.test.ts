import { Seed, exp, log } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import { trajectoryMean } from '../../src/aggregations/means.ts'
import { oneSide, ring, twoSide } from '../../src/objectives/band-masks.ts'
import { clip, dualClip, unmasked } from '../../src/objectives/clip-masks.ts'
import { cappedRatio, oldPolicy, ownPolicy } from '../../src/objectives/denominators.ts'
import type { DecisionColumns, Objective } from '../../src/objectives/objective.ts'
import { type Mask, product } from '../../src/objectives/product.ts'
import { trajectoryRatio } from '../../src/objectives/trajectory-ratio.ts'
import { byAdvantage, exponential, tempered } from '../../src/objectives/weights.ts'
import { type Columns, columnsOf, decisionOf, lossesOf } from '../decisions.ts'
import { close, fixture } from '../fixtures.ts'

interface Ratios {
  readonly adv: number[]
  readonly ratio: number[]
}

/** Decisions of such ratios, their old probabilities being 1. */
const ofRatios = ({ adv, ratio }: Ratios): Columns => ({
  advantages: adv,
  logProbabilities: ratio.map((value) => log(value)),
  oldLogProbabilities: ratio.map(() => 0),
})

/** As they come: some far from the old policy, some where nothing has changed, zeros of either sign among advantages. */
function draws(rows: number): Columns {
  const stream = Seed.from(3).stream()
  const numbers = (of: () => number): number[] => Array.from({ length: rows }, of)
  const oldLogProbabilities = numbers(() => -2 * stream.uniform() - 0.01)
  return {
    advantages: numbers(() => [0, -0, stream.normal(), 5 * stream.normal()][stream.integer(4)]),
    logProbabilities: oldLogProbabilities.map(
      (value) => value + [0, 0.3, 3][stream.integer(3)] * stream.normal(),
    ),
    oldLogProbabilities,
  }
}

describe('products that are methods', () => {
  const columns = columnsOf(draws(600))

  /** Equation 7 of Schulman et al. 2017, and its derivative by log π. */
  function clippedRatio(i: number, low: number, high: number, of: DecisionColumns = columns): number[] {
    const { advantage, logProbability, oldLogProbability } = decisionOf(of, i)
    const ratio = exp(logProbability - oldLogProbability)
    const plain = -advantage * ratio
    const clipped = -advantage * Math.min(Math.max(ratio, 1 - low), 1 + high)
    return [Math.max(plain, clipped), plain >= clipped ? plain : 0]
  }

  it('are, of a clip, the old policy and the advantage, the clipped ratio to the bit', () => {
    for (const [low, high] of [
      [0.2, 0.2],
      [0.2, 0.28],
      [0, 0],
      [1, 3],
    ]) {
      const { losses, slopes } = lossesOf(product(clip(low, high), oldPolicy, byAdvantage), columns)
      for (let i = 0; i < columns.rows; i++) {
        expect([losses[i], slopes[i]]).toEqual(clippedRatio(i, low, high))
      }
      expect(clip(low, high).band).toEqual([low, high])
    }
  })

  it('stay what they were where the ratio overflows', () => {
    const objective = product(clip(0.2), oldPolicy, byAdvantage)
    for (const advantage of [-1, -0, 0, 1]) {
      const far = columnsOf({ advantages: [advantage], logProbabilities: [0], oldLogProbabilities: [-800] })
      const { losses, slopes } = lossesOf(objective, far)
      expect([losses[0], slopes[0]]).toEqual(clippedRatio(0, 0.2, 0.2, far))
    }
  })

  it('are, of no mask, its own policy and the advantage, the policy gradient to the bit', () => {
    const { losses, slopes } = lossesOf(product(unmasked, ownPolicy, byAdvantage), columns)
    for (let i = 0; i < columns.rows; i++) {
      const { advantage, logProbability } = decisionOf(columns, i)
      expect([losses[i], slopes[i]]).toEqual([-advantage * logProbability, -advantage])
    }
    expect(unmasked.band).toEqual([Infinity, Infinity])
  })

  it('have the gradient of A2C in the first step of PPO on new data', () => {
    const unchanged = { ...columns, logProbabilities: columns.oldLogProbabilities }
    const ppo = lossesOf(product(clip(0.2), oldPolicy, byAdvantage), unchanged)
    const a2c = lossesOf(product(unmasked, ownPolicy, byAdvantage), unchanged)
    expect(ppo.slopes).toEqual(a2c.slopes)
  })
})

describe('masks', () => {
  interface Clipping {
    readonly adv: number[]
    readonly logp: number[]
    readonly old_logp: number[]
    readonly eps_low?: number
    readonly eps_high?: number
    readonly c?: number
  }
  const clipping = ({ adv, logp, old_logp: oldLogProbabilities }: Clipping): Columns => ({
    advantages: adv,
    logProbabilities: logp,
    oldLogProbabilities,
  })

  it.each([
    ['ppo_clip', ({ eps_low: low, eps_high: high }: Clipping): Mask => clip(low ?? NaN, high)],
    ['ppo_clip_higher', ({ eps_low: low, eps_high: high }: Clipping): Mask => clip(low ?? NaN, high)],
    ['ppo_dual_clip', ({ c }: Clipping): Mask => dualClip(0.2, 0.2, c)],
  ] as const)('meet the fixture %s', (name, mask) => {
    const { input, output } = fixture<Clipping, { loss: number[]; dloss_dlogp?: number[] }>(name)
    const { losses, slopes } = lossesOf(
      product(mask(input), oldPolicy, byAdvantage),
      columnsOf(clipping(input)),
    )
    close(losses, output.loss)
    if (output.dloss_dlogp !== undefined) close(slopes, output.dloss_dlogp)
  })

  it.each([
    ['rec_mask_one-side', oneSide(0.2)],
    ['rec_mask_two-side', twoSide(0.2)],
    ['rec_mask_ring', ring(0.2, 0.2, 0.4, 0.4)],
  ] as const)('meet the fixture %s', (name, mask) => {
    const { input, output } = fixture<Ratios, number[]>(name)
    const { losses, slopes } = lossesOf(product(mask, ownPolicy, byAdvantage), columnsOf(ofRatios(input)))
    close(
      slopes,
      output.map((keeps, i) => -keeps * input.adv[i]),
    )
    close(
      losses,
      output.map((keeps, i) => -keeps * input.adv[i] * log(input.ratio[i])),
    )
  })

  it('leave out what is far from the band and would stray further, or is near it, of a ring', () => {
    const { slopes } = lossesOf(
      product(ring(0.2, 0.3, 0.5, 0.6), ownPolicy, byAdvantage),
      columnsOf(
        ofRatios({ adv: [1, 1, 1, 1, -1, -1, -1, -1], ratio: [0.4, 0.6, 1.2, 1.7, 0.4, 0.9, 1.5, 1.7] }),
      ),
    )
    close(slopes, [-1, 0, -1, 0, 0, 1, 0, 1])
  })

  it('hide nothing that is not a number', () => {
    const lost = columnsOf({
      advantages: [1, -1],
      logProbabilities: [NaN, NaN],
      oldLogProbabilities: [-1, -1],
    })
    for (const mask of [
      unmasked,
      clip(0.2),
      dualClip(0.2),
      oneSide(0.2),
      twoSide(0.2),
      ring(0.2, 0.2, 0.4, 0.4),
    ]) {
      const { losses } = lossesOf(product(mask, ownPolicy, byAdvantage), lost)
      expect([...losses]).toEqual([NaN, NaN])
    }
  })

  it('of one side have the gradient mask of the clipped ratio', () => {
    const columns = columnsOf(draws(500))
    const one = lossesOf(product(oneSide(0.2), oldPolicy, byAdvantage), columns)
    const clipped = lossesOf(product(clip(0.2), oldPolicy, byAdvantage), columns)
    expect([...one.slopes].map((slope) => slope + 0)).toEqual([...clipped.slopes].map((slope) => slope + 0))
  })
})

describe('denominators', () => {
  it('meet the fixture cispo', () => {
    const { input, output } = fixture<Ratios & { cap: number }, { dloss_dlogp: number[] }>('cispo')
    const columns = columnsOf(ofRatios(input))
    const { losses, slopes } = lossesOf(product(unmasked, cappedRatio(input.cap), byAdvantage), columns)
    close(slopes, output.dloss_dlogp)
    const capped = lossesOf(product(unmasked, cappedRatio(1.2), byAdvantage), columns)
    close(
      capped.slopes,
      input.adv.map((advantage, i) => -advantage * Math.min(input.ratio[i], 1.2)),
    )
    close(
      losses,
      slopes.map((slope, i) => slope * columns.logProbabilities[i]),
    )
  })

  it('meet the fixture gspo_ratio, whatever else is in the minibatch', () => {
    const { input, output } = fixture<{ logp_steps: number[]; old_logp_steps: number[] }, number>(
      'gspo_ratio',
    )
    const columns = columnsOf({
      advantages: [0, 1, 1, 1, 1, 1, 0],
      logProbabilities: [-3, ...input.logp_steps, -2],
      oldLogProbabilities: [-1, ...input.old_logp_steps, -1],
      trajectories: [0, 4, 4, 4, 4, 4, 2],
    })
    const objective = product(unmasked, trajectoryRatio(), byAdvantage)
    for (let again = 0; again < 2; again++) {
      const { losses, slopes } = lossesOf(objective, columns)
      close(
        losses.subarray(1, 6),
        Array.from({ length: 5 }, () => -output),
      )
      close(slopes, losses)
    }
  })

  it('of trajectories are masked whole', () => {
    const columns = columnsOf({
      advantages: [1, 1, 1, 1],
      logProbabilities: [-1, -1, -1, -1],
      oldLogProbabilities: [-2, -1, -1.3, -0.9],
      trajectories: [0, 0, 1, 1],
    })
    const { slopes } = lossesOf(product(clip(0.2), trajectoryRatio(), byAdvantage), columns)
    close(slopes, [0, 0, -exp(0.1), -exp(0.1)])
  })
})

describe('weights', () => {
  it('meet the fixture awr_weight', () => {
    const { input, output } = fixture<{ adv: number[]; beta: number; clip: number }, number[]>('awr_weight')
    const weight = exponential(1 / input.beta, input.clip)
    close(input.adv.map(weight), output)
    expect(weight(2)).toBe(input.clip)
  })

  it('divide by one more than the temperature', () => {
    expect([-3, 4].map(tempered(1))).toEqual([-1.5, 2])
    expect([-3, 4].map(tempered(0))).toEqual([-3, 4])
  })
})

describe('derivatives by log π', () => {
  const columns = columnsOf({
    advantages: [1.5, 1.5, 1.5, -0.7, -0.7, 0.3],
    logProbabilities: [-0.7, -1.3, -0.2, -2, -1.1, -0.4],
    oldLogProbabilities: [-1, -1.2, -0.3, -1.2, -1.2, -0.45],
    trajectories: [0, 0, 0, 1, 1, 2],
  })

  /** Of the mean over trajectories of means of losses, by central differences. */
  function differences(objective: Objective): number[] {
    const step = 1e-6
    const divisors = new Float64Array(columns.rows)
    trajectoryMean().divisors(columns, divisors)
    const total = (row: number, change: number): number => {
      const logProbabilities = columns.logProbabilities.slice()
      logProbabilities[row] += change
      const { losses } = lossesOf(objective, { ...columns, logProbabilities })
      return losses.reduce((sum, loss, i) => sum + loss / divisors[i], 0)
    }
    return Array.from(divisors, (divisor, i) => ((total(i, step) - total(i, -step)) / (2 * step)) * divisor)
  }

  it.each([
    ['REINFORCE', product(unmasked, ownPolicy, byAdvantage)],
    ['PPO', product(clip(0.2, 0.28), oldPolicy, byAdvantage)],
    ['dual clip', product(dualClip(0.2, 0.2, 1.05), oldPolicy, byAdvantage)],
    ['REC ring', product(ring(0.2, 0.2, 0.4, 0.4), ownPolicy, tempered(1))],
    ['AWR', product(unmasked, ownPolicy, exponential(0.5, 10))],
    ['GSPO', product(clip(0.2), trajectoryRatio(), byAdvantage)],
  ] as const)('of %s are what finite differences say', (_name, objective) => {
    const { slopes } = lossesOf(objective, columns)
    close(slopes, differences(objective), 1e-7)
  })
})
