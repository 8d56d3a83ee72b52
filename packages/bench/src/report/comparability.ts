/** Whether results may stand in today's tables: `whyNotComparable`; which fields differ: `changedFields`. */
import { type AlgorithmDefinition, canonicalJson, resolveParameters, show } from '@gauntlet/core'
import { planCell } from '../cells.ts'
import { digestsIn, wholeParameters } from '../plain-parameters.ts'
import type { CellDescriptor } from '../records.ts'
import type { Definitions } from './input.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * Every reason why cells with this descriptor are not today's: another version of the environment,
 * algorithm, adapter or protocol, other parameters or another evaluation than the setting's, a configuration that the
 * algorithm does not take; or a definition
 * that is not installed, so that nothing can be said. Empty where they are comparable.
 */
export function whyNotComparable(descriptor: CellDescriptor, definitions: Definitions): string[] {
  const { environment, algorithm } = descriptor
  const definition = definitions.environments.get(environment.id)
  if (definition === undefined) return [`environment ${environment.id} is not installed`]
  const today = definitions.algorithms.get(algorithm.id)
  if (today === undefined) return [`algorithm ${algorithm.id} is not installed`]
  const versions = [
    ...versionReason('environment', environment.version, definition.version),
    ...(algorithm.version === today.version
      ? configurationReasons(algorithm.configuration, today)
      : versionReason('algorithm', algorithm.version, today.version)),
    ...adapterReasons(descriptor, definitions),
  ]
  if (definition.version !== environment.version) return versions
  const expected = descriptorToday(descriptor, definitions)
  if (expected === undefined) return [...versions, `setting ${environment.setting} is not defined`]
  return [...versions, ...differences(descriptor, expected)]
}

/** What today's definitions would plan in this place, with the default configuration. */
export function descriptorToday(
  { environment, algorithm, seed, budget, backend }: CellDescriptor,
  definitions: Definitions,
): CellDescriptor | undefined {
  const definition = definitions.environments.get(environment.id)
  const today = definitions.algorithms.get(algorithm.id)
  if (definition === undefined || today === undefined) return undefined
  const name = environment.setting
  if (!Object.hasOwn(definition.settings, name)) return undefined
  const entry = {
    id: `${definition.id}:${name}`,
    environment: definition,
    name,
    setting: definition.settings[name],
  }
  const choice = { algorithm: today, configuration: {}, adapters: [], seed, budget, backend }
  return planCell(entry, choice).descriptor
}

/** Names of the fields in which the two differ, in order. */
export function changedFields(given: Fields, expected: Fields): string[] {
  const names = [...new Set([...Object.keys(given), ...Object.keys(expected)])].toSorted()
  return names.filter((name) => text(given[name]) !== text(expected[name]))
}

function differences(given: CellDescriptor, expected: CellDescriptor): string[] {
  const { parameters, ...evaluation } = given.evaluation
  const { parameters: expectedParameters, ...expectedEvaluation } = expected.evaluation
  const changed = changes('parameter', given.environment.parameters, expected.environment.parameters)
  // A parameter that changed for both is told once.
  const evaluated = changes("evaluation's parameter", parameters, expectedParameters)
  return [
    ...versionReason('protocol', given.protocol, expected.protocol),
    ...(changed.length > 0 ? changed : evaluated),
    ...changes("evaluation's", evaluation, expectedEvaluation),
    ...(text(given.algorithm.recipe) === text(expected.algorithm.recipe) ? [] : ['another recipe']),
  ]
}

function changes(what: string, given: Fields, expected: Fields): string[] {
  const shown = (value: unknown): string => (value === undefined ? 'none' : show(value))
  return changedFields(given, expected).map(
    (name) => `${what} ${name} ${shown(given[name])}, now ${shown(expected[name])}`,
  )
}

/** Why the algorithm takes no such configuration; what is in its files is not asked. */
function configurationReasons(given: Fields, { id, configuration, resolve }: AlgorithmDefinition): string[] {
  try {
    const whole = wholeParameters(given, configuration, () => new Uint8Array())
    const taken: object =
      digestsIn(given).length > 0 ? resolveParameters<object>(configuration, whole, id) : resolve(whole)
    const lacking = Object.keys(taken).filter((name) => !Object.hasOwn(given, name))
    return lacking.map((name) => `configuration lacks ${name}`)
  } catch (error) {
    return [`configuration of ${(error as Error).message}`]
  }
}

function adapterReasons({ adapters }: CellDescriptor, definitions: Definitions): string[] {
  if (definitions.adapters === undefined) return []
  return adapters.flatMap(({ id, version }) => {
    const today = definitions.adapters?.get(id)
    if (today === undefined) return [`adapter ${id} is not installed`]
    return versionReason(`adapter ${id}`, version, today.version)
  })
}

function versionReason(what: string, given: number, expected: number): string[] {
  if (given === expected) return []
  return [`${what === 'protocol' ? what : `${what} version`} ${given}, now ${expected}`]
}

function text(value: unknown): string {
  return value === undefined ? '' : canonicalJson(value)
}
