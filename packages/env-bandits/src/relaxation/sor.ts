/**
 * `bandits/sor`: a sequence of linear systems, each solved by successive over-relaxation with a relaxation to be chosen.
 *
 * Symbols: as in shifted-poisson.ts; T horizon; c_t and b_t shift and right-hand side of system t; omega_t the relaxation
 * chosen; k_t(omega) the sweeps that it takes; omega*(c) Young's asymptotically optimal one.
 */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  ParameterError,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertFace,
  integer,
  layout,
  number,
  numbers,
} from '@gauntlet/core'
import { leastShift } from './shifted-poisson.ts'
import { SOR_EXPERTS } from './sor-experts.ts'
import { SorRules } from './sor-rules.ts'
import { RELAXATIONS, sorSettings } from './sor-settings.ts'

export interface SorParameters {
  readonly side: number
  readonly relaxations: readonly number[]
  readonly comparator: number
  readonly leastShift: number
  readonly shiftRange: number
  readonly shiftAlpha: number
  readonly shiftBeta: number
  readonly tolerance: number
  readonly limit: number
  readonly horizon: number
}

const ID = 'bandits/sor'

/**
 * Learning to relax: in step t the system (A + c_t I) x = b_t, A the five-point Laplacian of a square grid, is solved from
 * 0 by SOR with relaxation omega_t until |r| / |b| < tolerance; the reward is minus the sweeps that this takes.
 *
 * c_t = least + range × Beta(alpha, beta) is shown before the choice, b_t is not: standard normal. Both belong to the
 * instance. Regret is against omega*(c_t), which knows the spectrum. (The paper also bounds the norm of b_t; sweeps depend on
 * its direction alone, which is independent of it.)
 * Source: Khodak, Chow, Balcan and Talwalkar 2024, Learning to relax, section 5 and the code of its experiments.
 */
export const sor: EnvironmentDefinition<SorParameters> = defineEnvironment<SorParameters>({
  id: ID,
  version: 1,
  summary:
    'Choose the relaxation of a linear solver, system after system; scored by sweeps beyond the optimal relaxation',
  source: 'Khodak, Chow, Balcan and Talwalkar 2024, Learning to relax, section 5',
  parameters: {
    side: integer({
      description: 'n, interior grid points on each side',
      unit: 'points',
      default: 10,
      minimum: 1,
      maximum: 256,
    }),
    relaxations: numbers({
      description: 'omega of each action, between 0 and 2 and neither',
      default: RELAXATIONS,
      minimum: 0,
      maximum: 2,
      minimumLength: 2,
    }),
    comparator: number({
      description: 'omega of a solver that never learns, for the metric fixed_regret',
      default: 1.8,
      minimum: 0,
      maximum: 2,
    }),
    leastShift: number({ description: 'Least shift', default: -0.15, minimum: -4, maximum: 1e6 }),
    shiftRange: number({
      description: 'Greatest shift less the least',
      default: 0.6,
      minimum: 0,
      maximum: 1e6,
    }),
    shiftAlpha: number({
      description: 'First parameter of the Beta distribution of the shift',
      default: 0.5,
      minimum: 0.01,
      maximum: 1e6,
    }),
    shiftBeta: number({
      description: 'Second parameter of the Beta distribution of the shift',
      default: 1.5,
      minimum: 0.01,
      maximum: 1e6,
    }),
    tolerance: number({
      description: 'Residual, as a share of the right-hand side, below which a system is solved',
      default: 1e-8,
      minimum: 1e-12,
      maximum: 0.5,
    }),
    limit: integer({
      description: 'Sweeps after which a system is given up; they are its cost then',
      unit: 'sweeps',
      default: 10_000,
      minimum: 1,
      maximum: 1_000_000,
    }),
    horizon: integer({
      description: 'Systems in an episode',
      unit: 'steps',
      default: 100,
      minimum: 1,
      maximum: 2_147_483_647,
    }),
  },
  settings: sorSettings,
  describe: describeSor,
  make(parameters, batch) {
    const spec = describeSor(parameters)
    return createEnvironment(ID, spec, batch, (buffers) => {
      const rules = new SorRules(parameters, buffers)
      return { rules, faces: { expert: expertFace(ID, spec, (name) => rules.expert(name)) } }
    })
  },
})

/** Errors: ParameterError where a relaxation or a shift would keep the solver from converging. */
function checkConvergence({ side, relaxations, comparator, leastShift: least }: SorParameters): void {
  const allowed = 'a relaxation between 0 and 2, neither of them included'
  relaxations.forEach((omega, k) => {
    if (omega <= 0 || omega >= 2) throw new ParameterError(`${ID}.relaxations[${k}]`, omega, allowed)
  })
  if (comparator <= 0 || comparator >= 2) throw new ParameterError(`${ID}.comparator`, comparator, allowed)
  const bound = leastShift(side)
  if (least <= bound) {
    const positive = `more than ${bound}, below which systems of ${side} points a side are not positive definite`
    throw new ParameterError(`${ID}.leastShift`, least, positive)
  }
}

function describeSor(parameters: SorParameters): EnvironmentSpec {
  checkConvergence(parameters)
  const { relaxations, limit, horizon } = parameters
  return {
    agents: 1,
    observation: {
      shape: [relaxations.length + 3],
      low: 0,
      high: 1,
      layout: layout(
        { name: 'shift', shape: [1], axis: 'flat', kind: 'real', unit: 'share of its range, 0 to 1' },
        {
          name: 'last relaxation',
          shape: [relaxations.length],
          axis: 'flat',
          kind: 'real',
          unit: 'one-hot; 0 before the first system',
        },
        { name: 'last cost', shape: [1], axis: 'flat', kind: 'real', unit: 'share of the limit, 0 to 1' },
        { name: 'elapsed', shape: [1], axis: 'flat', kind: 'real', unit: 'share of the horizon, 0 to 1' },
      ),
    },
    action: discrete(
      relaxations.length,
      relaxations.map((omega) => `omega ${omega}`),
    ),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    horizonEnd: 'terminated',
    protocol: 'online',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [-limit, -1],
    metrics: METRICS,
    score: 'regret',
    faces: ['snapshot', 'instance', 'expert'],
    experts: SOR_EXPERTS,
    engine: 'own',
  }
}

const METRICS: EnvironmentSpec['metrics'] = [
  {
    name: 'regret',
    unit: 'sweeps per system',
    direction: 'minimise',
    description: "Mean over the systems of the sweeps taken beyond those of Young's omega of each",
  },
  {
    name: 'fixed_regret',
    unit: 'sweeps per system',
    direction: 'minimise',
    description: 'Mean over the systems of the sweeps taken beyond those of the comparator',
  },
  {
    name: 'sweeps',
    unit: 'sweeps per system',
    direction: 'minimise',
    description: 'Mean over the systems of the sweeps taken',
  },
]
