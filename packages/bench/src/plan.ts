/** The matrix as lists of cells, of matches and of best responses: `planMatrix`, `MatrixBlock`, `MatrixPlan`, `shardOf`. */
import {
  type AdapterDefinition,
  type AlgorithmDefinition,
  type Applicability,
  type EnvironmentSpec,
  GauntletError,
  isGame,
} from '@gauntlet/core'
import { applicabilityOf, requireData } from './brought-data.ts'
import type { Catalogue, SettingEntry } from './catalogue.ts'
import { type Cell, planCell } from './cells.ts'
import { type Match, planMatches } from './matches.ts'
import type { NotApplicable } from './report/model.ts'

/** The most seeds, and the most cells and matches, of one matrix: more is a slip of the pen, and would fill the memory. */
export const MOST_SEEDS = 100_000
const MOST_CELLS = 1_000_000
/** Reasons that are told where nothing applies. */
const SHOWN_REASONS = 5

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
  /** Learners that respond to every cell of a game, under its seed; none unless given. */
  readonly exploiters?: readonly AlgorithmChoice[]
}

export interface MatrixPlan {
  /** Each cell once: by setting, algorithm and seed, in the order of the blocks. */
  readonly cells: readonly Cell[]
  /** Of the cells of games, every two of one seed. */
  readonly matches: readonly Match[]
  /** Best responses to the cells of games: cells that are run after those. */
  readonly responses: readonly Cell[]
  readonly notApplicable: readonly NotApplicable[]
}

/** A setting and an algorithm, one after the other in the order of the blocks. */
interface Pair {
  readonly entry: SettingEntry
  readonly choice: AlgorithmChoice
  readonly block: MatrixBlock
  readonly answer: Applicability
}

/**
 * The cells of a matrix. Pure: the same catalogue and blocks give the same cells in the same order.
 * Errors: ParameterError where a setting's parameters or an algorithm's configuration are not allowed, or a file of data that it brings
 * does not fit the environment; GauntletError where there is no cell, with the reasons, or too many.
 */
export function planMatrix(
  catalogue: Catalogue,
  blocks: readonly MatrixBlock[],
  backend: string,
): MatrixPlan {
  const pairs = pairsOf(catalogue, blocks)
  const notApplicable = new Map<string, NotApplicable>()
  for (const { entry, choice, answer } of pairs) {
    if (answer.kind !== 'not-applicable') continue
    const [environment, algorithm] = [entry.environment.id, choice.definition.id]
    const pair = { environment, setting: entry.name, algorithm, reason: answer.reason }
    notApplicable.set(`${entry.id} ${algorithm}`, pair)
  }
  const runs = pairs.filter(({ answer }) => answer.kind !== 'not-applicable')
  const count = runs.reduce((sum, { block }) => sum + block.seeds, 0)
  if (count === 0) throw noCell(blocks, [...notApplicable.values()])
  if (count > MOST_CELLS) {
    const message = `the matrix has ${count} cells, of at most ${MOST_CELLS}; choose fewer seeds, settings or algorithms`
    throw new GauntletError('selection', message)
  }
  const cells = runs.flatMap(({ entry, choice, block, answer }) => {
    const { definition: algorithm, configuration } = choice
    const adapters = adaptersOf(answer)
    return Array.from({ length: block.seeds }, (_, seed) =>
      planCell(entry, { algorithm, configuration, adapters, seed, budget: block.budget, backend }),
    )
  })
  const once = [...new Map(cells.map((cell) => [cell.key, cell])).values()]
  return {
    cells: once,
    matches: planMatches(catalogue, once, MOST_CELLS),
    responses: planResponses(catalogue, runs, backend),
    notApplicable: [...notApplicable.values()],
  }
}

/** A response of every exploiter that can play a side of the game, to every cell. */
function planResponses(catalogue: Catalogue, runs: readonly Pair[], backend: string): Cell[] {
  const adapters = [...catalogue.adapters.values()]
  const responses = runs.flatMap(({ entry, choice, block, answer }) => {
    const spec = entry.environment.describe(entry.setting.parameters)
    if (!isGame(spec)) return []
    return (block.exploiters ?? []).flatMap((exploiter) => {
      const { definition: algorithm, configuration } = exploiter
      const own = applicabilityOf(entry.environment.id, spec, exploiter, adapters)
      if (own.kind === 'not-applicable') return []
      requireData(spec, configuration)
      return Array.from({ length: block.seeds }, (_, seed) => {
        const conditions = { seed, budget: block.budget, backend }
        const { definition, configuration: given } = choice
        const against = planCell(entry, {
          ...conditions,
          algorithm: definition,
          configuration: given,
          adapters: adaptersOf(answer),
        })
        return planCell(entry, {
          ...conditions,
          algorithm,
          configuration,
          adapters: adaptersOf(own),
          against,
        })
      })
    })
  })
  return [...new Map(responses.map((cell) => [cell.key, cell])).values()]
}

function adaptersOf(answer: Applicability): readonly AdapterDefinition[] {
  return answer.kind === 'adapted' ? answer.adapters : []
}

function pairsOf(catalogue: Catalogue, blocks: readonly MatrixBlock[]): Pair[] {
  const adapters = [...catalogue.adapters.values()]
  const specs = new Map<string, EnvironmentSpec>()
  const pairs: Pair[] = []
  for (const block of blocks) {
    for (const entry of block.settings) {
      const { environment, setting } = entry
      const spec = specs.get(entry.id) ?? environment.describe(setting.parameters)
      specs.set(entry.id, spec)
      for (const choice of block.algorithms) {
        const answer = applicabilityOf(environment.id, spec, choice, adapters)
        if (answer.kind !== 'not-applicable') requireData(spec, choice.configuration)
        pairs.push({ entry, choice, block, answer })
      }
    }
  }
  return pairs
}

function noCell(blocks: readonly MatrixBlock[], excused: readonly NotApplicable[]): GauntletError {
  const reasons = excused
    .slice(0, SHOWN_REASONS)
    .map(
      ({ environment, setting, algorithm, reason }) => `${algorithm} on ${environment}:${setting} ${reason}`,
    )
  const rest = excused.length - reasons.length
  const why =
    excused.length === 0
      ? `no ${blocks.some(({ settings }) => settings.length > 0) ? 'algorithm' : 'setting'} is chosen, or installed`
      : `nothing applies: ${reasons.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`
  return new GauntletError('selection', `the matrix has no cell: ${why}`)
}

/** Share `index` (from 1) of `count`: items take turns in the order of their keys, whatever the plan's order. */
export function shardOf<Item extends { readonly key: string }>(
  items: readonly Item[],
  index: number,
  count: number,
): Item[] {
  const keys = items.map(({ key }) => key).sort()
  const mine = new Set(keys.filter((_, i) => i % count === index - 1))
  return items.filter(({ key }) => mine.has(key))
}

/** Reads `2/5`. Errors: GauntletError where it is no share. */
export function parseShard(written: string): { readonly index: number; readonly count: number } {
  const match = /^(\d+)\/(\d+)$/.exec(written)
  const [index, count] = match === null ? [0, 0] : [Number(match[1]), Number(match[2])]
  if (index >= 1 && index <= count && count <= MOST_CELLS) return { index, count }
  throw new GauntletError(
    'shard',
    `--shard: got ${written}, expected I/N with I from 1 to N and N of at most ${MOST_CELLS}`,
  )
}
