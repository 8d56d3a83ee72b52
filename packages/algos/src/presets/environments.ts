/** Two general learners on a setting of every environment, beside random and scripted play: `ENVIRONMENT_STUDY`. */
import type { ConfiguredAlgorithm, PresetBlock } from '@gauntlet/core'

type Configuration = Readonly<Record<string, unknown>>

/** Longer strides than by default, for short budgets, and returns of any size. */
const STRIDES = { learningRate: 1e-3, normaliseValues: true }
/** Whole episodes without a bootstrap: a critic that sees what one agent sees would lead a swarm astray. */
const SWARM = { ppo: { ...STRIDES, lambda: 1, worlds: 8, steps: 100, entropyCoefficient: 0 } }

interface Learners {
  /** The scripted policy beside them; the first that the environment names where it is not given. */
  readonly expert?: string
  readonly ppo?: Configuration
  readonly grpo?: Configuration
  readonly others?: readonly (string | ConfiguredAlgorithm)[]
}

const study = (
  settings: string,
  budget: number,
  { expert = '', ppo = STRIDES, grpo = {}, others = [] }: Learners = {},
): PresetBlock => ({
  settings: settings.split(' '),
  algorithms: [
    'random',
    { id: 'ppo', configuration: ppo },
    { id: 'grpo', configuration: grpo },
    ...others,
    { id: 'scripted', configuration: { expert } },
  ],
  seeds: 5,
  budget,
})

/** Bandits, and a policy of the field that learns while it plays, or plans: the first scripted one often knows the means. */
const OWN: Readonly<Record<string, string>> = {
  'bandits/adversarial:constrained-8': 'exp3',
  'bandits/capacity:j20-b5': 'bandits/coupled-iterative-myopic',
  'bandits/channel-access:three-unlike': 'bandits/myopic',
  'bandits/coverage:small-coverage': 'coverage/best-rate',
  'bandits/delayed:two-geometric-100': 'ucb1',
  'bandits/drifting:two-waves': 'discounted-ucb',
  'bandits/dueling:condorcet-4': 'rucb',
  'bandits/gaussian:ten-gap-05': 'thompson-gaussian',
  'bandits/heavy-tailed:student-15': 'robust-ucb',
  'bandits/interventions:j20-n10-b5': 'bandits/coupled-iterative-myopic',
  'bandits/linear:ten-actions': 'linucb',
  'bandits/logistic:ten-actions': 'squarecb',
  'bandits/non-linear:square': 'squarecb',
  'bandits/payments:on-time': 'fastcb',
  'bandits/recovering:exponential-4': 'bandits/recovering-ucb',
  'bandits/restless:six-arms-2-h20': 'bandits/whittle',
  'bandits/routing:tube20-b5': 'bandits/coupled-iterative-myopic',
  'bandits/scheduling:j20-b5': 'bandits/coupled-iterative-myopic',
  'bandits/slates:semi-bandit': 'comb-linucb',
  'bandits/sor:low-variance': 'sor/tsallis-inf-cb',
  'bandits/supervised:clusters': 'squarecb',
  'bandits/switching:garivier-moulines': 'sliding-window-ucb',
}

/** What it comes to: docs/environments.md. */
export const ENVIRONMENT_STUDY: readonly PresetBlock[] = [
  study(
    'inventory/newsvendor:normal inventory/one-store:lost-poisson-4-9 inventory/fixed-cost:poisson-20 ' +
      'inventory/joint-replenishment:two-alike inventory/serial:stages-4-4-9 inventory/beer-game:classic ' +
      'inventory/one-warehouse:stores-5 inventory/many-warehouses:stores-10 inventory/transshipment:stores-3-4-9 ' +
      'inventory/network:diamond inventory/or-gym-network:lost inventory/or-gym-serial:lost',
    500_000,
    // Returns standardised in groups are as large beside a narrow policy as beside a wide one.
    { grpo: { learningRate: 3e-4 } },
  ),
  study('mapf/lifelong:small-4 mapf/oneshot:small-4-finish', 200_000),
  study(
    'swarm/aggregation-mean-field:agents-50 swarm/kuramoto-mean-field:means-50 swarm/vicsek-mean-field:means-50',
    100_000,
  ),
  ...Object.entries(OWN).map(([setting, own]) => study(setting, 100_000, { others: [own] })),
  // Credit reaches over many agents who copy one another.
  study('bandits/herd:altruist-linear', 2_000_000, {
    ppo: { ...STRIDES, worlds: 32 },
    grpo: { learningRate: 3e-3 },
  }),
  // Arms are dealt anew in every episode: who has no memory knows its last pull alone.
  study('bandits/bernoulli:nine-lin-100 bandits/meta:two-10', 300_000, {
    others: [{ id: 'ppo-rnn', configuration: STRIDES }, 'thompson', 'meta/thompson'],
  }),
  study('inventory/lot-sizing:15x5', 100_000, { expert: 'lazy-switching' }),
  study('swarm/navigation:random-8 swarm/minority:attackers-5-of-50', 40_000),
  study('swarm/aggregation:agents-50', 100_000, { ...SWARM, expert: 'ease-to-centre' }),
  study('swarm/kuramoto:means-50 swarm/vicsek:means-50', 100_000, { ...SWARM, expert: 'align' }),
  // Episodes of hundreds of agents and thousands of steps.
  study('swarm/flock:eta-3', 50_000, { expert: 'gather', grpo: { worlds: 8 } }),
  study('swarm/oscillators:lorentzian-2', 40_000, { expert: 'gather', grpo: { worlds: 8 } }),
  study('pokemon/vgc:pair', 20_000),
]
