/** Cells before they run: `Cell`, `planCell`, `restoreCell`; `PROTOCOL`, `cellFiles`, `filesNamedIn`, `cellName`. */
import {
  type AdapterDefinition,
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  type Evaluation,
  GauntletError,
  type Setting,
  digestOf,
} from '@gauntlet/core'
import { BACKENDS, DEFAULT_BACKEND } from './backends.ts'
import { type Catalogue, adapterOf, algorithmOf, environmentOf } from './catalogue.ts'
import { firstDifference } from './first-difference.ts'
import { digestsIn, filesOf, plainParameters, wholeParameters } from './plain-parameters.ts'
import type { CellDescriptor } from './records.ts'

/** Version of the rules in train.ts, evaluate.ts, contest.ts and seeds.ts: rises whenever they could change a result. */
export const PROTOCOL = 1

/** A cell and all that is needed to run it. Plain data: it travels to worker threads as it is. */
export interface Cell {
  readonly key: string
  readonly descriptor: CellDescriptor
  /** Parameters of training, of evaluation, and the configuration: complete, with the bytes of files. */
  readonly parameters: object
  readonly evaluationParameters: object
  readonly configuration: object
  /** The cell that this one is a best response to. */
  readonly against?: Cell
}

/** Everything but the seed and the setting that makes a cell. */
export interface CellChoice {
  readonly algorithm: AlgorithmDefinition
  readonly configuration: object
  readonly adapters: readonly AdapterDefinition[]
  readonly seed: number
  readonly budget: number
  readonly backend: string
  /** The cell to respond to, in a game. */
  readonly against?: Cell | undefined
}

/** The parts of a setting that decide a result. */
export interface CellPlace {
  readonly environment: EnvironmentDefinition
  readonly name: string
  readonly setting: Pick<Setting, 'parameters' | 'evaluation'>
}

/** One algorithm on one setting with one seed. Errors: ParameterError where parameters are not allowed. */
export function planCell(entry: CellPlace, choice: CellChoice): Cell {
  const { environment, name, setting } = entry
  const { algorithm, adapters, seed, budget, backend, against } = choice
  const parameters = environment.resolve(setting.parameters)
  const evaluationParameters = environment.resolve({
    ...setting.parameters,
    ...setting.evaluation.parameters,
  })
  const configuration = algorithm.resolve(choice.configuration)
  const descriptor: CellDescriptor = {
    environment: {
      id: environment.id,
      version: environment.version,
      setting: name,
      parameters: plainParameters(parameters),
    },
    algorithm: {
      id: algorithm.id,
      version: algorithm.version,
      configuration: plainParameters(configuration),
      recipe: algorithm.recipe,
    },
    adapters: adapters.map(({ id, version }) => ({ id, version })),
    evaluation: evaluationOf(setting.evaluation, evaluationParameters),
    seed,
    budget: algorithm.trains ? budget : 0,
    backend: algorithm.trains ? backend : DEFAULT_BACKEND,
    protocol: PROTOCOL,
    ...(against && { against: against.descriptor }),
  }
  const key = digestOf(descriptor)
  return { key, descriptor, parameters, evaluationParameters, configuration, ...(against && { against }) }
}

function evaluationOf(evaluation: Evaluation, parameters: object): CellDescriptor['evaluation'] {
  const { episodes, instances, batch, mode } = evaluation
  return {
    parameters: plainParameters(parameters),
    episodes,
    instances: instances ?? null,
    batch: Math.min(batch, episodes),
    mode,
  }
}

/**
 * A cell from its descriptor, to run it again. `file` gives the bytes of files by digest.
 * Errors: GauntletError where what is installed is not what the descriptor names, or would never have planned it.
 */
export function restoreCell(
  catalogue: Catalogue,
  key: string,
  descriptor: CellDescriptor,
  file: (digest: string) => Uint8Array | undefined,
): Cell {
  const environment = environmentOf(catalogue, descriptor.environment.id)
  const algorithm = algorithmOf(catalogue, descriptor.algorithm.id)
  checkVersion(environment.id, descriptor.environment.version, environment.version)
  checkVersion(algorithm.id, descriptor.algorithm.version, algorithm.version)
  checkVersion('the protocol of training and evaluation', descriptor.protocol, PROTOCOL)
  for (const { id, version } of descriptor.adapters) {
    checkVersion(`adapter ${id}`, version, catalogue.adapters.get(id)?.version)
  }
  const { evaluation, seed, budget, backend } = descriptor
  const { episodes, batch, mode, instances } = evaluation
  const setting = {
    parameters: wholeParameters(descriptor.environment.parameters, environment.parameters, file),
    evaluation: {
      parameters: wholeParameters(evaluation.parameters, environment.parameters, file),
      episodes,
      batch,
      mode,
      ...(instances && { instances }),
    },
  }
  const configuration = wholeParameters(descriptor.algorithm.configuration, algorithm.configuration, file)
  const adapters = descriptor.adapters.map(({ id }) => adapterOf(catalogue, id))
  const rival = descriptor.against
  const against = rival && restoreCell(catalogue, digestOf(rival), rival, file)
  const cell = planCell(
    { environment, name: descriptor.environment.setting, setting },
    { algorithm, configuration, adapters, seed, budget, backend, against },
  )
  if (cell.key === key) {
    if (BACKENDS.some((name) => name === backend)) return cell
    throw new GauntletError('descriptor', `never planned: there is no backend ${backend}`)
  }
  throw new GauntletError('descriptor', `never planned: ${firstDifference(descriptor, cell.descriptor)}`)
}

function checkVersion(what: string, wanted: number, installed: number | undefined): void {
  if (wanted === installed) return
  throw new GauntletError('version', `needs version ${wanted} of ${what}; here is ${installed ?? 'none'}`)
}

/** Files that a cell reads, by digest. */
export function cellFiles(cell: Cell): Map<string, Uint8Array> {
  return new Map([
    ...filesOf(cell.parameters),
    ...filesOf(cell.evaluationParameters),
    ...filesOf(cell.configuration),
    ...(cell.against === undefined ? [] : cellFiles(cell.against)),
  ])
}

/** Digests of the files that a descriptor names. */
export function filesNamedIn({ environment, evaluation, algorithm, against }: CellDescriptor): string[] {
  return [
    ...digestsIn(environment.parameters),
    ...digestsIn(evaluation.parameters),
    ...digestsIn(algorithm.configuration),
    ...(against === undefined ? [] : filesNamedIn(against)),
  ]
}

/** A cell as people call it: `mapf/lifelong:random-8 mapf/pibt seed 3`. */
export function cellName({ environment, algorithm, seed, against }: CellDescriptor): string {
  const rival = against === undefined ? '' : ` in response to ${against.algorithm.id}`
  return `${environment.id}:${environment.setting} ${algorithm.id}${rival} seed ${seed}`
}
