/** Settings of one's own joined to their environments: `withCustomSettings`; `readFiles`, `parseParameter`. */
import { basename, resolve } from 'node:path'
import {
  type AnySchema,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type Field,
  type FileContent,
  GauntletError,
  ParameterError,
  type Setting,
  type NumericField,
  allowedNumber,
  checkLiterature,
} from '@gauntlet/core'
import { type Catalogue, environmentOf } from './catalogue.ts'
import type { CustomSetting } from './config.ts'
import { readRegularFile } from './regular-file.ts'

/** Episodes and worlds of an evaluation that a custom setting does not describe. */
const DEFAULT_EPISODES = 100
const DEFAULT_BATCH = 10

/**
 * The catalogue with settings of a configuration among those of their environments.
 * `directory` is where the paths of files begin. Errors: GauntletError where a name is taken, ParameterError
 * where a parameter is not allowed.
 */
export function withCustomSettings(
  catalogue: Catalogue,
  custom: readonly CustomSetting[],
  directory: string,
): Catalogue {
  const environments = new Map(catalogue.environments)
  for (const one of custom) {
    const definition = environmentOf({ ...catalogue, environments }, one.environment)
    if (Object.hasOwn(definition.settings, one.name)) {
      throw new GauntletError(
        'config',
        `${one.environment} has a setting ${one.name} already; choose another name`,
      )
    }
    const setting = settingOf(definition, one, directory)
    environments.set(definition.id, {
      ...definition,
      settings: { ...definition.settings, [one.name]: setting },
    })
  }
  return { ...catalogue, environments }
}

function settingOf(definition: EnvironmentDefinition, custom: CustomSetting, directory: string): Setting {
  const where = `${definition.id}:${custom.name}`
  const {
    episodes = DEFAULT_EPISODES,
    instances,
    mode = 'sample',
    parameters: differing,
  } = custom.evaluation ?? {}
  const parameters = readFiles(definition.parameters, custom.parameters ?? {}, directory, where)
  const evaluated = differing && readFiles(definition.parameters, differing, directory, where)
  definition.describe(parameters)
  checkInstances(
    instances,
    definition.describe({ ...parameters, ...evaluated }),
    `${where}.evaluation.instances`,
  )
  checkLiterature(custom.literature ?? [], where)
  const known = definition.known?.({ ...parameters, ...evaluated })
  const literature = custom.literature ?? known?.literature
  return {
    description: custom.description ?? 'a setting of the configuration',
    parameters,
    references: custom.references ?? known?.references ?? noReferences(),
    ...(literature && { literature }),
    evaluation: {
      episodes,
      batch: Math.min(custom.evaluation?.batch ?? DEFAULT_BATCH, episodes),
      mode,
      ...(instances && { instances }),
      ...(evaluated && { parameters: evaluated }),
    },
  }
}

/** Refuses numbers of instances that the environment does not have. */
function checkInstances(
  given: readonly number[] = [],
  { instances = 0 }: EnvironmentSpec,
  path: string,
): void {
  const stray = given.find((number) => number >= instances)
  if (stray === undefined) return
  const allowed =
    instances === 0 ? 'none, since the environment has no numbered instances' : `numbers below ${instances}`
  throw new ParameterError(path, stray, allowed)
}

/** References that normalise nothing: the normalised score is no number, and shown as none. */
function noReferences(): Setting['references'] {
  const unknown = { score: NaN, source: 'not known' }
  return { random: unknown, best: unknown }
}

/**
 * Parameters, or a configuration, with every file, given by its path, read, of at most so many MiB where that is said.
 * Errors: ParameterError naming the field.
 */
export function readFiles(
  fields: object,
  given: Readonly<Record<string, unknown>>,
  directory: string,
  where: string,
  most?: number,
): object {
  const schema = fields as AnySchema
  const entries = Object.entries(given).map(([name, value]) => {
    const isFile = Object.hasOwn(schema, name) && schema[name].kind === 'file'
    if (!isFile || typeof value !== 'string') return [name, value]
    return [name, readFile(resolve(directory, value), value, `${where}.${name}`, most)]
  })
  return Object.fromEntries(entries)
}

function readFile(path: string, given: string, field: string, most: number | undefined): FileContent {
  try {
    return { name: basename(path), bytes: readRegularFile(path, most) }
  } catch (error) {
    throw new ParameterError(
      field,
      given,
      `the path of a file that can be read (${(error as Error).message})`,
    )
  }
}

/** A parameter as a flag gives it, `agents=8`, as name and value. Errors: ParameterError naming the field. */
export function parseParameter(definition: EnvironmentDefinition, flag: string): [string, unknown] {
  const [name, ...rest] = flag.split('=')
  const written = rest.join('=')
  const field = (definition.parameters as AnySchema)[name]
  if (rest.length === 0) throw new ParameterError('--param', flag, 'NAME=VALUE')
  return [name, field === undefined ? written : parseValue(field, written, `${definition.id}.${name}`)]
}

function parseValue(field: Field, written: string, path: string): unknown {
  switch (field.kind) {
    case 'number':
    case 'integer':
      return parseNumber(written, field, path)
    case 'numbers':
    case 'integers':
      return written === ''
        ? []
        : written.split(',').map((part, k) => parseNumber(part, field, `${path}[${k}]`))
    case 'boolean':
      return written === 'true' ? true : written === 'false' ? false : written
    case 'choice':
    case 'text':
    case 'file':
      return written
  }
}

function parseNumber(written: string, field: NumericField, path: string): number {
  const value = written.trim() === '' ? NaN : Number(written)
  if (!Number.isNaN(value)) return value
  const listed = field.kind === 'numbers' || field.kind === 'integers'
  throw new ParameterError(
    path,
    written,
    `${allowedNumber(field)}${listed ? '; a list is written as in 1,2' : ''}`,
  )
}
