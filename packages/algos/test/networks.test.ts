import { Seed } from '@gauntlet/core'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { loadBackend } from '../src/networks/backends.ts'
import { initialParameters } from '../src/networks/initialise.ts'
import { type MlpArchitecture, type NetworkBackend, layersOf } from '../src/networks/network.ts'

const SHAPE: MlpArchitecture = {
  inputs: 3,
  hidden: [5, 4],
  outputs: 2,
  activation: 'tanh',
  initialisation: 'orthogonal',
}
const inputs = Float32Array.of(0.5, -1, 2, 0.25, 0.125, -0.75, 1, 1, 1, -2, 0.5, 0)
const rows = 4

/** The forward pass in float64, by the equations. */
function reference(
  architecture: MlpArchitecture,
  parameters: ArrayLike<number>,
  given: Float32Array | Float64Array = inputs,
): number[] {
  const outputs: number[] = []
  const layers = layersOf(architecture)
  for (let i = 0; i < rows; i++) {
    let x = Array.from(given.subarray(i * 3, i * 3 + 3))
    layers.forEach(({ inputs: n, outputs: m, weights, biases }, l) => {
      const y = Array.from({ length: m }, (_, o) => {
        let sum = parameters[biases + o]
        for (let k = 0; k < n; k++) sum += x[k] * parameters[weights + k * m + o]
        if (l === layers.length - 1) return sum
        return architecture.activation === 'relu' ? Math.max(sum, 0) : Math.tanh(sum)
      })
      x = y
    })
    outputs.push(...x)
  }
  return outputs
}

describe.each(['wasm', 'cpu'])('a perceptron on %s', (name) => {
  let backend: NetworkBackend
  beforeAll(async () => {
    backend = await loadBackend(name)
  })

  it.each(['tanh', 'relu'] as const)('computes what its equations say, with %s', (activation) => {
    const architecture = { ...SHAPE, activation }
    const network = backend.mlp(architecture, Seed.from(3).stream())
    const outputs = network.forward(inputs, rows)
    reference(architecture, network.parameters).forEach((value, k) =>
      expect(outputs[k]).toBeCloseTo(value, 5),
    )
    network.dispose()
  })

  it.each(['tanh', 'relu'] as const)(
    'has the gradient that finite differences have, with %s',
    (activation) => {
      const architecture = { ...SHAPE, activation }
      const network = backend.mlp(architecture, Seed.from(4).stream())
      const weights = Float32Array.from({ length: rows * 2 }, (_, k) => Math.sin(k + 1))
      network.forward(inputs, rows)
      const inputGradient = new Float32Array(rows * 3)
      network.backward(weights, inputGradient)
      const parameters = Float64Array.from(network.parameters)
      const loss = (): number =>
        reference(architecture, parameters).reduce((sum, value, k) => sum + value * weights[k], 0)
      for (let p = 0; p < parameters.length; p++) {
        const before = parameters[p]
        parameters[p] = before + 1e-6
        const up = loss()
        parameters[p] = before - 1e-6
        const numeric = (up - loss()) / 2e-6
        parameters[p] = before
        expect(network.gradient[p]).toBeCloseTo(numeric, 4)
      }
      inputs.forEach((before, k) => {
        const lossAt = (value: number): number => {
          const moved = Float64Array.from(inputs)
          moved[k] = value
          return reference(architecture, parameters, moved).reduce((sum, y, j) => sum + y * weights[j], 0)
        }
        const numeric = (lossAt(before + 1e-6) - lossAt(before - 1e-6)) / 2e-6
        expect(inputGradient[k]).toBeCloseTo(numeric, 4)
      })
      network.dispose()
    },
  )

  it('sees parameters that were changed, and refuses to go backwards first', () => {
    const network = backend.mlp({ ...SHAPE, hidden: [] }, Seed.from(5).stream())
    expect(() => network.backward(new Float32Array(8))).toThrow('backward without a forward before it')
    network.parameters.fill(0)
    network.changed()
    expect([...network.forward(inputs, rows)]).toEqual(Array.from({ length: 8 }, () => 0))
    network.dispose()
  })
})

it('leaves no tensors behind', async () => {
  const { memory } = await import('@tensorflow/tfjs-core')
  const backend = await loadBackend('cpu')
  const before = memory().numTensors
  const network = backend.mlp(SHAPE, Seed.from(6).stream())
  for (let n = 0; n < 3; n++) {
    network.forward(inputs, rows)
    network.backward(new Float32Array(8))
    network.changed()
  }
  network.dispose()
  expect(memory().numTensors).toBe(before)
})

