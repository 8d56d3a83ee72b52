/**
 * Definitions whose own code cannot surprise the harness: `safeEnvironment`, `safeAlgorithm`, `safeAdapter`.
 * What it throws unforeseen, or answers amiss, while a matrix is planned becomes an error that names it.
 */
import {
  type AdapterDefinition,
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  GauntletError,
  checkSpec,
} from '@gauntlet/core'
import { isGauntletError, thrownText } from './reasons.ts'

/** The definition with fields as they were read. */
export function safeEnvironment(
  given: EnvironmentDefinition,
  read: Partial<EnvironmentDefinition>,
): EnvironmentDefinition {
  const whose = `environment ${given.id}`
  return {
    ...given,
    ...read,
    resolve: (parameters) => answerOf(whose, 'resolve', () => record(given.resolve(parameters))),
    describe: (parameters) =>
      answerOf(whose, 'describe', () => checkedSpec(given.describe(parameters), given.id)),
    make: (parameters, batch) => given.make(parameters, batch),
    ...(given.animate !== undefined && { animate: (replay) => given.animate!(replay) }),
  }
}

export function safeAlgorithm(
  given: AlgorithmDefinition,
  read: Partial<AlgorithmDefinition>,
): AlgorithmDefinition {
  const whose = `algorithm ${given.id}`
  return {
    ...given,
    ...read,
    resolve: (configuration) => answerOf(whose, 'resolve', () => record(given.resolve(configuration))),
    create: (context) => given.create(context),
  }
}

export function safeAdapter(given: AdapterDefinition, read: Partial<AdapterDefinition>): AdapterDefinition {
  return {
    ...given,
    ...read,
    adapt: (spec, requires) =>
      answerOf(`adapter ${given.id}`, 'adapt', () => {
        const adapted = given.adapt(spec, requires)
        return adapted && checkedSpec(adapted, given.id)
      }),
    wrap: (environment, requires) => given.wrap(environment, requires),
  }
}

function answerOf<T>(whose: string, method: string, ask: () => T): T {
  try {
    return ask()
  } catch (error) {
    if (isGauntletError(error)) throw error
    throw new GauntletError('plugin', `${whose}: ${method} failed: ${thrownText(error)}`, { cause: error })
  }
}

function checkedSpec(answer: EnvironmentSpec, id: string): EnvironmentSpec {
  const spec = record(answer)
  checkSpec(spec, id)
  return spec
}

function record<T extends object>(answer: T): T {
  if (typeof answer === 'object' && answer !== null) return answer
  throw new TypeError(`it answered ${String(answer)}, expected an object`)
}
