/** `withoutKernel`. */
import { expect } from 'vitest'
import { SwarmMemory } from '../src/swarm-kernel.ts'

/** What `run` gives where the engine has no memory for a kernel. */
export function withoutKernel<Result>(run: () => Result): Result {
  const engine = globalThis as unknown as { readonly WebAssembly: { Memory: unknown } }
  const { Memory } = engine.WebAssembly
  try {
    engine.WebAssembly.Memory = () => {
      throw new RangeError('no memory')
    }
    expect(new SwarmMemory(1).kernel).toBeUndefined()
    return run()
  } finally {
    engine.WebAssembly.Memory = Memory
  }
}
