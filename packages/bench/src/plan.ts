/** The matrix as a list of cells: `planMatrix`, `MatrixBlock`, `MatrixPlan`, `shardOf`. */
import { type AlgorithmDefinition, type EnvironmentSpec, GauntletError, applicability } from '@gauntlet/core'
import type { Catalogue, SettingEntry } from './catalogue.ts'
import { type Cell, planCell } from './cells.ts'
import type { NotApplicable } from './report/model.ts'

/** An algorithm with a part of its configuration. */
export interface AlgorithmChoice {
  readonly definition: AlgorithmDefinition
  readonly configuration: object
}

/** Every setting with every algorithm and every seed below `seeds`. */
export interface MatrixBlock {
  readonly settings: readonly SettingEntry[]
  readonly algorithms: readonly AlgorithmChoice[]
  readonly seeds: number
  /** World steps of training where the algorithm trains. */
  readonly budget: number
}

export interface MatrixPlan {
  /** Each cell once: by setting, algorithm and seed, in the order of the blocks. */
  readonly cells: readonly Cell[]
  readonly notApplicable: readonly NotApplicable[]
}

/**
 * The cells of a matrix. Pure: the same catalogue and blocks give the same cells in the same order.
 * Errors: ParameterError where a setting's parameters or an algorithm's configuration are not allowed.
 */
export function planMatrix(
  catalogue: Catalogue,
  blocks: readonly MatrixBlock[],
  backend: string,
): MatrixPlan {
  const cells = new Map<string, Cell>()
  const notApplicable = new Map<string, NotApplicable>()
  const adapters = [...catalogue.adapters.values()]
  const specs = new Map<string, EnvironmentSpec>()
  for (const { settings, algorithms, seeds, budget } of blocks) {
    for (const entry of settings) {
      const { environment, setting } = entry
      const spec = specs.get(entry.id) ?? environment.describe(setting.parameters)
      specs.set(entry.id, spec)
      for (const { definition: algorithm, configuration } of algorithms) {
        const answer = applicability(environment.id, spec, algorithm.requires, adapters)
        if (answer.kind === 'not-applicable') {
          const { reason } = answer
          const pair = { environment: environment.id, setting: entry.name, algorithm: algorithm.id, reason }
          notApplicable.set(`${entry.id} ${algorithm.id}`, pair)
          continue
        }
        const used = answer.kind === 'adapted' ? answer.adapters : []
        for (let seed = 0; seed < seeds; seed++) {
          const cell = planCell(entry, { algorithm, configuration, adapters: used, seed, budget, backend })
          cells.set(cell.key, cell)
        }
      }
    }
  }
  return { cells: [...cells.values()], notApplicable: [...notApplicable.values()] }
}

/** Share `index` (from 1) of `count`: cells take turns in the order of their keys, whatever the plan's order. */
export function shardOf(cells: readonly Cell[], index: number, count: number): Cell[] {
  const keys = cells.map(({ key }) => key).sort()
  const mine = new Set(keys.filter((_, i) => i % count === index - 1))
  return cells.filter(({ key }) => mine.has(key))
}

/** Reads `2/5`. Errors: GauntletError where it is no share. */
export function parseShard(written: string): { readonly index: number; readonly count: number } {
  const match = /^(\d+)\/(\d+)$/.exec(written)
  const [index, count] = match === null ? [0, 0] : [Number(match[1]), Number(match[2])]
  if (index >= 1 && index <= count) return { index, count }
  throw new GauntletError('shard', `--shard: got ${written}, expected I/N with I from 1 to N`)
}
