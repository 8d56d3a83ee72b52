/**
 * `bandits/coverage`: a walk on a grid whose value is a submodular function of the cells that it visits.
 *
 * Symbols: as in objectives.ts; H horizon; s_t cell after t moves; tau the walk s_0 … s_H.
 */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  ParameterError,
  choice,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertFace,
  integer,
  integers,
  layout,
  log1p,
  number,
} from '@gauntlet/core'
import { COVERAGE_EXPERTS } from './coverage-experts.ts'
import { CoverageRules } from './coverage-rules.ts'
import { coverageSettings } from './coverage-settings.ts'
import { MOVES, gridMap } from './grid-map.ts'

export interface CoverageParameters {
  readonly objective: 'coverage' | 'items' | 'entropy'
  readonly width: number
  readonly height: number
  readonly map: 'open' | 'two-rooms'
  readonly start: number
  readonly horizon: number
  readonly slip: number
  readonly weights: 'constant' | 'bimodal' | 'uniform'
  readonly itemCells: readonly number[]
  readonly itemDemands: readonly number[]
  readonly noise: number
  readonly lengthScale: number
}

const ID = 'bandits/coverage'

/**
 * Submodular reinforcement learning on a grid: five moves, H steps, and the value F(tau) of the set of visited cells.
 *
 * The reward of a step is the gain F(s_0 … s_t) - F(s_0 … s_t-1), the first one with that of the start, so that the return is
 * F(tau): what a cell pays depends on where the walk has been. What chance decides (weights, items, slips) belongs to the
 * instance.
 * Source: Prajapat et al. 2024, Submodular reinforcement learning, section 5.
 */
export const coverage: EnvironmentDefinition<CoverageParameters> = defineEnvironment<CoverageParameters>({
  id: ID,
  version: 1,
  summary: 'Walk a grid where a cell pays only what it adds; scored by the submodular value of the walk',
  source: 'Prajapat, Mutný, Zeilinger and Krause 2024, Submodular reinforcement learning, section 5',
  parameters: {
    objective: choice({
      description:
        'coverage: weight under the cross of a visited cell; items: distinct items up to a demand; entropy: information on a Gaussian process',
      options: ['coverage', 'items', 'entropy'],
      default: 'coverage',
    }),
    width: integer({ description: 'Columns', unit: 'cells', default: 30, minimum: 1, maximum: 64 }),
    height: integer({ description: 'Rows', unit: 'cells', default: 30, minimum: 1, maximum: 64 }),
    map: choice({
      description: 'two-rooms: a wall in the middle column with one door in the middle row',
      options: ['open', 'two-rooms'],
      default: 'open',
    }),
    start: integer({
      description: 'First cell; cells are numbered row by row',
      default: 34,
      minimum: 0,
      maximum: 4095,
    }),
    horizon: integer({ description: 'H, moves', unit: 'steps', default: 80, minimum: 1, maximum: 1_000_000 }),
    slip: number({
      description: 'Probability with which a move is a random one',
      default: 0,
      minimum: 0,
      maximum: 1,
    }),
    weights: choice({
      description: 'Weights of cells, for coverage: all 1, two hills, or drawn uniformly in every episode',
      options: ['constant', 'bimodal', 'uniform'],
      default: 'constant',
    }),
    itemCells: integers({
      description: 'Cells that hold each item, for items; placed anew in every episode',
      default: [18, 14, 13, 16, 18, 14],
      minimum: 1,
      maximum: 4096,
      minimumLength: 1,
    }),
    itemDemands: integers({
      description: 'Cells of each item that count, for items',
      default: [3, 2, 3, 4, 6, 3],
      minimum: 1,
      maximum: 4096,
      minimumLength: 1,
    }),
    noise: number({
      description: 'Standard deviation of a measurement, for entropy; of the process it is 1',
      default: 0.5,
      minimum: 0.001,
      maximum: 1000,
    }),
    lengthScale: number({
      description: 'Length scale of the squared exponential kernel, for entropy',
      unit: 'cells',
      default: 2,
      minimum: 0.01,
      maximum: 1000,
    }),
  },
  settings: coverageSettings,
  describe: describeCoverage,
  make(parameters, batch) {
    const spec = describeCoverage(parameters)
    return createEnvironment(ID, spec, batch, (buffers) => {
      const rules = new CoverageRules(parameters, buffers)
      return { rules, faces: { expert: expertFace(ID, spec, (name) => rules.expert(name)) } }
    })
  },
})

/** The covariance of more cells than these takes too much memory. */
const MOST_ENTROPY_CELLS = 1024

/** Errors: ParameterError where fields do not go together. */
function checkGrid(parameters: CoverageParameters): void {
  const { objective, width, height, map, start, itemCells, itemDemands } = parameters
  const { walls } = gridMap(width, height, map)
  if (!(start < walls.length && walls[start] === 0)) {
    throw new ParameterError(`${ID}.start`, start, `a cell without a wall, 0 to ${walls.length - 1}`)
  }
  if (objective === 'entropy' && walls.length > MOST_ENTROPY_CELLS) {
    throw new ParameterError(`${ID}.height`, height, `at most ${MOST_ENTROPY_CELLS} cells in all for entropy`)
  }
  if (objective !== 'items') return
  if (itemDemands.length !== itemCells.length) {
    const allowed = `${itemCells.length} demands, one for each of itemCells`
    throw new ParameterError(`${ID}.itemDemands`, itemDemands, allowed)
  }
  const free = walls.reduce((count, wall) => count + 1 - wall, 0)
  if (itemCells.reduce((sum, count) => sum + count, 0) > free) {
    throw new ParameterError(`${ID}.itemCells`, itemCells, `at most ${free} in all, the cells without a wall`)
  }
}

function describeCoverage(parameters: CoverageParameters): EnvironmentSpec {
  checkGrid(parameters)
  const { objective, width, height, horizon, noise } = parameters
  const largest =
    objective === 'coverage' ? MOVES.length : objective === 'items' ? 1 : 0.5 * log1p(1 / (noise * noise))
  return {
    agents: 1,
    observation: {
      shape: [4 * width * height + 1],
      low: 0,
      high: 1,
      layout: layout(
        {
          name: 'grid',
          shape: [4, height, width],
          axis: 'grid',
          kind: 'real',
          unit: 'walker, visited, wall, gain as a share of the largest',
        },
        { name: 'elapsed', shape: [1], axis: 'flat', kind: 'real', unit: 'share of the horizon, 0 to 1' },
      ),
    },
    action: discrete(MOVES.length, MOVES),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    horizonEnd: 'terminated',
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [0, 2 * largest * (1 + 1e-6)],
    metrics: [
      {
        name: 'value',
        unit: 'objective',
        direction: 'maximise',
        description: 'F of the walk: the undiscounted return',
      },
      { name: 'visited', unit: 'cells', direction: 'maximise', description: 'Cells visited' },
    ],
    score: 'value',
    faces: ['snapshot', 'instance', 'expert'],
    experts: COVERAGE_EXPERTS,
    engine: 'own',
  }
}
