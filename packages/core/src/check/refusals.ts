/** Steps that must be refused, and must move nothing: `requireIllegal`, `requireRefused`. */
import type { Environment } from '../environment.ts'
import { GauntletError, IllegalActionError } from '../errors.ts'
import { errorText } from '../show.ts'
import type { ActionArray } from '../spaces.ts'
import { fail } from './report.ts'
import { ALL, keepWorld, keptDifference } from './rows.ts'

/** Fails unless a step with these actions is refused by an error that names world and agent, and nothing moves. */
export function requireIllegal(
  environment: Environment,
  actions: ActionArray,
  world: number,
  agent: number,
  place: string,
): void {
  const error = requireRefused(environment, actions, place)
  if (!(error instanceof IllegalActionError)) {
    fail(`${place}: got ${errorText(error)}, expected an IllegalActionError`)
  }
  if (error.world !== world || error.agent !== agent) {
    fail(`${place}: the error names world ${error.world}, agent ${error.agent}`)
  }
}

/** Fails unless a step with these actions is refused by a GauntletError, and no buffer changes. Returns the error. */
export function requireRefused(environment: Environment, actions: ActionArray, place: string): GauntletError {
  const before = Array.from({ length: environment.batch }, (_, w) => keepWorld(environment, w))
  const error = stepError(environment, actions)
  if (error === undefined) fail(`${place}: was accepted, expected it to be refused`)
  if (!(error instanceof GauntletError)) fail(`${place}: got ${errorText(error)}, expected a GauntletError`)
  before.forEach((kept, w) => {
    const difference = keptDifference(environment.spec, environment, w, kept, ALL)
    if (difference !== undefined) fail(`${place}: was refused, but in world ${w} ${difference} as before`)
  })
  return error
}

function stepError(environment: Environment, actions: ActionArray): unknown {
  try {
    environment.step(actions)
  } catch (error) {
    return error ?? 'nothing'
  }
  return undefined
}
