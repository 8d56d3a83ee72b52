/** `withoutKernel`. */
import { expect } from 'vitest'
import { ArmsMemory } from '../src/arms-kernel.ts'

/** What `run` gives where the engine has no memory for a kernel. */
export async function withoutKernel<Result>(run: () => Promise<Result>): Promise<Result> {
  const engine = globalThis as unknown as { readonly WebAssembly: { Memory: unknown } }
  const { Memory } = engine.WebAssembly
  try {
    engine.WebAssembly.Memory = () => {
      throw new RangeError('no memory')
    }
    expect(new ArmsMemory(1).kernel).toBeUndefined()
    return await run()
  } finally {
    engine.WebAssembly.Memory = Memory
  }
}
