/** An environment that counts and guards what a learner draws from it: `meter`. */
import { type ActionArray, type Environment, type FaceName, GauntletError } from '@gauntlet/core'

const FACES: readonly FaceName[] = [
  'snapshot',
  'instance',
  'expert',
  'differentiable',
  'postDecision',
  'meanField',
  'armModel',
  'dataset',
  'feasible',
  'maskAfter',
]

/** Calls before and after every step of an environment. */
export interface StepHooks {
  before?(actions: ActionArray): void
  after?(): void
}

/**
 * The same environment, over the same buffers, with something done around every step. Buffers are arrays for
 * the environment's whole life, so they are taken over once and reading them costs nothing more.
 */
export function hooked(environment: Environment, hooks: StepHooks): Environment {
  const faces = FACES.filter((name) => environment[name] !== undefined).map((name) => [
    name,
    environment[name],
  ])
  return {
    ...buffersOf(environment),
    ...(Object.fromEntries(faces) as Partial<Environment>),
    spec: environment.spec,
    reset: (seed, schedule) => environment.reset(seed, schedule),
    step: (actions) => {
      hooks.before?.(actions)
      environment.step(actions)
      hooks.after?.()
    },
    renderText: (world) => environment.renderText(world),
    renderSvg: (world) => environment.renderSvg(world),
  }
}

function buffersOf(
  environment: Environment,
): Omit<Environment, 'spec' | 'reset' | 'step' | 'renderText' | 'renderSvg'> {
  return {
    batch: environment.batch,
    observations: environment.observations,
    state: environment.state,
    actionMask: environment.actionMask,
    rewards: environment.rewards,
    terminated: environment.terminated,
    truncated: environment.truncated,
    active: environment.active,
    ended: environment.ended,
    finalObservations: environment.finalObservations,
    finalState: environment.finalState,
    finalActionMask: environment.finalActionMask,
    returns: environment.returns,
    lengths: environment.lengths,
    metrics: environment.metrics,
    costs: environment.costs,
  }
}

/** World steps drawn from a training environment, and a refusal to draw more than the budget. */
export function meter(
  environment: Environment,
  budget: number,
): { readonly environment: Environment; readonly steps: () => number } {
  let steps = 0
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
  return { environment: hooked(environment, { before }), steps: () => steps }
}
