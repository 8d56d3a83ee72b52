/** What a policy sees while it is evaluated: `guardView`. */
import { type Environment, GauntletError, type View, wrapEnvironment } from '@gauntlet/core'

/** Buffers that decide how an episode goes on, so that a policy is given copies of them. */
const DECISIVE = ['actionMask', 'terminated', 'truncated', 'active'] as const

export interface GuardedView {
  readonly view: View
  /** Brings the copies up to date, after every step. */
  refresh(): void
}

/**
 * A view of an environment that a policy cannot move: it holds neither `step` nor `reset`, its faces refuse to
 * restart or restore a world, nothing can be put in their place, and what is written into its buffers decides
 * nothing.
 */
export function guardView(environment: Environment): GuardedView {
  const { reset: _, step: __, instance, snapshot, ...seen } = wrapEnvironment(environment, {})
  const copies = DECISIVE.map((name) => ({ name, from: environment[name], to: environment[name]?.slice() }))
  const view: View = {
    ...seen,
    ...Object.fromEntries(copies.map(({ name, to }) => [name, to])),
    ...(instance && { instance: Object.freeze({ ...instance, restart: refuse('instance.restart') }) }),
    ...(snapshot && { snapshot: Object.freeze({ ...snapshot, restore: refuse('snapshot.restore') }) }),
  }
  return {
    view: Object.freeze(view),
    refresh: () => {
      for (const { from, to } of copies) if (from !== undefined) to?.set(from)
    },
  }
}

function refuse(what: string): () => never {
  return () => {
    throw new GauntletError('policy', `a policy may not call ${what} of what it is evaluated on`)
  }
}
