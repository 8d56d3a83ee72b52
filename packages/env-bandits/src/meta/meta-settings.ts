/** Sequences of bandits of `bandits/meta`: `metaSettings`. Symbols as in meta.ts. */
import type { Setting } from '@gauntlet/core'
import type { MetaParameters } from './meta.ts'

const BLOCKS = 10

/** Uniform means: the best of K is K / (K + 1) on average. `optimal` is the Bayes-optimal successes of a block. */
function sequence(
  description: string,
  arms: number,
  pulls: number,
  memory: number,
  optimal: number,
): Setting<MetaParameters> {
  const best = (pulls * arms) / (arms + 1)
  return {
    description,
    parameters: { arms, pulls, blocks: BLOCKS, alpha: 1, beta: 1, memory },
    references: {
      random: {
        score: BLOCKS * (best - pulls / 2),
        source: 'closed form: uniform means, their greatest K / (K + 1) on average',
      },
      best: {
        score: BLOCKS * (best - optimal),
        source: 'Bayes-optimal play of each block, dynamic programming over tallies',
      },
    },
    evaluation: { episodes: 1000, batch: 100, mode: 'sample' },
  }
}

/** The setting `two-20-last`, of which training shows as many pulls of as many more bandits. */
function unrepeated(description: string): Setting<MetaParameters> {
  const played = sequence(description, 2, 20, 1, 12.431265)
  return {
    ...played,
    parameters: { ...played.parameters, pulls: 1, blocks: 20 * BLOCKS },
    evaluation: { ...played.evaluation, parameters: { pulls: 20, blocks: BLOCKS } },
  }
}

export const metaSettings: Readonly<Record<string, Setting<MetaParameters>>> = {
  'two-10': sequence('Two arms, ten pulls of each bandit', 2, 10, 10, 6.021786),
  'two-20': sequence('Two arms, twenty pulls of each bandit', 2, 20, 20, 12.431265),
  'two-40': sequence('Two arms, forty pulls of each bandit', 2, 40, 40, 25.446877),
  'two-20-forgetful': sequence(
    'Two arms, twenty pulls of each bandit, of which only the last four are seen; best with the whole memory',
    2,
    20,
    4,
    12.431265,
  ),
  'two-20-last': sequence(
    'Two arms, twenty pulls of each bandit, of which only the last is seen; best with the whole memory',
    2,
    20,
    1,
    12.431265,
  ),
  'two-20-unrepeated': unrepeated(
    'Trained where each bandit is pulled once, so that nothing learnt of it serves again; then played as two-20-last',
  ),
  'five-10': sequence('Five arms, ten pulls of each bandit', 5, 10, 10, 6.659988),
  'five-20': sequence('Five arms, twenty pulls of each bandit', 5, 20, 20, 14.287338),
}
