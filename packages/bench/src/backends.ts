/** Numeric backends of learners: `BACKENDS`, `Backend`, `DEFAULT_BACKEND`, `checkBackend`. */
import { ParameterError } from '@gauntlet/core'

/** Names that `--backend` and the configuration may give; `node`, `node-gpu` and `webgpu` are libraries of the user's. */
export const BACKENDS = ['wasm', 'cpu', 'node', 'node-gpu', 'webgpu'] as const

export type Backend = (typeof BACKENDS)[number]

/** Repeats to the bit; also what the cells of algorithms that do not train are recorded with. */
export const DEFAULT_BACKEND: Backend = 'wasm'

/** A flag's value as a backend. Errors: ParameterError naming those there are. */
export function checkBackend(name: string): Backend {
  const found = BACKENDS.find((backend) => backend === name)
  if (found === undefined) throw new ParameterError('--backend', name, `one of ${BACKENDS.join(', ')}`)
  return found
}
