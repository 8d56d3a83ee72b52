/**
 * The throughput of agents that walk through one another, which `src/unhindered-throughput.ts` has.
 *
 * `GAUNTLET_STUDY=1 npx vitest run --project env-mapf unhindered`; `--update` writes the file.
 */
import { expect, test } from 'vitest'
import {
  benchmarkMazesSource,
  benchmarkRandomSource,
  benchmarkWarehouseSource,
} from '../../src/benchmark-sets.ts'
import type { GridMap } from '../../src/grid-map.ts'
import type { InstanceSource } from '../../src/instance-source.ts'
import { PUBLISHED_THROUGHPUT } from '../../src/published-scores.ts'

const SCENARIOS = 128
const HORIZON = 256
const SOURCES: Readonly<Record<string, () => InstanceSource>> = {
  random: benchmarkRandomSource,
  mazes: benchmarkMazesSource,
  warehouse: benchmarkWarehouseSource,
}

test.skipIf(process.env.GAUNTLET_STUDY === undefined)(
  'what nobody can be above (skipped unless GAUNTLET_STUDY is set)',
  { timeout: 600000 },
  async () => {
    const rows = Object.entries(PUBLISHED_THROUGHPUT.sets).flatMap(([set, published]) =>
      published.map(([agents]) => {
        const throughput = unhindered(SOURCES[set](), agents)
        return `  '${set}-${agents}': ${throughput.toPrecision(5)},`
      }),
    )
    await expect(fileOf(rows)).toMatchFileSnapshot('../../src/unhindered-throughput.ts')
  },
)

/** Goals per step where each agent walks a shortest path to one goal after the other, whoever is there. */
function unhindered(source: InstanceSource, agents: number): number {
  let reached = 0
  for (let scenario = 0; scenario < SCENARIOS; scenario++) {
    const played = source.scenario(scenario, agents)
    const distances = new Map<number, Int32Array>()
    for (let a = 0; a < agents; a++) {
      let cell = played.starts[a]
      for (let k = 0, steps = 0; ; k++, reached++) {
        const goal = played.goal(a, k)
        const toGoal = distances.get(goal) ?? distancesTo(played.map, goal)
        distances.set(goal, toGoal)
        // Whoever is sent where it stands has to stay there for a step.
        steps += Math.max(1, toGoal[cell])
        if (steps > HORIZON) break
        cell = goal
      }
    }
  }
  return reached / SCENARIOS / HORIZON
}

function distancesTo({ obstacles, columns }: GridMap, goal: number): Int32Array {
  const distances = new Int32Array(obstacles.length).fill(-1)
  distances[goal] = 0
  const queue = [goal]
  for (let head = 0; head < queue.length; head++) {
    const cell = queue[head]
    const column = cell % columns
    const [west, east] = [column > 0 ? cell - 1 : -1, column < columns - 1 ? cell + 1 : -1]
    for (const next of [cell - columns, cell + columns, west, east]) {
      if (obstacles[next] !== 0 || distances[next] >= 0) continue
      distances[next] = distances[cell] + 1
      queue.push(next)
    }
  }
  return distances
}

function fileOf(rows: readonly string[]): string {
  return `/** What no lifelong policy can be above: \`UNHINDERED_THROUGHPUT\`. Written by test/studies/unhindered.test.ts. */

/** Goals per step, by the benchmark's set and number of agents, of agents that walk through one another. */
export const UNHINDERED_THROUGHPUT: Readonly<Record<string, number>> = {
${rows.join('\n')}
}
`
}
