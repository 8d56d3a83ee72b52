/**
 * UCB for rewards with a heavy tail: `robustUcb`.
 *
 * Symbols: T horizon; n pulls of the arm; x_i its i-th reward; 1 + e order of a moment that is at most u.
 */
import {
  type AlgorithmDefinition,
  GauntletError,
  type Policy,
  log,
  number,
  policyAlgorithm,
  pow,
} from '@gauntlet/core'
import { highest } from './index-policy.ts'
import { ONLINE_ARMS, armCount } from './tally.ts'

interface RobustConfiguration {
  readonly order: number
  readonly moment: number
  readonly width: number
}

/**
 * The index is the mean of rewards of which the i-th counts as 0 where |x_i| > (u i / ln(T^2))^(1 / (1 + e)), and the bonus
 * width u^(1 / (1 + e)) (ln(T^2) / n)^(e / (1 + e)).
 */
function robustUcbPolicy({ order, moment, width }: RobustConfiguration, horizon: number): Policy {
  const bound = 2 * log(horizon)
  const power = 1 / order
  const scale = width * pow(moment, power)
  let arms = 0
  let pulls = new Float64Array(0)
  let sums = new Float64Array(0)
  let indices = new Float64Array(0)
  let lastArms = new Int32Array(0)
  const forget = (w: number): void => {
    pulls.fill(0, w * arms, (w + 1) * arms)
    sums.fill(0, w * arms, (w + 1) * arms)
    indices.fill(Infinity, w * arms, (w + 1) * arms)
    lastArms[w] = -1
  }
  return {
    begin(view) {
      arms = armCount(view)
      pulls = new Float64Array(view.batch * arms)
      sums = new Float64Array(view.batch * arms)
      indices = new Float64Array(view.batch * arms).fill(Infinity)
      lastArms = new Int32Array(view.batch).fill(-1)
    },
    act(view, actions) {
      if (arms === 0) throw new GauntletError('order', 'robust-ucb: act before begin')
      for (let w = 0; w < view.batch; w++) {
        if (view.ended[w] === 1) forget(w)
        else if (lastArms[w] >= 0) {
          const i = w * arms + lastArms[w]
          const reward = view.rewards[w]
          const n = ++pulls[i]
          if (Math.abs(reward) <= pow((moment * n) / bound, power)) sums[i] += reward
          indices[i] = sums[i] / n + scale * pow(bound / n, 1 - power)
        }
        lastArms[w] = highest(indices, w * arms, arms)
        actions[w] = lastArms[w]
      }
    },
    forget,
  }
}

/** Differs: ln(T^2) stands for ln(t^2), so that a reward is truncated once and for all. */
export const robustUcb: AlgorithmDefinition<RobustConfiguration> = policyAlgorithm({
  id: 'robust-ucb',
  version: 1,
  family: 'bandit',
  summary: 'UCB of a truncated mean, for rewards of which not even the variance need be finite',
  source: 'Bubeck, Cesa-Bianchi and Lugosi 2013, Bandits with heavy tail, section 3.1',
  requires: { ...ONLINE_ARMS, delayed: false, finiteHorizon: true },
  configuration: {
    order: number({
      description: '1 + ε: order of the moment that is bounded',
      default: 1.4,
      minimum: 1.01,
      maximum: 2,
    }),
    moment: number({ description: 'u: bound of the mean of |reward|^order', default: 10, minimum: 1e-9 }),
    width: number({ description: 'Of the bonus; 4 is that of the proof', default: 0.5, minimum: 0 }),
  },
  policy: ({ spec, configuration }) => robustUcbPolicy(configuration, spec.horizon),
})
