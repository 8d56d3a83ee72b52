/**
 * PIBT's mean throughput on the benchmark's published scenarios, beside that of another implementation.
 *
 * Scenarios are the same on both sides, so that only the policy's noise tells runs apart: the difference is given in
 * standard deviations of a run. Where it is large the other's numbers are not reproduced (see the README), here or by
 * `peers/plain_pibt.mjs`; elsewhere it must be small.
 *
 * `GAUNTLET_STUDY=1 GAUNTLET_DATA=DIRECTORY npx vitest run --project env-mapf pibt-throughput`
 */
import { readFileSync } from 'node:fs'
import { Seed } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { lifelong } from '../../src/index.ts'
import { evaluate } from '../../../core/test/support/evaluate.ts'

const RUNS = 5
/** Sets on which agents jam for good, which decides the throughput. */
const JAMMED = ['02-mazes', '05-puzzles']

/** Agents, and mean over 128 scenarios (puzzles: 160) of one run of an independent PIBT. */
const OTHERS: readonly (readonly [set: string, agents: number, mean: number])[] = [
  ['01-random', 8, 0.6084],
  ['01-random', 16, 1.1501],
  ['01-random', 24, 1.5724],
  ['01-random', 32, 1.8271],
  ['01-random', 48, 2.2286],
  ['01-random', 64, 2.405],
  ['02-mazes', 8, 0.4545],
  ['02-mazes', 16, 0.838],
  ['02-mazes', 24, 1.1396],
  ['02-mazes', 32, 1.3907],
  ['02-mazes', 48, 1.7411],
  ['02-mazes', 64, 1.9895],
  ['03-warehouse', 32, 0.9969],
  ['03-warehouse', 64, 1.9251],
  ['03-warehouse', 96, 2.7851],
  ['03-warehouse', 128, 3.5626],
  ['03-warehouse', 160, 4.2753],
  ['03-warehouse', 192, 4.9113],
  ['05-puzzles', 2, 0.1577],
  ['05-puzzles', 3, 0.1204],
  ['05-puzzles', 4, 0.0968],
]

const data = process.env.GAUNTLET_DATA
const wanted = data !== undefined && process.env.GAUNTLET_STUDY !== undefined

test.skipIf(!wanted)(
  'PIBT on four sets of the benchmark (skipped unless GAUNTLET_STUDY and GAUNTLET_DATA are set)',
  { timeout: 3600000 },
  async () => {
    const sets = [...new Set(OTHERS.map(([set]) => set))]
    const files = new Map(sets.map((set) => [set, readFileSync(`${data}/mapf/${set}.txt`)]))
    const rows: string[] = [
      'set           agents  ours    of a run  other   difference in deviations of a run',
    ]
    for (const [set, agents, other] of OTHERS) {
      const means: number[] = []
      for (let run = 0; run < RUNS; run++) {
        const { mean } = await evaluate(
          lifelong,
          { instances: 'scenario-file', file: { name: `${set}.txt`, bytes: files.get(set)! }, agents },
          (environment) => environment.expert!.policy('pibt'),
          set === '05-puzzles' ? 160 : 128,
          Seed.from(run),
        )
        means.push(mean)
      }
      const mean = means.reduce((sum, one) => sum + one, 0) / RUNS
      const squares = means.reduce((sum, one) => sum + (one - mean) * (one - mean), 0)
      const deviation = Math.sqrt(squares / (RUNS - 1))
      const difference = (mean - other) / deviation
      const numbers = [mean, deviation, other].map((x) => x.toFixed(4)).join('  ')
      rows.push(`${set.padEnd(14)}${String(agents).padEnd(8)}${numbers}  ${difference.toFixed(1)}`)
      // Of five runs a deviation is known to a third or so, and the other is one run.
      if (!JAMMED.includes(set)) expect.soft(Math.abs(difference), rows[rows.length - 1]).toBeLessThan(6)
      else expect.soft(mean / other, rows[rows.length - 1]).toBeGreaterThan(0.8)
    }
    console.log(rows.join('\n'))
  },
)
