/** Two general learners on a setting of every environment, beside random and scripted play: `ENVIRONMENT_STUDY`. */
import type { ConfiguredAlgorithm, PresetBlock } from '@gauntlet/core'

/** Longer strides than by default, for short budgets, and returns of any size. */
const LEARNERS: readonly (string | ConfiguredAlgorithm)[] = [
  'random',
  { id: 'ppo', configuration: { learningRate: 1e-3, normaliseValues: true } },
  'grpo',
]

/** Beside the scripted policy of that name, or the first that the environment names. */
const study = (settings: string, budget: number, expert = ''): PresetBlock => ({
  settings: settings.split(' '),
  algorithms: [...LEARNERS, { id: 'scripted', configuration: { expert } }],
  seeds: 5,
  budget,
})

/** Budgets by domain; what they come to has not been measured. */
export const ENVIRONMENT_STUDY: readonly PresetBlock[] = [
  study(
    'inventory/newsvendor:normal inventory/one-store:lost-poisson-4-9 inventory/fixed-cost:poisson-20 ' +
      'inventory/joint-replenishment:two-alike inventory/serial:stages-4-4-9 inventory/beer-game:classic ' +
      'inventory/one-warehouse:stores-5 inventory/many-warehouses:stores-10 inventory/transshipment:stores-3-4-9 ' +
      'inventory/network:diamond inventory/or-gym-network:lost inventory/or-gym-serial:lost',
    300_000,
  ),
  study('mapf/lifelong:small-4 mapf/oneshot:small-4-finish', 200_000),
  study(
    'swarm/aggregation-mean-field:agents-50 swarm/kuramoto-mean-field:means-50 swarm/vicsek-mean-field:means-50 ' +
      'bandits/adversarial:constrained-8 bandits/bernoulli:nine-lin-100 bandits/channel-access:three-unlike ' +
      'bandits/coverage:small-coverage bandits/delayed:two-geometric-100 bandits/drifting:two-waves ' +
      'bandits/dueling:condorcet-4 bandits/gaussian:ten-gap-05 bandits/heavy-tailed:student-15 ' +
      'bandits/herd:altruist-linear bandits/linear:ten-actions bandits/logistic:ten-actions bandits/meta:two-10 ' +
      'bandits/non-linear:square bandits/payments:on-time bandits/recovering:exponential-4 ' +
      'bandits/restless:six-arms-2-h20 bandits/slates:semi-bandit bandits/sor:low-variance ' +
      'bandits/supervised:clusters bandits/switching:garivier-moulines bandits/capacity:j20-b5 ' +
      'bandits/interventions:j20-n10-b5 bandits/routing:tube20-b5 bandits/scheduling:j20-b5',
    100_000,
  ),
  study('inventory/lot-sizing:15x5', 100_000, 'lazy-switching'),
  study('swarm/navigation:random-8 swarm/minority:attackers-5-of-50', 40_000),
  study('swarm/aggregation:agents-50', 40_000, 'ease-to-centre'),
  study('swarm/kuramoto:means-50 swarm/vicsek:means-50', 40_000, 'align'),
  study('swarm/flock:eta-3 swarm/oscillators:lorentzian-2', 40_000, 'gather'),
  study('pokemon/vgc:pair', 20_000),
]
