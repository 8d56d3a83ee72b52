/** Where worlds come from: `InstanceSource`; `seededSource`, `pooledSource` and `generatedSource` from numpy seeds. */
import { GauntletError } from '@gauntlet/core'
import { uniformMap } from './generators/uniform-map.ts'
import type { GridMap } from './grid-map.ts'
import type { PooledMap } from './pooled-map.ts'
import { PooledScenario } from './pooled-scenario.ts'
import { type Scenario, SeededScenario } from './scenario.ts'
import { DrawnTasks } from './task-streams.ts'

/** Numbered scenarios for some number of agents. */
export interface InstanceSource {
  /** Scenarios are numbered below it. */
  readonly instances: number
  /** Rows and columns of the largest map. */
  readonly rows: number
  readonly columns: number
  /** Most agents that every scenario, or where chance makes the maps, any of them, can host. */
  readonly capacity: number
  /** Scenario number `index` with the first `agents` agents; `agents` is at most `capacity`. */
  scenario(index: number, agents: number): Scenario
  /** The same, but with one stream of tasks for all agents; where all of them can reach all goals. */
  readonly shared?: (index: number, agents: number) => Scenario
}

/** numpy seeds that number scenarios: those of 31 bits. */
export const SEEDS = 2147483648
/** Seeds tried before maps are held to be too small for the number of agents, unless that were too many cells. */
const MOST_TRIES = 1000
const MOST_CELLS_TRIED = 16777216

/** Scenarios of POGEMA's `GridConfig(seed, size, density, num_agents)`, numbered by their seed. */
export function generatedSource(size: number, density: number): InstanceSource {
  return seededSource(
    { rows: size, columns: size, capacity: (size * size) >> 1 },
    `size ${size}, density ${density}`,
    (seed) => uniformMap(seed, size, density),
    false,
  )
}

/**
 * Scenarios whose maps, starts and goals come from one numpy seed each, their number; starts and goals by POGEMA's rule,
 * a stream of tasks from all free cells.
 *
 * A seed whose map cannot host the agents, which POGEMA refuses, stands for the next one that can.
 * Errors: GauntletError where 1000 seeds in a row cannot; of maps of more than 129 cells a side, fewer.
 *
 * @param settings what the maps are drawn from, for that message
 * @param connected whether all free cells of every map hang together
 */
export function seededSource(
  limits: Pick<InstanceSource, 'rows' | 'columns' | 'capacity'>,
  settings: string,
  mapOf: (seed: number) => GridMap,
  connected: boolean,
): InstanceSource {
  const tries = Math.min(MOST_TRIES, Math.ceil(MOST_CELLS_TRIED / (limits.rows * limits.columns)))
  const host = (index: number, agents: number): { map: GridMap; seed: number } => {
    for (let tried = 0; tried < tries; tried++) {
      const seed = (index + tried) % SEEDS
      const map = mapOf(seed)
      if (map.components.capacity >= agents) return { map, seed }
    }
    throw new GauntletError(
      'instance',
      `no map of ${tries} from seed ${index} on (${settings}) hosts ${agents} agents; ` +
        'ask for fewer agents, a larger map or a lower density',
    )
  }
  return {
    ...limits,
    instances: SEEDS,
    scenario(index, agents) {
      const { map, seed } = host(index, agents)
      return new SeededScenario(map, agents, seed)
    },
    ...(connected && {
      shared: (index, agents) => {
        const { map, seed } = host(index, agents)
        return withDrawnTasks(new SeededScenario(map, agents, seed), map.components.cells, seed)
      },
    }),
  }
}

/** The starts of a scenario, and tasks drawn from a pool of cells. */
export function withDrawnTasks({ map, starts }: Scenario, pool: Int32Array, seed: number): Scenario {
  return new DrawnTasks(map, starts, pool, seed)
}

/** One map with pools of starts and goals, from which scenarios are drawn by their number, a numpy seed. */
export function pooledSource(pooled: PooledMap): InstanceSource {
  return {
    instances: SEEDS,
    rows: pooled.map.rows,
    columns: pooled.map.columns,
    capacity: Math.min(pooled.starts.length, pooled.goals.length),
    scenario: (index, agents) => new PooledScenario(pooled, agents, index),
    shared: (index, agents) => withDrawnTasks(new PooledScenario(pooled, agents, index), pooled.goals, index),
  }
}
