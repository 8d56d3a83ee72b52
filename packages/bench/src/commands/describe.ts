/**
 * One environment, setting or algorithm as `gauntlet list` tells it, with what it takes, or a preset with its blocks: `describe`,
 * `showDescription`.
 */
import {
  type AlgorithmDefinition,
  type AnySchema,
  type EnvironmentDefinition,
  type Recipe,
  SLOTS,
  allowedValues,
} from '@gauntlet/core'
import { type Catalogue, unknownName } from '../catalogue.ts'
import { oneLine, table } from '../terminal/format.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { type PresetDescription, showPreset } from './describe-preset.ts'

/** Characters of a list of numbers that stands for a default. */
const WIDE = 30

interface FieldDescription {
  readonly name: string
  readonly allowed: string
  readonly default: unknown
  readonly unit: string | null
  readonly description: string
}

export interface Description {
  readonly kind: 'environment' | 'setting' | 'algorithm'
  readonly id: string
  readonly version: number
  readonly summary: string
  readonly source: string
  /** Of an environment, or of a setting with its values in place of defaults. */
  readonly parameters?: readonly FieldDescription[]
  /** Of an algorithm. */
  readonly configuration?: readonly FieldDescription[]
  /** Of an algorithm that is made up of parts. */
  readonly recipe?: Recipe
  /** Of an environment. */
  readonly settings?: readonly { readonly name: string; readonly description: string }[]
}

/** Errors: GauntletError with the nearest names where nothing is called so. */
export function describe(
  { environments, algorithms, presets }: Catalogue,
  name: string,
): Description | PresetDescription {
  const environment = environments.get(name)
  if (environment !== undefined) {
    const settings = Object.entries(environment.settings).map(([setting, { description }]) => ({
      name: setting,
      description,
    }))
    return { ...identityOf(environment), parameters: fieldsOf(environment.parameters as AnySchema), settings }
  }
  const setting = settingCalled(environments, name)
  if (setting !== undefined) return setting
  const algorithm = algorithms.get(name)
  if (algorithm === undefined) {
    const blocks = presets.get(name)
    if (blocks !== undefined) return { kind: 'preset', id: name, blocks }
    const names = [environments, algorithms, presets].flatMap((map) => [...map.keys()])
    throw unknownName('environment, algorithm or preset', name, names)
  }
  const { configuration, recipe } = algorithm
  const parts = Object.keys(recipe).length > 0 && { recipe }
  return { ...identityOf(algorithm), configuration: fieldsOf(configuration as AnySchema), ...parts }
}

/** The setting `id:name`. */
function settingCalled(environments: Catalogue['environments'], place: string): Description | undefined {
  const [id, name] = place.split(':')
  const environment = environments.get(id)
  if (environment === undefined || !Object.hasOwn(environment.settings, name)) return undefined
  const { description, parameters } = environment.settings[name]
  return {
    ...identityOf(environment),
    kind: 'setting',
    id: place,
    summary: description,
    parameters: fieldsOf(
      environment.parameters as AnySchema,
      parameters as Readonly<Record<string, unknown>>,
    ),
  }
}

function identityOf({
  kind,
  id,
  version,
  summary,
  source,
}: EnvironmentDefinition | AlgorithmDefinition): Description {
  return { kind, id, version, summary, source }
}

function fieldsOf(schema: AnySchema, values: Readonly<Record<string, unknown>> = {}): FieldDescription[] {
  return Object.entries(schema).map(([name, field]) => ({
    name,
    allowed: allowedValues(field),
    default: Object.hasOwn(values, name) ? values[name] : field.default,
    unit: ('unit' in field && field.unit) || null,
    description: field.description,
  }))
}

export function showDescription(terminal: Terminal, description: Description | PresetDescription): void {
  if (description.kind === 'preset') return showPreset(terminal, description)
  const { kind, id, version, summary, source, parameters, configuration, recipe, settings = [] } = description
  terminal.out(terminal.style('bold', `${oneLine(id)}, version ${version}`))
  terminal.out(oneLine(summary))
  terminal.out(`Source: ${oneLine(source)}`)
  terminal.out('')
  terminal.out(terminal.style('bold', configuration === undefined ? 'Parameters' : 'Configuration'))
  const rows = (parameters ?? configuration ?? []).map((field) => [
    field.name,
    oneLine(String(field.default), WIDE),
    field.unit ?? '',
    field.allowed,
    field.description,
  ])
  terminal.out(
    rows.length === 0
      ? 'none'
      : table(['name', kind === 'setting' ? 'value' : 'default', 'unit', 'allowed', 'meaning'], rows),
  )
  if (recipe !== undefined) showRecipe(terminal, recipe)
  if (settings.length === 0) return
  terminal.out('')
  terminal.out(terminal.style('bold', 'Settings'))
  terminal.out(
    table(
      ['setting', 'description'],
      settings.map((setting) => [`${id}:${setting.name}`, setting.description]),
    ),
  )
}

/** Parts in the order in which data passes through them; `$name` is a field of the configuration. */
function showRecipe(terminal: Terminal, recipe: Recipe): void {
  const rows = SLOTS.flatMap((slot) =>
    (recipe[slot] ?? []).map(({ part, parameters = {} }) => {
      const given = Object.entries(parameters).map(([name, value]) => `${name}=${String(value)}`)
      return [slot, part, given.join(', ')]
    }),
  )
  terminal.out('')
  terminal.out(terminal.style('bold', 'Recipe'))
  terminal.out(table(['slot', 'part', 'parameters'], rows))
}
