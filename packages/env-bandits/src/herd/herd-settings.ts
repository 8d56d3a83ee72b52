/** Planners' problems of `bandits/herd`: `herdSettings`. */
import type { Setting } from '@gauntlet/core'
import type { HerdParameters } from './herd.ts'

function problem(
  description: string,
  parameters: Partial<HerdParameters>,
  random: number,
  randomError: number,
  best: number,
): Setting<HerdParameters> {
  return {
    description,
    parameters,
    references: {
      random: { score: random, source: `measured, standard error ${randomError}`, episodes: 10_000 },
      best: {
        score: best,
        source:
          'value iteration on 1001 beliefs and 501 precisions, to about 1e-3; 200 agents leave out less than 1e-8 of it',
      },
    },
    evaluation: { episodes: 1000, batch: 100, mode: 'greedy' },
  }
}

export const herdSettings: Readonly<Record<string, Setting<HerdParameters>>> = {
  'altruist-linear': problem(
    'An altruist from an even belief, linear cost: tell the first agent everything',
    { planner: 'altruistic', cost: 'linear', slope: 0.5, discount: 0.9, belief: 0.5 },
    -1.618,
    0.004,
    -0.2,
  ),
  'altruist-quadratic': problem(
    'An altruist from an even belief, quadratic cost and a short horizon: tell agents a part',
    { planner: 'altruistic', cost: 'quadratic', slope: 4, discount: 0.5, belief: 0.5 },
    -0.73,
    0.001,
    -0.55,
  ),
  'altruist-edge': problem(
    'An altruist where the herd has begun: is it worth stopping?',
    { planner: 'altruistic', cost: 'quadratic', slope: 4, discount: 0.9, belief: 0.08 },
    -2.096,
    0.004,
    -0.632,
  ),
  'biased-low': problem(
    'A planner who wants G against a belief in B: inform just enough to turn it',
    { planner: 'biased', cost: 'linear', slope: 0.5, discount: 0.9, belief: 0.3 },
    -8.08,
    0.04,
    -4.66,
  ),
  'biased-high': problem(
    'A planner who wants G and is believed: obfuscate',
    { planner: 'biased', cost: 'linear', slope: 0.5, discount: 0.9, belief: 0.55 },
    -5.28,
    0.04,
    -0.25,
  ),
}
