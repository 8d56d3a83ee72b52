/** An environment that counts and guards what a learner draws from it: `meter`. */
import { type ActionArray, type Environment, GauntletError, wrapEnvironment } from '@gauntlet/core'

/** Calls before and after every step of an environment, and before every reset. */
export interface Hooks {
  before?(actions: ActionArray): void
  after?(): void
  reset?(): void
}

/** The same environment, with something done around every step. */
export function hooked(environment: Environment, hooks: Hooks): Environment {
  return wrapEnvironment(environment, {
    reset: (seed, schedule) => {
      hooks.reset?.()
      environment.reset(seed, schedule)
    },
    step: (actions) => {
      hooks.before?.(actions)
      environment.step(actions)
      hooks.after?.()
    },
  })
}

/**
 * World steps drawn from a training environment, and a refusal to draw more than the budget; `drawn` steps were drawn
 * before.
 */
export function meter(
  environment: Environment,
  budget: number,
  hooks: Omit<Hooks, 'before'> = {},
  drawn: number = 0,
): { readonly environment: Environment; readonly steps: () => number } {
  let steps = drawn
  const before = (): void => {
    steps += environment.batch
    if (steps > budget) {
      throw new GauntletError(
        'budget',
        `the learner draws world step ${steps} of a budget of ${budget}; ` +
          `with ${environment.batch} worlds it must stop at ${budget - (budget % environment.batch)}`,
      )
    }
  }
  return { environment: hooked(environment, { ...hooks, before }), steps: () => steps }
}
