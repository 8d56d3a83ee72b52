/** Environments seen through adapters: `seenThrough`, `through`. */
import {
  type AdapterDefinition,
  type Environment,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type Requirement,
} from '@gauntlet/core'

/** What a definition makes, behind adapters, as a definition of its own. Errors: where one of them does not apply. */
export function seenThrough(
  definition: EnvironmentDefinition,
  adapters: readonly AdapterDefinition[],
  requires: Requirement,
): EnvironmentDefinition {
  return {
    ...definition,
    describe: (parameters) =>
      adapters.reduce<EnvironmentSpec>((spec, adapter) => {
        const adapted = adapter.adapt(spec, requires)
        if (adapted === undefined) throw new Error(`${adapter.id} does not apply`)
        return adapted
      }, definition.describe(parameters)),
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
