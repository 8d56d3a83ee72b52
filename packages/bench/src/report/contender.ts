/** Who stands in a row: `contenderOf`, `variantName`. */
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
  return {
    name: variantName(id, variant),
    algorithm: id,
    version,
    family: definition.family,
    variant,
    // A plugin built before there was the field lacks it.
    oracle: definition.oracle === true,
  }
}

/** Digits of a file's digest that a name shows. */
const DIGITS = 12

/** A name, with what is not by default in brackets; a file by the beginning of its digest. */
export function variantName(id: string, variant: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(variant).map(([name, value]) => `${name}=${shown(value)}`)
  return fields.length === 0 ? id : `${id} (${fields.join(', ')})`
}

function shown(value: unknown): string {
  const { sha256 } = Object(value) as { sha256?: unknown }
  return typeof sha256 === 'string' ? sha256.slice(0, DIGITS) : show(value)
}
