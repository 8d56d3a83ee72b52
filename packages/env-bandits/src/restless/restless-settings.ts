/** The instances on which restless policies are compared: `restlessSettings`. */
import { Seed, type Setting } from '@gauntlet/core'
import {
  type ArmParameters,
  type TwoStateChances,
  chainArms,
  drawnChainArms,
  drawnTwoStateArms,
  twoStateArms,
} from './arm-instances.ts'
import type { RestlessParameters } from './restless.ts'
import { restlessScores } from './restless-scores.ts'

const SIX: readonly TwoStateChances[] = [
  [0.1, 0.6, 0.5, 0.9],
  [0.2, 0.7, 0.8, 0.95],
  [0.05, 0.5, 0.3, 0.6],
  [0.3, 0.3, 0.7, 0.7],
  [0.1, 0.9, 0.4, 0.92],
  [0.02, 0.85, 0.6, 0.97],
]

const THREE_CHAINS: ArmParameters = chainArms([
  { passive: 0.1, active: 0.8, pays: [0.2, 0.15, 0.1, 5] },
  { passive: 0.15, active: 0.75, pays: [0.1, 0.15, 0.2, 2] },
  { passive: 0.05, active: 0.85, pays: [0.1, 0.15, 0.2, 1] },
])

const FOUR_CHAINS: ArmParameters = chainArms([
  { passive: 0.1, active: 0.8, pays: [0.2, 0.15, 0.1, 6] },
  { passive: 0.12, active: 0.82, pays: [0.2, 0.15, 0.1, 4] },
  { passive: 0.15, active: 0.75, pays: [0.1, 0.15, 0.2, 3] },
  { passive: 0.05, active: 0.85, pays: [0.1, 0.15, 0.2, 1] },
])

/** Indexable, and yet the Whittle policy loses 7 % from the first states, an eighth from others. */
const WHITTLE_GAP: ArmParameters = {
  states: 3,
  // prettier-ignore
  transitions: [
    0.004, 0.003, 0.993, 0.929, 0.003, 0.068, 0.005, 0.356, 0.639,
    0.103, 0.897, 0, 0.262, 0.574, 0.164, 0.354, 0.316, 0.33,
    0.199, 0.783, 0.018, 0, 0.046, 0.954, 0.126, 0.838, 0.036,
    0.021, 0.099, 0.88, 0.017, 0.974, 0.009, 0.519, 0.476, 0.005,
    0.115, 0.386, 0.499, 0.004, 0.993, 0.003, 0.766, 0.011, 0.223,
    0.795, 0.193, 0.012, 0.544, 0, 0.456, 0.263, 0.449, 0.288,
  ],
  rewards: [0, 0, 0, 0.1, 0.79, 0.22, 0, 0, 0, 0.94, 0.47, 0.81, 0, 0, 0, 0.29, 0.85, 0.63],
}

const drawn = Seed.from(1).fold('bandits/restless')

const zeros = (count: number): number[] => Array.from<number>({ length: count }).fill(0)

type Fields = Partial<RestlessParameters>

/** Discounted, over steps enough that what comes after them hardly counts. */
const discounted = (discount: number, horizon: number): Fields => ({
  discount,
  horizon,
  score: 'discounted_reward',
})

/** Twenty steps that count alike; indices are still those of a discount. */
const twenty = (discount: number): Fields => ({ discount, horizon: 20, score: 'reward' })

const PROBLEMS: Readonly<Record<string, readonly [description: string, parameters: Fields]>> = {
  'two-arms': [
    'Two arms that are good or bad',
    { ...twoStateArms(SIX.slice(0, 2)), starts: [0, 0], budget: 1, ...discounted(0.9, 200) },
  ],
  'three-arms': [
    'Three arms that are good or bad',
    { ...twoStateArms(SIX.slice(0, 3)), starts: [0, 0, 0], budget: 1, ...discounted(0.95, 400) },
  ],
  'four-arms-2': [
    'Four arms, exactly two active',
    { ...twoStateArms(SIX.slice(0, 4)), starts: [0, 0, 0, 0], budget: 2, ...discounted(0.9, 200) },
  ],
  'six-arms-2': [
    'Six arms, exactly two active',
    { ...twoStateArms(SIX), starts: zeros(6), budget: 2, ...discounted(0.9, 200) },
  ],
  'whittle-gap': [
    'Three arms of three states for which the Whittle policy loses 7 %',
    { ...WHITTLE_GAP, starts: [0, 0, 0], budget: 1, ...discounted(0.9, 200) },
  ],
  'chains-3': [
    'Three arms that go up or down four states, the best of which looks worst at first',
    { ...THREE_CHAINS, starts: [0, 0, 0], budget: 1, budgetRule: 'at-most', ...discounted(0.99, 1000) },
  ],
  'chains-4-2': [
    'Four such arms, two active',
    { ...FOUR_CHAINS, starts: zeros(4), budget: 2, budgetRule: 'at-most', ...discounted(0.9, 200) },
  ],
  'six-arms-2-h20': [
    'Six arms, exactly two active, twenty steps',
    { ...twoStateArms(SIX), starts: zeros(6), budget: 2, ...twenty(0.9) },
  ],
  'chains-3-h20': [
    'Three chains, twenty steps',
    { ...THREE_CHAINS, starts: [0, 0, 0], budget: 1, budgetRule: 'at-most', ...twenty(0.99) },
  ],
  'chains-4-2-h20': [
    'Four chains, two active, twenty steps',
    { ...FOUR_CHAINS, starts: zeros(4), budget: 2, budgetRule: 'at-most', ...twenty(0.9) },
  ],
  'chains-20-5-h20': [
    'Twenty chains, of which five active; drawn once',
    {
      ...drawnChainArms(20, 5, drawn.fold('chains').stream()),
      starts: zeros(20),
      budget: 5,
      budgetRule: 'at-most',
      ...twenty(0.99),
    },
  ],
  'twenty-arms-4': [
    'Twenty arms that are good or bad, exactly four active; drawn once',
    {
      ...drawnTwoStateArms(20, drawn.fold('two-state').stream()),
      starts: zeros(20),
      budget: 4,
      ...discounted(0.9, 100),
    },
  ],
}

export const restlessSettings: Readonly<Record<string, Setting<RestlessParameters>>> = Object.fromEntries(
  Object.entries(PROBLEMS).map(([name, [description, parameters]]) => [
    name,
    {
      description,
      parameters: { budgetRule: 'exactly', ...parameters },
      references: restlessScores[name],
      evaluation: { episodes: 400, batch: 100, mode: 'greedy' },
    },
  ]),
)
