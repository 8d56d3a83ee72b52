/** The environment `inventory/lot-sizing`. */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type FileContent,
  ParameterError,
  boolean,
  choice,
  createEnvironment,
  defineEnvironment,
  file,
  integer,
  multiDiscrete,
  number,
} from '@gauntlet/core'
import { LOT_SIZING_EXPERTS, lotSizingExpert } from './experts.ts'
import { generateProblem } from './generated-problem.ts'
import { LotSizingRules } from './lot-sizing-rules.ts'
import { lotSizingSettings } from './lot-sizing-settings.ts'
import { type Observed, observationSpace, postDecisionSpace } from './observation-writer.ts'
import { readProblem } from './problem-file.ts'
import { type LotSizingProblem, yieldsOf } from './problem.ts'
import { type PublishedProblem, publishedProblem } from './published-problems.ts'
import { preloadSolver } from './solver.ts'

export interface LotSizingParameters {
  readonly problem: PublishedProblem | 'generated' | 'file'
  readonly items: number
  readonly machines: number
  readonly problemSeed: number
  readonly file: FileContent | null
  readonly demandTrials: number
  readonly demandProbability: number
  readonly horizon: number
  readonly start: 'random' | 'given'
  readonly observed: Observed
  readonly published: boolean
  readonly rollingHorizon: boolean
}

const ID = 'inventory/lot-sizing'

/**
 * Stochastic lot sizing: in every step each of M machines idles or makes one of I items, and is set up for it first
 * where it is not, at a cost and a loss of units that do not depend on what it made before. Then demand comes; what is
 * short is lost, and what is left is held.
 *
 * Shapes: observations [batch, I + M (I + 1)], or [batch, I] where only stock is seen; actions [batch, M], 0 to idle or
 * an item from 1. Demand belongs to the instance: it is the same whatever is made.
 * Source: PDPPO (arXiv 2504.05150), SimplePlant of leokan92/pdppo at commit dd3f453. Differs unless `published`: a
 * machine that idles keeps its setup, no setup yields less than nothing, a machine is never set up for what it cannot
 * make (the mask forbids it), and the horizon cuts an episode off rather than ending it.
 */
export const lotSizing: EnvironmentDefinition<LotSizingParameters> = defineEnvironment<LotSizingParameters>({
  id: ID,
  version: 2,
  summary:
    'Machines that need setups make items for random demand; scored by setup, lost-sales and holding cost',
  source: 'PDPPO (arXiv 2504.05150), stochastic lot sizing; leokan92/pdppo, SimplePlant, commit dd3f453',
  parameters: {
    problem: choice({
      description:
        'Which plant: a published one (items x machines), one drawn by the published recipe, or a file’s',
      options: ['15x5', '20x10', '25x10', '25x15', '30x10', '30x15', 'generated', 'file'],
      default: '15x5',
    }),
    items: integer({
      description: 'Items of a generated plant',
      unit: 'items',
      default: 15,
      minimum: 1,
      maximum: 1000,
    }),
    machines: integer({
      description: 'Machines of a generated plant',
      unit: 'machines',
      default: 5,
      minimum: 1,
      maximum: 1000,
    }),
    problemSeed: integer({ description: 'What a generated plant is drawn from', default: 0, minimum: 0 }),
    file: file({
      description: 'The plant, where it comes from a file: JSON in the format of PDPPO’s settings',
    }),
    demandTrials: integer({
      description: 'n of the binomial demand of every item; a file says its own',
      unit: 'units',
      default: 20,
      minimum: 0,
      maximum: 1000,
    }),
    demandProbability: number({
      description: 'p of the binomial demand of every item; a file says its own',
      default: 0.4,
      minimum: 0,
      maximum: 1,
    }),
    horizon: integer({
      description: 'Steps of an episode; a file says its own',
      unit: 'steps',
      default: 100,
      minimum: 1,
    }),
    start: choice({
      description: 'Where an episode starts: stock and setups at random, or as the plant’s tables give them',
      options: ['random', 'given'],
      default: 'random',
    }),
    observed: choice({
      description:
        'What is seen: stock and setups (the published code’s generation A), or stock alone (generation B)',
      options: ['inventory-and-setup', 'inventory'],
      default: 'inventory-and-setup',
    }),
    published: boolean({
      description:
        'Whether the published simulator’s defects are kept, so that scores compare with published ones',
      default: false,
    }),
    rollingHorizon: boolean({
      description: 'Whether the policy rolling-horizon is offered, which solves a programme in every step',
      default: false,
    }),
  },
  settings: lotSizingSettings,
  describe: (parameters) => describe(parameters, problemOf(parameters)),
  make: async (parameters) => {
    const { start, observed, published, rollingHorizon } = parameters
    const problem = problemOf(parameters)
    const spec = describe(parameters, problem)
    const solver = rollingHorizon ? await preloadSolver() : undefined
    const options = { id: ID, horizon: spec.horizon, start, observed, published }
    return (batch) =>
      createEnvironment(ID, spec, batch, (buffers) => {
        const rules = new LotSizingRules(problem, options, buffers)
        return {
          rules,
          faces: {
            postDecision: rules.postDecision(),
            expert: { policy: (name) => lotSizingExpert(ID, name, rules.plant, solver) },
          },
        }
      })
  },
})