describe('on wasm', () => {
  const wide: MlpArchitecture = { ...SHAPE, inputs: 9, hidden: [33, 70], outputs: 3 }
  const many = Float32Array.from({ length: 300 * 9 }, (_, k) => Math.sin(k))

  it('a row has the same outputs alone, among others, predicted and with a trace', async () => {
    const network = (await loadBackend('wasm')).mlp(wide, Seed.from(8).stream())
    const together = network.forward(many, 300)
    for (const count of [1, 2, 3, 4, 5, 16, 17, 64, 65, 300]) {
      const first = together.slice(0, 3 * count)
      expect(network.predict(many, count)).toEqual(first)
      expect(network.forward(many, count)).toEqual(first)
    }
    for (let i = 0; i < 300; i += 37) {
      const alone = network.predict(many.subarray(9 * i, 9 * i + 9), 1)
      expect(alone).toEqual(together.slice(3 * i, 3 * i + 3))
    }
  })

  it('gradients do not depend on what was predicted, or on passes of more rows, in between', async () => {
    const backend = await loadBackend('wasm')
    const gradients = [false, true].map((disturbed) => {
      const network = backend.mlp(wide, Seed.from(9).stream())
      if (disturbed) network.forward(many, 300)
      network.forward(many, 20)
      if (disturbed) network.predict(many, 200)
      network.backward(many)
      return network.gradient
    })
    expect(gradients[1]).toEqual(gradients[0])
  })

  it('goes on from its parameters after it was disposed of', async () => {
    const network = (await loadBackend('wasm')).mlp(wide, Seed.from(10).stream())
    const before = network.predict(many, 5)
    network.dispose()
    expect(network.predict(many, 5)).toEqual(before)
    expect(() => network.backward(many)).toThrow('backward without a forward before it')
  })
})

describe('how networks begin', () => {
  it('orthogonal weights have orthogonal rows or columns of the gain asked for', () => {
    const architecture = { ...SHAPE, inputs: 6, hidden: [8], outputs: 3, outputGain: 0.01 }
    const parameters = initialParameters(architecture, Seed.from(1).stream())
    const [first, last] = layersOf(architecture)
    const at = (layer: typeof first, i: number, o: number): number =>
      parameters[layer.weights + i * layer.outputs + o]
    for (let i = 0; i < 6; i++) {
      for (let j = 0; j < 6; j++) {
        let dot = 0
        for (let o = 0; o < 8; o++) dot += at(first, i, o) * at(first, j, o)
        expect(dot).toBeCloseTo(i === j ? 2 : 0, 5)
      }
    }
    for (let o = 0; o < 3; o++) {
      let norm = 0
      for (let i = 0; i < 8; i++) norm += at(last, i, o) ** 2
      expect(Math.sqrt(norm)).toBeCloseTo(0.01, 7)
    }
    expect(parameters.subarray(first.biases, first.biases + 8).every((bias) => bias === 0)).toBe(true)
  })

  it('uniform weights lie within the inverse root of the inputs', () => {
    const architecture = {
      ...SHAPE,
      inputs: 16,
      hidden: [],
      outputs: 200,
      initialisation: 'uniform',
    } as const
    const parameters = initialParameters(architecture, Seed.from(2).stream())
    const greatest = parameters.reduce((top, value) => Math.max(top, Math.abs(value)), 0)
    expect(greatest).toBeLessThanOrEqual(0.25)
    expect(greatest).toBeGreaterThan(0.249)
  })
})

