/** HiGHS, loaded when it is first needed: `loadSolver`, `Solver`. */
import { GauntletError } from '@gauntlet/core'
import type { Highs } from 'highs'

export type Solver = Highs

let loading: Promise<Solver> | undefined

/**
 * The solver of linear and mixed-integer programmes, loaded once (60 ms in Node, and 3.5 MB).
 * Errors: GauntletError where its binary cannot be had, as behind a bundler that does not ship it.
 */
export function loadSolver(): Promise<Solver> {
  loading ??= load()
  return loading
}

async function load(): Promise<Solver> {
  try {
    const module = await import('highs')
    // The package declares itself CommonJS, so that its types nest the loader once more than its module does.
    const loader = module.default as unknown as typeof module.default.default
    return await loader()
  } catch (cause) {
    throw new GauntletError('solver', 'the solver HiGHS cannot be loaded', { cause })
  }
}
