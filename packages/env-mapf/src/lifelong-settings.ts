/** The named settings of `mapf/lifelong`: `lifelongSettings`. */
import type { PublishedResult, Setting } from '@gauntlet/core'
import type { LifelongParameters } from './lifelong.ts'

/** Agents, the uniform random policy's throughput, and RHCR's (goals per step). */
const RANDOM_SET: readonly (readonly [agents: number, random: number, rhcr: number])[] = [
  [8, 0.015759, 0.6246],
  [16, 0.030545, 1.2506],
  [24, 0.041992, 1.7983],
  [32, 0.050916, 2.2858],
  [48, 0.070651, 3.2029],
  [64, 0.087122, 3.8194],
]

/** Other methods' throughput on the same instances, by agents; those on which the benchmark's two releases agree to 3 %. */
const PUBLISHED: Readonly<Record<string, readonly number[]>> = {
  RHCR: RANDOM_SET.map(([, , rhcr]) => rhcr),
  'MATS-LP': [0.5958, 1.1426, 1.5668, 1.8725, 2.3011, 2.3807],
  Follower: [0.5887, 1.1136, 1.5116, 1.8009, 2.2197, 2.4158],
  MAMBA: [0.5006, 0.8481, 1.0473, 1.0924, 1.1091, 0.9983],
}
const PUBLISHED_SOURCE = 'Skrynnik et al. 2024, arXiv 2407.14931, set 01-random, 128 episodes'

const EPISODES = 128

/** A world small enough to learn in minutes. */
const SMALL: Setting<LifelongParameters> = {
  description:
    "POGEMA's generator: 8 x 8 cells, as in its 8x8 environments, and 4 agents that see 2 cells far",
  parameters: { instances: 'generated', size: 8, density: 0.3, agents: 4, horizon: 64, radius: 2 },
  references: {
    random: {
      score: 0.052835,
      source: 'uniform random actions, measured by test/studies/references.test.ts',
    },
    best: { score: 0.730737, source: 'mapf/pibt, measured by test/studies/references.test.ts' },
  },
  evaluation: { episodes: 256, batch: 16, mode: 'sample' },
}

/** The POGEMA benchmark's random maps at the published numbers of agents, and a small world for learners. */
export const lifelongSettings: Readonly<Record<string, Setting<LifelongParameters>>> = {
  'small-4': SMALL,
  ...Object.fromEntries(
    RANDOM_SET.map(([agents, random, rhcr], i) => [
      `random-${agents}`,
      { ...randomSetting(agents, random, rhcr), literature: published(i) },
    ]),
  ),
}

function published(i: number): PublishedResult[] {
  return Object.entries(PUBLISHED).map(([algorithm, scores]) => ({
    algorithm,
    score: scores[i],
    source: PUBLISHED_SOURCE,
  }))
}

function randomSetting(agents: number, random: number, rhcr: number): Setting<LifelongParameters> {
  return {
    description: `The POGEMA benchmark's 128 random maps with ${agents} agents`,
    parameters: { instances: 'benchmark-random', agents },
    references: {
      random: {
        score: random,
        source: 'uniform random actions, measured by test/studies/references.test.ts',
        episodes: EPISODES * 10,
      },
      best: {
        score: rhcr,
        source: 'RHCR, set 01-random of the POGEMA benchmark (Skrynnik et al. 2024, arXiv 2407.14931)',
        episodes: EPISODES,
      },
    },
    evaluation: {
      episodes: EPISODES,
      instances: Array.from({ length: EPISODES }, (_, index) => index),
      batch: 16,
      mode: 'sample',
    },
  }
}
