/** HiGHS, loaded when it is first needed: `preloadSolver`, `Solver`. */
import { GauntletError } from '@gauntlet/core'
import type { Highs } from 'highs'

export type Solver = Highs

let loading: Promise<Solver | GauntletError> | undefined

/**
 * The mixed-integer solver, or why there is none; loaded once (60 ms in Node, and 3.5 MB).
 *
 * It loads apart from the package, so that who asks only for descriptions does not wait for it; and where its binary
 * cannot be had, as behind a bundler that does not ship it, everything but what solves goes on.
 */
export function preloadSolver(): Promise<Solver | GauntletError> {
  loading ??= load()
  return loading
}

async function load(): Promise<Solver | GauntletError> {
  try {
    const module = await import('highs')
    // The package declares itself CommonJS, so that its types nest the loader once more than its module does.
    const loader = module.default as unknown as typeof module.default.default
    return await loader()
  } catch (cause) {
    return new GauntletError('solver', 'the solver HiGHS cannot be loaded', { cause })
  }
}
