/** One environment or algorithm as `gauntlet list` tells it, with its parameters: `describe`, `showDescription`. */
import {
  type AlgorithmDefinition,
  type AnySchema,
  type EnvironmentDefinition,
  allowedValues,
} from '@gauntlet/core'
import { type Catalogue, unknownName } from '../catalogue.ts'
import { oneLine, table } from '../terminal/format.ts'
import type { Terminal } from '../terminal/terminal.ts'

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
  readonly kind: 'environment' | 'algorithm'
  readonly id: string
  readonly version: number
  readonly summary: string
  readonly source: string
  readonly parameters: readonly FieldDescription[]
  /** Of an environment; none of an algorithm. */
  readonly settings: readonly { readonly name: string; readonly description: string }[]
}

/** Errors: GauntletError with the nearest names where nothing is called so. */
export function describe({ environments, algorithms }: Catalogue, name: string): Description {
  const environment = environments.get(name)
  if (environment !== undefined) {
    const settings = Object.entries(environment.settings).map(([setting, { description }]) => ({
      name: setting,
      description,
    }))
    return { ...identityOf(environment), parameters: fieldsOf(environment.parameters as AnySchema), settings }
  }
  const algorithm = algorithms.get(name)
  if (algorithm === undefined) {
    throw unknownName('environment or algorithm', name, [...environments.keys(), ...algorithms.keys()])
  }
  return {
    ...identityOf(algorithm),
    parameters: fieldsOf(algorithm.configuration as AnySchema),
    settings: [],
  }
}

function identityOf({
  kind,
  id,
  version,
  summary,
  source,
}: EnvironmentDefinition | AlgorithmDefinition): Omit<Description, 'parameters' | 'settings'> {
  return { kind, id, version, summary, source }
}

function fieldsOf(schema: AnySchema): FieldDescription[] {
  return Object.entries(schema).map(([name, field]) => ({
    name,
    allowed: allowedValues(field),
    default: field.default,
    unit: ('unit' in field && field.unit) || null,
    description: field.description,
  }))
}

export function showDescription(terminal: Terminal, description: Description): void {
  const { id, version, summary, source, parameters, settings } = description
  terminal.out(terminal.style('bold', `${oneLine(id)}, version ${version}`))
  terminal.out(oneLine(summary))
  terminal.out(`Source: ${oneLine(source)}`)
  terminal.out('')
  terminal.out(terminal.style('bold', 'Parameters'))
  const rows = parameters.map((field) => [
    field.name,
    oneLine(String(field.default), WIDE),
    field.unit ?? '',
    field.allowed,
    field.description,
  ])
  terminal.out(rows.length === 0 ? 'none' : table(['name', 'default', 'unit', 'allowed', 'meaning'], rows))
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
