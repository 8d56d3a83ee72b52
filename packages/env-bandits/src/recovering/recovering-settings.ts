/** The instances on which policies for recovering arms are compared: `recoveringSettings`. */
import { Seed, type Setting, exp } from '@gauntlet/core'
import type { RecoveringParameters } from './recovering.ts'
import { recoveringScores } from './recovering-scores.ts'

type Fields = Partial<RecoveringParameters>

/** Curves as flat parameters. */
const flat = (curves: readonly (readonly number[])[]): Fields => ({
  curves: curves.flat(),
  lengths: curves.map((curve) => curve.length),
})

const FOUR_EXPONENTIAL = flat([
  [0.405721, 0.651803, 0.80106, 0.891588, 0.946497, 0.9798, 1],
  [0.509127, 0.696424, 0.765327, 0.790675, 0.8],
  [0.306985, 0.546065, 0.732261, 0.87727, 0.990204, 1.078156, 1.146654, 1.2],
  [0.433407, 0.492062, 0.5],
])

const FIVE_EXPONENTIAL = flat([
  [0.414085, 0.665241, 0.817574, 0.909969, 0.96601, 1],
  [0.515131, 0.704638, 0.774353, 0.8],
  [0.341678, 0.607776, 0.815014, 0.976412, 1.102108, 1.2],
  [0.433407, 0.492062, 0.5],
  [0.295053, 0.506468, 0.657953, 0.766497, 0.844272, 0.9],
])

/** Chances that recover exponentially, each at a speed of its own, to a top of its own; to three decimals. */
function drawnChances(arms: number, length: number): Fields {
  const stream = Seed.from(1).fold('bandits/recovering').stream()
  return flat(
    Array.from({ length: arms }, () => {
      const top = 0.3 + 0.6 * stream.uniform()
      const speed = 0.15 + stream.uniform()
      return Array.from({ length }, (_, d) => Math.round(1000 * top * (1 - exp(-speed * (d + 1)))) / 1000)
    }),
  )
}

const PROBLEMS: Readonly<Record<string, readonly [description: string, parameters: Fields]>> = {
  'linear-3': [
    'Three arms that recover linearly',
    flat([
      [0.2, 0.4, 0.6, 0.8, 1],
      [0.3, 0.6, 0.9, 0.9],
      [0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
    ]),
  ],
  'steps-3': [
    'Three arms that recover all at once',
    flat([
      [0, 0, 1],
      [0, 1],
      [0, 0, 0, 1],
    ]),
  ],
  'exponential-4': ['Four arms that recover exponentially', FOUR_EXPONENTIAL],
  'exponential-5-2': ['Five such arms, two pulls', { ...FIVE_EXPONENTIAL, budget: 2 }],
  'steps-4-2': [
    'Three arms that recover all at once and one that never tires, two pulls',
    { ...flat([[0, 0, 1], [0, 1], [0, 0, 0, 1], [0.5]]), budget: 2 },
  ],
  'pinwheel-2-3-6': [
    'Arms that recover after 2, 3 and 6 steps, whose periods cannot be met all',
    flat([
      [0, 1],
      [0, 0, 1],
      [0, 0, 0, 0, 0, 1],
    ]),
  ],
  'noisy-4': [
    'Four arms that recover exponentially, under normal noise',
    { ...FOUR_EXPONENTIAL, noise: 'normal', deviation: 0.25, horizon: 4000 },
  ],
  'chances-20-5': [
    'Twenty arms that pay 1 with chances that recover exponentially, five pulls; drawn once',
    { ...drawnChances(20, 8), budget: 5, noise: 'bernoulli', horizon: 4000 },
  ],
}

export const recoveringSettings: Readonly<Record<string, Setting<RecoveringParameters>>> = Object.fromEntries(
  Object.entries(PROBLEMS).map(([name, [description, parameters]]) => [
    name,
    {
      description,
      parameters,
      references: recoveringScores[name],
      evaluation: { episodes: 100, batch: 20, mode: 'greedy' },
    },
  ]),
)
