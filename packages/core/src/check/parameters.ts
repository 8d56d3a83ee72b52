/** Checks of a schema: parameters of an environment, configuration of an algorithm. */
import { ParameterError } from '../errors.ts'
import { errorText, show } from '../show.ts'
import { type AnySchema, type Field, allowedValues, resolveParameters, type Schema } from '../parameters.ts'
import { plainText } from './spec.ts'
import { type Check, fail } from './report.ts'
import type { EnvironmentSubject } from './subject.ts'

export const PARAMETER_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'parameters/defaults',
    title: 'every default lies within its own bounds and every field is described',
    run: ({ definition }) => requireSoundDefaults(definition.parameters as AnySchema, definition.id),
  },
  {
    id: 'parameters/resolved',
    title: 'resolved parameters resolve to themselves',
    run({ definition, parameters }) {
      const again = plainText(definition.resolve(parameters))
      if (again !== plainText(parameters)) fail(`got ${again}, expected ${plainText(parameters)}`)
      return `${Object.keys(parameters).length} parameters`
    },
  },
  {
    id: 'parameters/refused',
    title:
      'an unknown field and a value out of bounds are refused with a ParameterError that names the field',
    async run({ definition }) {
      const refused = requireRefusals(definition.parameters as AnySchema, definition.id, (given) =>
        definition.resolve(given),
      )
      await requireMakeRefuses(() => definition.make({ [UNKNOWN]: 1 } as object))
      return refused
    },
  },
]

const UNKNOWN = 'no-such-parameter'

/** Fails where a default is not a value of its own field, or a field lacks a description. */
export function requireSoundDefaults(schema: AnySchema, path: string): string {
  const entries = Object.entries(schema)
  for (const [name, field] of entries) {
    if (field.description.trim() === '') fail(`${path}.${name}: has no description`)
    try {
      resolveParameters(schema as Schema<object>, { [name]: field.default }, path)
    } catch {
      fail(`${path}.${name}: the default is ${show(field.default)}, expected ${allowedValues(field)}`)
    }
  }
  return `${entries.length} fields`
}

/** Fails where `resolve` takes an unknown field, or a value that a field does not allow. */
export function requireRefusals(
  schema: AnySchema,
  path: string,
  resolve: (given: Record<string, unknown>) => unknown,
): string {
  const trials: [name: string, value: unknown][] = [[UNKNOWN, 1]]
  for (const [name, field] of Object.entries(schema)) {
    for (const value of valuesOutside(field)) trials.push([name, value])
  }
  for (const [name, value] of trials) requireRefusal(() => resolve({ [name]: value }), name, value, path)
  return `${trials.length} values refused`
}

function requireRefusal(resolve: () => unknown, name: string, value: unknown, path: string): void {
  try {
    resolve()
  } catch (error) {
    if (error instanceof ParameterError && error.path.includes(name)) return
    fail(
      `${path}.${name} = ${show(value)}: got ${errorText(error)}, expected a ParameterError naming the field`,
    )
  }
  fail(`${path}.${name} = ${show(value)}: was accepted, expected a ParameterError`)
}

async function requireMakeRefuses(make: () => Promise<unknown>): Promise<void> {
  try {
    await make()
  } catch (error) {
    if (error instanceof ParameterError) return
    fail(`make with an unknown parameter: got ${errorText(error)}, expected a ParameterError`)
  }
  fail('make with an unknown parameter: built an environment, expected a ParameterError')
}

/** Values that a field must refuse: of another type, and just beyond each bound. */
function valuesOutside(field: Field): unknown[] {
  switch (field.kind) {
    case 'number':
    case 'integer': {
      const beyond = [
        field.minimum === undefined ? [] : [field.minimum - 1],
        field.maximum === undefined ? [] : [field.maximum + 1],
      ]
      const finite = beyond.flat().filter((value) => Number.isFinite(value))
      return ['text', NaN, ...(field.kind === 'integer' ? [field.default + 0.5] : []), ...finite]
    }
    case 'choice':
      return [`${field.options.join('-')}-other`, 1]
    case 'numbers':
      return ['text', [NaN]]
    case 'integers':
      return ['text', [NaN], [0.5]]
    case 'boolean':
      return ['true', 1]
    case 'text':
      return [1]
    case 'file':
      return ['text']
  }
}