describe('backends', () => {
  it('names what is known', async () => {
    await expect(loadBackend('abacus')).rejects.toThrow(
      'backend abacus: is not known; expected one of wasm, cpu',
    )
  })

  it('says what wasm needs where the engine has none', async () => {
    const engine = globalThis as unknown as { readonly WebAssembly: { Memory: unknown } }
    const { Memory } = engine.WebAssembly
    engine.WebAssembly.Memory = function refuse() {
      throw new RangeError('could not allocate memory')
    }
    try {
      await expect(loadBackend('wasm')).rejects.toThrow('backend wasm: needs WebAssembly with SIMD')
    } finally {
      engine.WebAssembly.Memory = Memory
    }
  })

  it('takes a native one that is installed', async () => {
    const core = await import('@tensorflow/tfjs-core')
    const { MathBackendCPU } = await import('@tensorflow/tfjs-backend-cpu/dist/base.js')
    vi.doMock('@tensorflow/tfjs-node', () => {
      core.copyRegisteredKernels('cpu', 'tensorflow')
      core.registerBackend('tensorflow', () => new MathBackendCPU())
      return {}
    })
    const backend = await loadBackend('node')
    expect(core.getBackend()).toBe('tensorflow')
    const network = backend.mlp(SHAPE, Seed.from(3).stream())
    const outputs = network.forward(inputs, rows)
    reference(SHAPE, network.parameters).forEach((value, k) => expect(outputs[k]).toBeCloseTo(value, 5))
    // Each stays on its backend, whichever another network asks for.
    const plain = (await loadBackend('cpu')).mlp(SHAPE, Seed.from(3).stream())
    expect(core.getBackend()).toBe('cpu')
    expect(network.forward(inputs, rows)).toEqual(outputs)
    expect(core.getBackend()).toBe('tensorflow')
    expect(plain.forward(inputs, rows)).toEqual(outputs)
    expect(core.getBackend()).toBe('cpu')
    vi.doUnmock('@tensorflow/tfjs-node')
  })

  it('does not call a native one absent that is broken', async () => {
    vi.doMock('@tensorflow/tfjs-node', () => {
      throw new Error("Cannot find module './lib/libtensorflow.so'")
    })
    await expect(loadBackend('node')).rejects.toThrow(
      'backend node: @tensorflow/tfjs-node cannot be loaded: ',
    )
    vi.doUnmock('@tensorflow/tfjs-node')
  })

  it('says how to get a native one that is not installed', async () => {
    await expect(loadBackend('node-gpu')).rejects.toThrow(
      'backend node-gpu: @tensorflow/tfjs-node-gpu is not installed; npm install @tensorflow/tfjs-node-gpu beside @gauntlet/algos, or choose wasm',
    )
  })
})

describe('webgpu', () => {
  const engine = globalThis as { OffscreenCanvas?: unknown; navigator?: { gpu?: unknown } }
  const adapters = (adapter: object | null) => ({ requestAdapter: () => Promise.resolve(adapter) })
  /** The engine with WebGPU, until the test is over. */
  function giveEngine(gpu: object): void {
    engine.navigator ??= {}
    Object.defineProperty(engine.navigator, 'gpu', { value: gpu, configurable: true })
    engine.OffscreenCanvas = Object
  }
  afterEach(() => {
    delete engine.navigator?.gpu
    delete engine.OffscreenCanvas
    vi.doUnmock('webgpu')
    vi.doUnmock('@tensorflow/tfjs-backend-webgpu')
  })
  const install = 'npm install @tensorflow/tfjs-backend-webgpu webgpu beside @gauntlet/algos, or choose wasm'

  it('says so first where numbers cannot be read back at once, as in Node', async () => {
    await expect(loadBackend('webgpu')).rejects.toThrow(
      /backend webgpu: gives nothing back at once without OffscreenCanvas.*choose wasm or node-gpu/,
    )
  })

  it('says what to install where the engine has none', async () => {
    engine.OffscreenCanvas = Object
    await expect(loadBackend('webgpu')).rejects.toThrow(`backend webgpu: webgpu is not installed; ${install}`)
  })

  it('says so where no GPU is found', async () => {
    engine.OffscreenCanvas = Object
    vi.doMock('webgpu', () => ({ create: () => adapters(null), globals: {} }))
    await expect(loadBackend('webgpu')).rejects.toThrow('backend webgpu: finds no adapter: ')
  })

  it('says what to install where TensorFlow.js’s backend is missing', async () => {
    giveEngine(adapters({}))
    await expect(loadBackend('webgpu')).rejects.toThrow(
      `backend webgpu: @tensorflow/tfjs-backend-webgpu is not installed; ${install}`,
    )
  })

  it('is taken where all is there', async () => {
    const core = await import('@tensorflow/tfjs-core')
    const { MathBackendCPU } = await import('@tensorflow/tfjs-backend-cpu/dist/base.js')
    vi.doMock('@tensorflow/tfjs-backend-webgpu', () => {
      core.copyRegisteredKernels('cpu', 'webgpu')
      core.registerBackend('webgpu', () => new MathBackendCPU())
      return {}
    })
    giveEngine(adapters({}))
    const backend = await loadBackend('webgpu')
    expect(backend.name).toBe('webgpu')
    expect(core.getBackend()).toBe('webgpu')
    const network = backend.mlp(SHAPE, Seed.from(3).stream())
    const outputs = network.forward(inputs, rows)
    reference(SHAPE, network.parameters).forEach((value, k) => expect(outputs[k]).toBeCloseTo(value, 5))
  })
})
