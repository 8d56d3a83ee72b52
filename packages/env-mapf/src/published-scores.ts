/** What the POGEMA benchmark's authors measured on the instances of its sets: `PUBLISHED_THROUGHPUT`, `PUBLISHED_COSTS`. */

/** Scores of several methods by set and number of agents. */
export interface PublishedScores {
  readonly source: string
  readonly methods: readonly string[]
  readonly sets: Readonly<Record<string, readonly (readonly [agents: number, ...scores: number[]])[]>>
}

const SOURCE = 'Skrynnik et al. 2024, arXiv 2407.14931, 128 episodes'

/** Lifelong: goals per step of 256; methods on which the benchmark's two releases agree to 3 %. */
export const PUBLISHED_THROUGHPUT: PublishedScores = {
  source: SOURCE,
  methods: ['RHCR', 'MATS-LP', 'Follower', 'MAMBA'],
  sets: {
    random: [
      [8, 0.6246, 0.5958, 0.5887, 0.5006],
      [16, 1.2506, 1.1426, 1.1136, 0.8481],
      [24, 1.7983, 1.5668, 1.5116, 1.0473],
      [32, 2.2858, 1.8725, 1.8009, 1.0924],
      [48, 3.2029, 2.3011, 2.2197, 1.1091],
      [64, 3.8194, 2.3807, 2.4158, 0.9983],
    ],
    mazes: [
      [8, 0.4773, 0.466, 0.4565, 0.3598],
      [16, 0.939, 0.872, 0.8506, 0.5593],
      [24, 1.3555, 1.168, 1.142, 0.6677],
      [32, 1.7032, 1.3443, 1.3428, 0.6761],
      [48, 2.2628, 1.5041, 1.5766, 0.6667],
      [64, 2.5873, 1.4568, 1.6532, 0.6349],
    ],
    warehouse: [
      [32, 1.2248, 1.1088, 1.127, 0.8506],
      [64, 2.2675, 1.6677, 1.9567, 1.381],
      [96, 3.1033, 1.7917, 2.6133, 1.5136],
      [128, 3.4932, 1.8248, 3.151, 1.6283],
      [160, 2.4562, 1.9038, 3.5986, 1.7758],
      [192, 1.568, 1.9106, 3.9372, 1.9097],
    ],
  },
}

/** One-shot, agents that stay: sums of costs, in steps, agents that do not arrive counted with 128. */
export const PUBLISHED_COSTS: PublishedScores = {
  source: SOURCE,
  methods: ['LaCAM', 'SCRIMP', 'DCC'],
  sets: {
    random: [
      [8, 118.2891, 127.4688, 133.9453],
      [16, 241.5703, 278.3984, 310.5859],
      [24, 367.5156, 448.3906, 556.3203],
      [32, 503.6094, 677.5938, 940.1875],
      [48, 813.6953, 1298.7188, 2138.5859],
      [64, 1213.5547, 2260.2188, 4005.2734],
    ],
    mazes: [
      [8, 131.7422, 147.7969, 165.625],
      [16, 279.8672, 380.2109, 447],
      [24, 440.4375, 677.6641, 889.8672],
      [32, 625.7422, 1115.7031, 1572.7109],
      [48, 1113.7109, 2495.4844, 3326.5391],
      [64, 2011.1328, 4298.1719, 5563.3047],
    ],
    warehouse: [
      [32, 975.7031, 1070.6797, 1099.1875],
      [64, 1970.25, 2338.8828, 2619.9453],
      [96, 2998.5938, 3813.0469, 4878.5938],
      [128, 4071.6875, 5485.8594, 7821.8828],
      [160, 5155.2656, 7453, 11090.2969],
      [192, 6323.4219, 9807.2422, 14855.7344],
    ],
  },
}
