/**
 * Recorded play that a configuration brings in its field `data`, as the dataset of the environment that is learnt on:
 * `specWithData`, `withData`, `requireData`; which cells it lets run: `applicabilityOf`.
 */
import {
  type AdapterDefinition,
  type Applicability,
  type Environment,
  type EnvironmentSpec,
  type Field,
  type FileContent,
  applicability,
  isFileContent,
  wrapEnvironment,
} from '@gauntlet/core'
import { readDataset } from './dataset/recorded-dataset.ts'
import type { AlgorithmChoice } from './plan.ts'

function dataOf(configuration: object): FileContent | undefined {
  const { data } = configuration as { data?: unknown }
  return isFileContent(data) ? data : undefined
}

/** The environment's spec, with a dataset where the configuration brings one. */
export function specWithData(spec: EnvironmentSpec, configuration: object): EnvironmentSpec {
  if (dataOf(configuration) === undefined || spec.faces.includes('dataset')) return spec
  return { ...spec, faces: [...spec.faces, 'dataset'] }
}

/**
 * The environment beneath all adapters, with the dataset that the configuration brings, if any, in place of its own.
 * Errors: as of `readDataset`, where the file does not fit.
 */
export function withData(environment: Environment, configuration: object): Environment {
  const { spec } = environment
  const file = dataOf(configuration)
  if (file === undefined) return environment
  return wrapEnvironment(environment, {
    spec: specWithData(spec, configuration),
    dataset: readDataset(file, spec),
  })
}

/** Errors: as of `readDataset`, where the configuration brings a file that does not fit the environment. */
export function requireData(spec: EnvironmentSpec, configuration: object): void {
  const file = dataOf(configuration)
  if (file !== undefined) readDataset(file, spec)
}

/** A field of the configuration that has to hold a file, and holds none. */
function neededFile(schema: object, configuration: object): string | undefined {
  const given = configuration as Readonly<Record<string, unknown>>
  const needed = Object.entries<Field>(schema as Readonly<Record<string, Field>>).find(
    ([name, field]) => field.kind === 'file' && field.needed === true && given[name] === null,
  )
  return needed?.[0]
}

/** Whether a configured algorithm runs, and through what; data that it brings are never replaced by an adapter's. */
export function applicabilityOf(
  id: string,
  spec: EnvironmentSpec,
  { definition, configuration }: AlgorithmChoice,
  adapters: readonly AdapterDefinition[],
): Applicability {
  const missing = neededFile(definition.configuration, configuration)
  if (missing !== undefined)
    return { kind: 'not-applicable', reason: `needs a file in the field ${missing} of its configuration` }
  const brings = dataOf(configuration) !== undefined
  const candidates = brings ? adapters.filter(({ stage }) => stage !== 'data') : adapters
  return applicability(id, specWithData(spec, configuration), definition.requires, candidates)
}
