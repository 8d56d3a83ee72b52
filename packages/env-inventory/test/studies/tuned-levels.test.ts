/**
 * Levels that `src/problems/tuned-levels.ts` gives for warehouses and stores, by gradient descent through the simulator.
 *
 * `GAUNTLET_STUDY=1 npx vitest run --project env-inventory tuned-levels`; `--update` writes the file. With a
 * setting, such as inventory/one-warehouse:stores-3, for the 1, the levels of all others stay as they are.
 */
import { Seed } from '@gauntlet/core'
import { expect, test } from 'vitest'
import type { NetworkProblem } from '../../src/network/problem.ts'
import { newsvendorLevels } from '../../src/policies/newsvendor-levels.ts'
import { TUNED_LEVELS } from '../../src/problems/tuned-levels.ts'
import { warehouseProblems } from '../support/network-problem.ts'
import { type Rule, baseStockRule, softmaxRule, tune } from './tuning.ts'

test.skipIf(process.env.GAUNTLET_STUDY === undefined)(
  'the levels of every setting with warehouses (skipped unless GAUNTLET_STUDY is set)',
  { timeout: 3_600_000 },
  async () => {
    const rows = warehouseProblems().map(([place, problem]) => {
      const start = startOf(problem)
      const seed = Seed.from(0).fold(place)
      const only = process.env.GAUNTLET_STUDY
      if (only !== '1' && only !== place) return rowOf(place, TUNED_LEVELS[place])
      const levels = (rule: Rule, first: readonly number[]): number[] =>
        tune(problem, rule, first, seed).map((level) => +level.toPrecision(4))
      const baseStock = levels(baseStockRule(problem), start)
      const softmax = levels(softmaxRule(problem), [...baseStock, 0.2])
      return rowOf(place, {
        baseStock,
        softmax: { targets: softmax.slice(0, -1), scale: softmax[softmax.length - 1] },
      })
    })
    await expect(fileOf(rows)).toMatchFileSnapshot('../../src/problems/tuned-levels.ts')
  },
)

/** Newsvendors'; along edges that are nobody's home, the mean demand until they could serve. */
function startOf(problem: NetworkProblem): number[] {
  const { nodes, edges } = problem.network
  const stores = nodes.flatMap(({ kind }, node) => (kind === 'store' ? [node] : []))
  return newsvendorLevels(problem).map((level, e) => {
    const s = stores.indexOf(edges[e].target)
    return level > 0 || s < 0 ? Math.max(level, 20) : problem.demand.means[s] * (edges[e].leadTime[1] + 1)
  })
}

function rowOf(place: string, { baseStock, softmax }: (typeof TUNED_LEVELS)[string]): string {
  return `  '${place}': {
    baseStock: ${listOf(baseStock, '    ', 'baseStock: ')},
    softmax: {
      targets: ${listOf(softmax.targets, '      ', 'targets: ')},
      scale: ${softmax.scale},
    },
  },`
}

/** As the formatter breaks lists of numbers, after 110 columns. */
function listOf(levels: readonly number[], indent: string, name: string): string {
  const whole = `[${levels.join(', ')}]`
  if (indent.length + name.length + whole.length < 110) return whole
  const lines: string[] = ['']
  for (const level of levels) {
    const last = lines[lines.length - 1]
    const longer = `${last}${last === '' ? '' : ' '}${level},`
    if (indent.length + 2 + longer.length <= 110) lines[lines.length - 1] = longer
    else lines.push(`${level},`)
  }
  return `[\n${lines.map((line) => `${indent}  ${line}\n`).join('')}${indent}]`
}

function fileOf(rows: readonly string[]): string {
  return `/** Levels of policies for warehouses and stores: \`TUNED_LEVELS\`. Written by test/studies/tuned-levels.test.ts. */

/** By setting; levels and targets by edge, in units. */
export const TUNED_LEVELS: Readonly<
  Record<
    string,
    {
      readonly baseStock: readonly number[]
      readonly softmax: { readonly targets: readonly number[]; readonly scale: number }
    }
  >
> = {
${rows.join('\n')}
}
`
}
