import { afterEach, describe, expect, it, vi } from 'vitest'
import { GauntletError } from '../src/errors.ts'
import { type KernelInstance, KernelModule } from '../src/kernel.ts'

interface Adder {
  /** Adds to the int32 at an address. */
  add(address: number, value: number): void
}

/** Imports env.memory; exports a function that loads, adds and stores. */
const ADDER =
  '0061736d0100000001060160027f7f00020f0103656e76066d656d6f7279020000' +
  '030201000707010361646400000a11010f00200020002802002001' +
  '6a3602000b'

const { Memory, Module, Instance } = (
  globalThis as unknown as {
    readonly WebAssembly: { Memory: unknown; Module: new (bytes: Uint8Array) => object; Instance: unknown }
  }
).WebAssembly

function adder(): KernelModule<Adder> {
  return new KernelModule('sums', ADDER)
}

function int32(instance: KernelInstance<Adder>, length: number): Int32Array {
  return new Int32Array(instance.buffer, instance.cut(4 * length), length)
}

function refused(run: () => unknown, message: string): void {
  expect(run).toThrow(GauntletError)
  expect(run).toThrow(message)
}

afterEach(() => void vi.unstubAllGlobals())

describe('a kernel', () => {
  it('works on its own memory, which begins as zeros, and on no other instance’s', () => {
    const module = adder()
    const [one, other] = [module.instantiate(20), module.instantiate(20)]
    const [first, second] = [int32(one, 2), int32(one, 3)]
    const elsewhere = int32(other, 5)
    one.functions.add(second.byteOffset + 4, 7)
    one.functions.add(second.byteOffset + 4, -9)
    expect([...first, ...second]).toEqual([0, 0, 0, -2, 0])
    expect([...elsewhere]).toEqual([0, 0, 0, 0, 0])
  })

  it('is compiled once, when it is first needed', () => {
    const compile = vi.fn(function compiled(bytes: Uint8Array) {
      return new Module(bytes)
    })
    vi.stubGlobal('WebAssembly', { Memory, Module: compile, Instance })
    const module = adder()
    expect(compile).not.toHaveBeenCalled()
    module.instantiate(1)
    module.instantiate(70000)
    expect(compile).toHaveBeenCalledOnce()
  })

  it('has memory up to the bytes reserved, and not one more', () => {
    const instance = adder().instantiate(24)
    expect([instance.cut(10), instance.cut(0), instance.cut(6)]).toEqual([0, 10, 10])
    refused(() => instance.cut(9), 'sums: got arrays of 25 bytes, expected the 24 reserved')
    expect(instance.cut(8)).toBe(16)
    for (const bytes of [-1, 0.5, Number.NaN]) {
      refused(() => instance.cut(bytes), `sums: bytes of an array: got ${bytes}, expected a whole number`)
    }
  })
})

describe('no kernel', () => {
  it('has more memory than there are addresses, or no whole number of bytes', () => {
    refused(
      () => adder().instantiate(2 ** 32 + 1),
      'sums: got arrays of 4294967297 bytes, at most 4294967296 fit',
    )
    for (const bytes of [-1, 0.5, Number.NaN]) {
      refused(
        () => adder().instantiate(bytes),
        `sums: bytes of memory: got ${bytes}, expected a whole number`,
      )
    }
  })

  it('runs in an engine without WebAssembly, or without memory, and the engine’s own error is kept', () => {
    vi.stubGlobal('WebAssembly', undefined)
    refused(() => adder().instantiate(8), 'sums: the engine gives no WebAssembly memory of 8 bytes with SIMD')
    const cause = new RangeError('could not allocate memory')
    const refuse = function refuse(): never {
      throw cause
    }
    vi.stubGlobal('WebAssembly', { Memory: refuse, Module, Instance })
    refused(() => adder().instantiate(8), 'with SIMD: RangeError: could not allocate memory')
    expect(() => adder().instantiate(8)).toThrow(expect.objectContaining({ cause }))
  })

  it('is made of what is no binary', () => {
    for (const hex of ['', 'no digits', ADDER.slice(0, -2)]) {
      refused(() => new KernelModule('sums', hex).instantiate(8), 'CompileError')
    }
  })
})
