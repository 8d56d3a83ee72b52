/** Dense layers in plain TypeScript, the kernel's test oracle and the exact path: `hostArena`. */
import { HOST_CONVOLUTIONS } from './host-convolutions.ts'
import { HOST_OPERATIONS } from './host-operations.ts'
import type { Arena } from './operations.ts'

/**
 * Arrays of their own, of either width. In float64, gradients are exact to about 1e-15; in float32 every sum is rounded
 * as it is stored.
 */
export function hostArena(kind: 'float32' | 'float64'): Arena {
  return {
    operations: { ...HOST_OPERATIONS, ...HOST_CONVOLUTIONS },
    floats: (length) => (kind === 'float32' ? new Float32Array(length) : new Float64Array(length)),
  }
}