/** The plant that parameters ask for. Errors: ParameterError where a file is missing, unasked for or malformed. */
function problemOf(parameters: LotSizingParameters): LotSizingProblem {
  const { problem, file: given, demandTrials, demandProbability } = parameters
  if (problem === 'file') {
    if (given === null) throw new ParameterError(`${ID}.file`, null, 'a file, since problem is file')
    return readProblem(given)
  }
  if (given !== null) throw new ParameterError(`${ID}.file`, given.name, 'no file unless problem is file')
  if (problem === 'generated') return generateProblem(parameters)
  return publishedProblem(problem, demandTrials, demandProbability)
}

function describe(parameters: LotSizingParameters, problem: LotSizingProblem): EnvironmentSpec {
  const { observed, published, rollingHorizon } = parameters
  const { items, machines, horizon = parameters.horizon } = problem
  return {
    agents: 1,
    observation: observationSpace(problem, observed),
    postDecision: postDecisionSpace(problem, observed, published),
    action: multiDiscrete(Array.from({ length: machines }, () => items + 1)),
    masked: !published,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    horizonEnd: published ? 'terminated' : 'truncated',
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [-greatestCost(problem, published), 0],
    metrics: [
      {
        name: 'cost',
        unit: 'cost',
        direction: 'minimise',
        description: 'Cost of the episode: of setups, lost sales and holding',
      },
      { name: 'setup_cost', unit: 'cost', direction: 'minimise', description: 'Cost of setups' },
      { name: 'lost_sales_cost', unit: 'cost', direction: 'minimise', description: 'Cost of lost sales' },
      { name: 'holding_cost', unit: 'cost', direction: 'minimise', description: 'Cost of holding stock' },
      {
        name: 'fill_rate',
        unit: 'share',
        direction: 'maximise',
        description: 'Share of demand that was met from stock',
      },
      { name: 'setups', unit: 'setups', direction: 'minimise', description: 'Setups made' },
    ],
    score: 'cost',
    faces: ['snapshot', 'instance', 'expert', 'postDecision'],
    experts: LOT_SIZING_EXPERTS.filter(({ name }) => rollingHorizon || name !== 'rolling-horizon').map(
      (expert) => ({ ...expert, seesHiddenState: observed === 'inventory' }),
    ),
    engine: 'own',
  }
}

/** A cost that no step exceeds: every machine set up dearly, all demand lost or all that is kept held. */
function greatestCost(problem: LotSizingProblem, published: boolean): number {
  const { items, machines, setupCosts, lostSalesCosts, holdingCosts, capacities, demandTrials } = problem
  const yields = yieldsOf(problem, published)
  let cost = 0
  for (let m = 0; m < machines; m++) {
    cost += setupCosts.subarray(m * items, (m + 1) * items).reduce((most, next) => Math.max(most, next), 0)
  }
  for (let i = 0; i < items; i++) {
    let short = demandTrials
    for (let m = 0; m < machines; m++) short -= Math.min(0, yields[m * items + i])
    cost += Math.max(short * lostSalesCosts[i], capacities[i] * holdingCosts[i])
  }
  return cost
}
