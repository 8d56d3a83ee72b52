/**
 * PIBT's mean throughput on the benchmark's published scenarios, beside that of another implementation.
 *
 * `GAUNTLET_STUDY=1 GAUNTLET_DATA=DIRECTORY npx vitest run --project env-mapf pibt-throughput`
 */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lifelong } from '../../src/index.ts'
import { evaluate } from '../support/evaluate.ts'

/** Agents, mean and standard deviation over 128 scenarios (puzzles: 160) of an independent PIBT (own_pibt_on_benchmark_scenarios.csv). */
const OTHERS: readonly (readonly [set: string, agents: number, mean: number, deviation: number])[] = [
  ['01-random', 8, 0.6084, 0.254],
  ['01-random', 16, 1.1501, 0.3342],
  ['01-random', 24, 1.5724, 0.432],
  ['01-random', 32, 1.8271, 0.5673],
  ['01-random', 48, 2.2286, 0.7254],
  ['01-random', 64, 2.405, 0.9879],
  ['02-mazes', 8, 0.4545, 0.0727],
  ['02-mazes', 16, 0.838, 0.1631],
  ['02-mazes', 24, 1.1396, 0.2822],
  ['02-mazes', 32, 1.3907, 0.3705],
  ['02-mazes', 48, 1.7411, 0.6027],
  ['02-mazes', 64, 1.9895, 0.8312],
  ['03-warehouse', 32, 0.9969, 0.0317],
  ['03-warehouse', 64, 1.9251, 0.0509],
  ['03-warehouse', 96, 2.7851, 0.0646],
  ['03-warehouse', 128, 3.5626, 0.0709],
  ['03-warehouse', 160, 4.2753, 0.0805],
  ['03-warehouse', 192, 4.9113, 0.0918],
  ['05-puzzles', 2, 0.1577, 0.1743],
  ['05-puzzles', 3, 0.1204, 0.1629],
  ['05-puzzles', 4, 0.0968, 0.1491],
]

const data = process.env.GAUNTLET_DATA
const wanted = data !== undefined && process.env.GAUNTLET_STUDY !== undefined

test.skipIf(!wanted)(
  'PIBT on four sets of the benchmark (skipped unless GAUNTLET_STUDY and GAUNTLET_DATA are set)',
  { timeout: 3600000 },
  async () => {
    const files = new Map(
      ['01-random', '02-mazes', '03-warehouse', '05-puzzles'].map((set) => [
        set,
        readFileSync(`${data}/mapf/${set}.txt`),
      ]),
    )
    const rows: string[] = [
      'set           agents  ours    std     other   std     difference in standard errors',
    ]
    for (const [set, agents, mean, deviation] of OTHERS) {
      const scenarios = set === '05-puzzles' ? 160 : 128
      const file = { name: `${set}.txt`, bytes: files.get(set)! }
      const ours = await evaluate(
        lifelong,
        { instances: 'scenario-file', file, agents },
        (environment) => environment.expert!.policy('pibt'),
        scenarios,
      )
      const error = Math.sqrt((ours.deviation * ours.deviation + deviation * deviation) / scenarios)
      const numbers = [ours.mean, ours.deviation, mean, deviation].map((x) => x.toFixed(4)).join('  ')
      rows.push(
        `${set.padEnd(14)}${String(agents).padEnd(8)}${numbers}  ${((ours.mean - mean) / error).toFixed(2)}`,
      )
      expect(Math.abs(ours.mean - mean)).toBeLessThan(4 * error)
    }
    console.log(rows.join('\n'))
  },
)
