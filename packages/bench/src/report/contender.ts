/** Who stands in a row: `contenderOf`. */
import { GauntletError, show } from '@gauntlet/core'
import type { CellDescriptor } from '../records.ts'
import { changedFields, descriptorToday } from './comparability.ts'
import type { Definitions } from './input.ts'
import type { Contender } from './model.ts'

/**
 * The algorithm with what its configuration changes of the defaults. Two configurations are two contenders:
 * `ppo` and `ppo (clip=0.1)`. Errors: GauntletError where the descriptor is not comparable with today's.
 */
export function contenderOf(descriptor: CellDescriptor, definitions: Definitions): Contender {
  const { id, version, configuration } = descriptor.algorithm
  const definition = definitions.algorithms.get(id)
  const today = descriptorToday(descriptor, definitions)
  if (definition === undefined || today === undefined) {
    throw new GauntletError('report', `${id}: is compared although it is not installed`)
  }
  const changed = changedFields(configuration, today.algorithm.configuration)
  const variant = Object.fromEntries(changed.map((name) => [name, configuration[name] ?? null]))
  const fields = changed.map((name) => `${name}=${show(variant[name])}`)
  return {
    name: fields.length === 0 ? id : `${id} (${fields.join(', ')})`,
    algorithm: id,
    version,
    family: definition.family,
    variant,
  }
}
