/** Environments seen through adapters: `seenThrough`, `through`. */
import {
  type AdapterDefinition,
  type Environment,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type Requirement,
} from '@gauntlet/core'

/**
 * What a definition makes, behind adapters, as a definition of its own, in the settings to which all of them apply.
 * Errors: a description of parameters to which one of them does not.
 */
export function seenThrough(
  definition: EnvironmentDefinition,
  adapters: readonly AdapterDefinition[],
  requires: Requirement,
): EnvironmentDefinition {
  const adapted = (parameters?: object): EnvironmentSpec | undefined =>
    adapters.reduce<EnvironmentSpec | undefined>(
      (spec, adapter) => spec && adapter.adapt(spec, requires),
      definition.describe(parameters),
    )
  return {
    ...definition,
    settings: Object.fromEntries(
      Object.entries(definition.settings).filter(
        ([, { parameters }]) => adapted(definition.resolve(parameters)) !== undefined,
      ),
    ),
    describe(parameters) {
      const spec = adapted(parameters)
      if (spec === undefined) throw new Error(`${adapters.map(({ id }) => id).join(', ')} do not apply`)
      return spec
    },
    make: async (parameters, batch) => through(await definition.make(parameters, batch), adapters, requires),
  }
}

export function through(
  environment: Environment,
  adapters: readonly AdapterDefinition[],
  requires: Requirement,
): Environment {
  return adapters.reduce((seen, adapter) => adapter.wrap(seen, requires), environment)
}
