import { Seed } from '@gauntlet/core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { adam } from '../src/optimisers/adam.ts'
import { adamw } from '../src/optimisers/adamw.ts'
import { clipNorm } from '../src/optimisers/optimiser.ts'
import { rmsprop } from '../src/optimisers/rmsprop.ts'

const trainable = () => ({
  parameters: Float32Array.of(1, -2, 0.5),
  gradient: Float32Array.of(0.1, -0.2, 0.3),
})

describe('optimisers', () => {
  it('Adam takes the steps of its formula', () => {
    const own = trainable()
    const optimiser = adam([3], { epsilon: 1e-8 })
    const gradients = [
      [0.1, -0.2, 0.3],
      [-0.5, 0.4, 0.1],
    ]
    for (const gradient of gradients) {
      own.gradient.set(gradient)
      optimiser.step(0, own, 0.01)
      optimiser.advance()
    }
    // by PyTorch's formula, in float64
    const expected = [0.9959835426552334, -1.9936610356546038, 0.4812893612157195]
    expected.forEach((value, k) => expect(own.parameters[k]).toBeCloseTo(value, 6))
  })

  it('Adam, rectified, takes the steps of PyTorch’s RAdam', () => {
    const own = trainable()
    const optimiser = adam([3], { epsilon: 1e-8, rectified: true })
    // of torch.optim.RAdam in float64, PyTorch 1.13
    const expected: Readonly<Record<number, readonly number[]>> = {
      2: [0.9977368421052631, -1.9965263157894737, 0.49436842105263157],
      5: [0.992281285647879, -1.993173174690326, 0.4888062000929694],
      6: [0.9920236476271214, -1.9929871137314439, 0.48865135610386284],
      12: [0.9891756934254654, -1.9908581788295137, 0.4894160365845996],
    }
    for (let t = 0; t < 12; t++) {
      own.gradient.set([0.1 + 0.05 * t, -0.2 + 0.1 * (t % 3), 0.3 - 0.07 * t])
      optimiser.step(0, own, 0.01)
      optimiser.advance()
      expected[t + 1]?.forEach((value, k) => expect(own.parameters[k]).toBeCloseTo(value, 6))
    }
  })

  it('Adam adds the decay of parameters to the gradient', () => {
    const [decayed, plain] = [trainable(), trainable()]
    const optimiser = adam([3], { epsilon: 1e-8, weightDecay: 0.1 })
    const other = adam([3], { epsilon: 1e-8 })
    plain.gradient.forEach((_, k) => (plain.gradient[k] += 0.1 * plain.parameters[k]))
    optimiser.step(0, decayed, 0.01)
    other.step(0, plain, 0.01)
    expect(decayed.parameters).toEqual(plain.parameters)
  })

  it('Adam by the kernel and by the host is the same to the bit', () => {
    const sizes = [1, 6, 33]
    const run = (): Float32Array[] => {
      const stream = Seed.from(4).stream()
      const optimiser = adam(sizes, { beta1: 0.8, epsilon: 1e-5 })
      const own = sizes.map((size) => ({
        parameters: Float32Array.from({ length: size }, () => stream.normal()),
        gradient: new Float32Array(size),
      }))
      for (let update = 0; update < 5; update++) {
        own.forEach((one, j) => {
          one.gradient.forEach((_, k) => (one.gradient[k] = stream.normal() * 10 ** stream.integer(4)))
          optimiser.step(j, one, 0.01)
        })
        optimiser.advance()
      }
      const { powers: _powers, ...moments } = optimiser.state
      return [
        ...own.map(({ parameters }) => parameters),
        ...Object.values(moments as Record<string, Float32Array>),
      ]
    }
    const byKernel = run()
    const engine = globalThis as unknown as { readonly WebAssembly: { Memory: unknown } }
    const { Memory } = engine.WebAssembly
    engine.WebAssembly.Memory = function refuse() {
      throw new RangeError('could not allocate memory')
    }
    onTestFinished(() => {
      engine.WebAssembly.Memory = Memory
    })
    expect(run()).toEqual(byKernel)
  })

  it('AdamW shrinks parameters first, and divides by the greatest mean square so far', () => {
    const own = trainable()
    const optimiser = adamw([3], { epsilon: 1e-4, weightDecay: 0.1 })
    for (const gradient of [
      [0.1, -0.2, 0.3],
      [-0.05, 0.4, 0],
    ]) {
      own.gradient.set(gradient)
      optimiser.step(0, own, 0.01)
      optimiser.advance()
    }
    // By PyTorch's formula for AdamW(amsgrad=True), in float64.
    const expected = [0.9853609747984778, -1.9896768705926855, 0.48231975230722773]
    expected.forEach((value, k) => expect(own.parameters[k]).toBeCloseTo(value, 6))
  })

  it('RMSProp divides by the root of the mean square', () => {
    const own = trainable()
    rmsprop([3], { epsilon: 1e-5 }).step(0, own, 0.01)
    own.parameters.forEach((value, k) => {
      const g = [0.1, -0.2, 0.3][k]
      expect(value).toBeCloseTo([1, -2, 0.5][k] - (0.01 * g) / (Math.sqrt(0.01 * g * g) + 1e-5), 5)
    })
  })

  it('gradients are scaled down together, and never up', () => {
    const [p, q] = [{ ...trainable() }, { ...trainable() }]
    p.gradient.set([3, 0, 0])
    q.gradient.set([0, 4, 0])
    expect(clipNorm([p, q], 1)).toBeCloseTo(5, 6)
    expect(p.gradient[0]).toBeCloseTo(0.6, 5)
    expect(q.gradient[1]).toBeCloseTo(0.8, 5)
    const before = [...p.gradient, ...q.gradient]
    clipNorm([p, q], 10)
    clipNorm([p, q], 0)
    expect([...p.gradient, ...q.gradient]).toEqual(before)
  })
})
