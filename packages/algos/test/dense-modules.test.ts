/** Layers on an arena: their formulas, their gradients, and that the kernel comes to the same as float64. */
import { type Block, type Graph, Seed, layout } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import { Embedding } from '../src/dense/embedding.ts'
import { Gru } from '../src/dense/gru.ts'
import { hostArena } from '../src/dense/host-arena.ts'
import { kernelArena } from '../src/dense/kernel-arena.ts'
import { LayerNorm } from '../src/dense/layer-norm.ts'
import { lengthsOf } from '../src/dense/measuring-arena.ts'
import { MessageNetwork, graphEdges } from '../src/dense/message-network.ts'
import type { Arena, FloatArray } from '../src/dense/operations.ts'
import { RecurrentLayers, recurrentParameters } from '../src/dense/recurrent-layers.ts'
import { SetAttention } from '../src/dense/set-attention.ts'
import { TokenLayers } from '../src/dense/token-layers.ts'
import { adam } from '../src/optimisers/adam.ts'
import { NormedLayers } from '../src/dense/normed-layers.ts'
import { LayeredNetwork } from '../src/networks/layered-network.ts'

/** A layer with its inputs, ready to be run forward and back. */
interface Course {
  /** What it puts out. */
  forward(): FloatArray
  /** From derivatives by that. */
  backward(byOutputs: FloatArray): void
  /** What it depends on, with its derivatives. */
  readonly sources: readonly (readonly [values: FloatArray, gradient: FloatArray])[]
}

interface Part {
  readonly parameters: FloatArray
  readonly gradient: FloatArray
}

const pairs = (parts: readonly Part[]): [FloatArray, FloatArray][] =>
  parts.map(({ parameters, gradient }) => [parameters, gradient])

function drawn(length: number, seed: number, arena: Arena): FloatArray {
  const stream = Seed.from(seed).stream()
  const array = arena.floats(length)
  for (let i = 0; i < length; i++) array[i] = Math.fround(stream.normal())
  return array
}

const EDGES: Graph = {
  nodes: 4,
  edges: [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 3],
    [3, 0],
  ],
}
const PRESENT = Uint8Array.of(1, 0, 1, 1, 1, 1, 0, 0)

const COURSES: Record<string, (arena: Arena) => Course> = {
  'a layer norm'(arena) {
    const norm = new LayerNorm(5, arena)
    norm.parameters.set(drawn(10, 1, hostArena('float64')))
    const trace = norm.trace(3)
    const x = drawn(15, 2, arena)
    const dx = arena.floats(15)
    return {
      forward: () => norm.forward(x, 3, trace),
      backward: (dy) => norm.backward(trace, dy, dx),
      sources: [...pairs([norm]), [x, dx]],
    }
  },
  'a recurrent layer, over sequences with resets'(arena) {
    const gru = new Gru(3, 4, arena, Seed.from(3).stream())
    for (const { parameters } of gru.parts) {
      parameters.set(drawn(parameters.length, 4, hostArena('float64')))
    }
    const trace = gru.trace(4, 3)
    const [x, h] = [drawn(36, 5, arena), drawn(12, 6, arena)]
    const [dx, dh] = [arena.floats(36), arena.floats(12)]
    const resets = Uint8Array.of(0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0)
    return {
      forward() {
        gru.changed()
        return gru.forward(x, h, resets, 4, 3, trace)
      },
      backward: (dy) => gru.backward(trace, dy, dx, dh),
      sources: [...pairs(gru.parts), [x, dx], [h, dh]],
    }
  },
  'layers that remember, over sequences with resets'(arena) {
    const shape = {
      inputs: 3,
      hidden: [6, 5],
      activation: 'tanh',
      units: 4,
      outputs: 2,
      outputGain: 1,
    } as const
    const layers = new RecurrentLayers(shape, arena, recurrentParameters(shape, Seed.from(3).stream()))
    const trace = layers.trace(4, 3)
    const [x, h] = [drawn(36, 5, arena), drawn(12, 6, arena)]
    const resets = Uint8Array.of(0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0)
    return {
      forward() {
        layers.changed()
        return layers.forward(x, h, resets, 4, 3, trace)
      },
      backward: (dy) => layers.backward(trace, dy),
      sources: pairs(layers.parts),
    }
  },
  'attention over a set with padding'(arena) {
    const shape = { tokens: 4, width: 6, heads: 2, hidden: 7 }
    const attention = new SetAttention(shape, arena, Seed.from(7).stream())
    const trace = attention.trace(2)
    const x = drawn(48, 8, arena)
    const dx = arena.floats(48)
    return {
      forward() {
        attention.changed()
        return attention.forward(x, PRESENT, 2, trace)
      },
      backward: (dy) => attention.backward(trace, dy, dx),
      sources: [...pairs(attention.parts), [x, dx]],
    }
  },
  'an embedding'(arena) {
    const [, block] = layout(
      { name: 'level', shape: [2], axis: 'flat', kind: 'real' },
      { name: 'species', shape: [3], axis: 'token', kind: 'category', categories: 5 },
    )
    const embedding = new Embedding(block, 4, arena, Seed.from(9).stream())
    const observations = Float32Array.of(0.5, 0.5, 4, 0, 1, 0.5, 0.5, 4, 4, 2)
    const outputs = arena.floats(2 * 3 * 6)
    return {
      forward() {
        embedding.forward(observations, 5, 2, outputs, 2, 6)
        return outputs
      },
      backward: (dy) => embedding.backward(observations, 5, 2, dy, 2, 6),
      sources: pairs([embedding]),
    }
  },
  'attention over the tokens of an observation'(arena) {
    const architecture = { layout: TOKENS, width: 8, layers: 2, outputs: 3, outputGain: 1 }
    const layers = new TokenLayers(architecture, arena, Seed.from(11).stream())
    const trace = layers.trace(2)
    const observations = Float64Array.from(OBSERVED)
    return {
      forward() {
        layers.changed()
        return layers.forward(observations, 2, trace)
      },
      backward: (dy) => layers.backward(trace, dy),
      sources: pairs(layers.parts),
    }
  },
  'a perceptron with normalised layers'(arena) {
    const architecture = { inputs: 4, hidden: [6, 5], outputs: 3, activation: 'tanh' } as const
    const layers = new NormedLayers(architecture, arena, Seed.from(12).stream())
    const trace = layers.trace(3)
    const x = drawn(12, 13, arena)
    return {
      forward() {
        layers.changed()
        return layers.forward(x, 3, trace)
      },
      backward: (dy) => layers.backward(trace, dy),
      sources: pairs(layers.parts),
    }
  },
  'messages along a graph'(arena) {
    const shape = { nodeInputs: 3, edgeInputs: 2, hidden: [6, 5], steps: 2 }
    const network = new MessageNetwork(4, graphEdges(EDGES), shape, arena, Seed.from(10).stream())
    const trace = network.trace(2)
    trace.nodeFeatures.set(drawn(24, 11, hostArena('float64')))
    trace.edgeFeatures.set(drawn(20, 12, hostArena('float64')))
    const [byNodeFeatures, byEdgeFeatures] = [arena.floats(24), arena.floats(20)]
    const [byNodes, byEdges] = [arena.floats(40), arena.floats(50)]
    const outputs = arena.floats(90)
    return {
      forward() {
        network.changed()
        network.forward(2, trace)
        outputs.set(trace.nodes)
        outputs.set(trace.edges, 40)
        return outputs
      },
      backward(dy) {
        byNodes.set(dy.subarray(0, 40))
        byEdges.set(dy.subarray(40))
        network.backward(trace, byNodes, byEdges, byNodeFeatures, byEdgeFeatures)
      },
      sources: [
        ...pairs(network.parts),
        [trace.nodeFeatures, byNodeFeatures],
        [trace.edgeFeatures, byEdgeFeatures],
      ],
    }
  },
}

/** Three tokens, each of two categories of one kind, one of another and two numbers, and a number that all see. */
const TOKENS = layout(
  { name: 'moves', shape: [3, 2], axis: 'token', kind: 'category', categories: 4 },
  { name: 'time', shape: [1], axis: 'flat', kind: 'real' },
  { name: 'species', shape: [3], axis: 'token', kind: 'category', categories: 5 },
  { name: 'levels', shape: [3, 2], axis: 'token', kind: 'real' },
)
const OBSERVED = [
  [0, 1, 2, 2, 3, 0, 0.5, 4, 0, 1, 0.1, -0.4, 0.7, 1.2, -0.3, 0.6],
  [3, 3, 1, 0, 0, 2, -1, 2, 2, 3, 0.9, 0.2, -1.1, 0.3, 0.5, -0.8],
].flat()

describe.each(Object.entries(COURSES))('%s', (_name, begin) => {
  it('has the derivatives of central differences, in float64', () => {
    const arena = hostArena('float64')
    const { forward, backward, sources } = begin(arena)
    const weights = drawn(forward().length, 20, arena)
    const loss = (): number => Array.from(forward()).reduce((sum, y, k) => sum + y * weights[k], 0)
    loss()
    backward(weights)
    let seen = 0
    for (const [values, gradient] of sources) {
      for (let i = 0; i < values.length; i++) {
        const kept = values[i]
        values[i] = kept + 1e-5
        const above = loss()
        values[i] = kept - 1e-5
        const below = loss()
        values[i] = kept
        expect(Math.abs((above - below) / 2e-5 - gradient[i])).toBeLessThan(1e-7)
        if (gradient[i] !== 0) seen++
      }
    }
    expect(seen).toBeGreaterThan(10)
  })

  it('comes to the same on the kernel', () => {
    const run = (arena: Arena): number[] => {
      const { forward, backward, sources } = begin(arena)
      const outputs = Array.from(forward())
      const weights = arena.floats(outputs.length)
      weights.set(drawn(outputs.length, 20, hostArena('float64')))
      backward(weights)
      return [...outputs, ...sources.flatMap(([, gradient]) => Array.from(gradient))]
    }
    const exact = run(hostArena('float64'))
    const found = run(kernelArena(lengthsOf(run)))
    expect(found.length).toBe(exact.length)
    found.forEach((one, k) => expect(Math.abs(one - exact[k])).toBeLessThan(2e-5 * (1 + Math.abs(exact[k]))))
  })
})

it('a layer norm gives rows of mean 0 and variance 1', () => {
  const norm = new LayerNorm(8, hostArena('float64'))
  const y = Array.from(norm.forward(drawn(8, 1, hostArena('float64')), 1, norm.trace(1)))
  expect(y.reduce((sum, one) => sum + one, 0)).toBeCloseTo(0, 12)
  expect(y.reduce((sum, one) => sum + one * one, 0) / 8).toBeCloseTo(1, 4)
})

describe('a recurrent layer', () => {
  const arena = hostArena('float64')

  it('puts out what PyTorch’s nn.GRU puts out', () => {
    const gru = new Gru(2, 2, arena, Seed.from(1).stream())
    // Weights as PyTorch has them, [3 units, inputs], are ours transposed.
    const [w, u] = gru.parts
    for (let gate = 0; gate < 6; gate++) {
      for (let k = 0; k < 2; k++) {
        w.parameters[k * 6 + gate] = 0.1 * (gate + 1) - 0.2 * k
        u.parameters[k * 6 + gate] = 0.3 * k - 0.1 * gate
      }
      w.parameters[12 + gate] = 0.05 * gate
      u.parameters[12 + gate] = 0.1 - 0.03 * gate
    }
    gru.changed()
    const x = Float64Array.of(1, -1, 0.5, 2, -1.5, 0.25)
    const states = gru.forward(x, Float64Array.of(0.2, -0.4), new Uint8Array(3), 3, 1, gru.trace(3, 1))
    GRU_STATES.forEach((one, k) => expect(states[k]).toBeCloseTo(one, 9))
  })

  it('forgets where it is reset, and acts step by step as over the whole sequence', () => {
    const gru = new Gru(3, 4, arena, Seed.from(2).stream())
    const x = drawn(5 * 2 * 3, 3, arena)
    const resets = Uint8Array.of(1, 0, 0, 0, 0, 1, 0, 0, 1, 0)
    const before = drawn(8, 4, arena)
    const whole = gru.forward(x, before, resets, 5, 2, gru.trace(5, 2))
    const step = gru.trace(1, 2)
    let state: ArrayLike<number> = before
    for (let t = 0; t < 5; t++) {
      const own = gru.forward(
        x.subarray(6 * t, 6 * t + 6),
        state,
        resets.subarray(2 * t, 2 * t + 2),
        1,
        2,
        step,
      )
      expect(own).toEqual(whole.slice(8 * t, 8 * t + 8))
      state = own.slice()
    }
    const fresh = gru.forward(
      x.subarray(15, 18),
      new Float64Array(4),
      new Uint8Array(1),
      1,
      1,
      gru.trace(1, 1),
    )
    expect(fresh).toEqual(whole.slice(8 * 2 + 4, 8 * 3))
  })
})

describe('attention over a set', () => {
  const arena = hostArena('float64')
  const shape = { tokens: 5, width: 6, heads: 3, hidden: 8 }
  const attention = new SetAttention(shape, arena, Seed.from(1).stream())

  it('renumbers its outputs with its tokens, but for rounding', () => {
    const x = drawn(30, 2, arena)
    const present = Uint8Array.of(1, 1, 0, 1, 1)
    const before = attention.forward(x, present, 1, attention.trace(1))
    for (let seed = 0; seed < 20; seed++) {
      const order = Seed.from(seed).stream().shuffle([0, 1, 2, 3, 4])
      const moved = order.flatMap((token) => Array.from(x.subarray(6 * token, 6 * token + 6)))
      const there = Uint8Array.from(order, (token) => present[token])
      const after = attention.forward(Float64Array.from(moved), there, 1, attention.trace(1))
      order.forEach((token, place) => {
        for (let k = 0; k < 6; k++) expect(after[6 * place + k]).toBeCloseTo(before[6 * token + k], 12)
      })
    }
  })

  it('does not see what stands where no token is, and puts out 0 there', () => {
    const x = drawn(30, 3, arena)
    const present = Uint8Array.of(1, 1, 0, 1, 0)
    const before = attention.forward(x, present, 1, attention.trace(1)).slice()
    x.fill(Number.NaN, 12, 18)
    x.fill(1e30, 24)
    expect(attention.forward(x, present, 1, attention.trace(1))).toEqual(before)
    expect(before.subarray(12, 18).every((one) => one === 0)).toBe(true)
    const none = attention.forward(x, new Uint8Array(5), 1, attention.trace(1))
    expect(none.every((one) => one === 0)).toBe(true)
  })

  it('refuses heads that do not divide the width', () => {
    expect(() => new SetAttention({ ...shape, heads: 4 }, arena, Seed.from(1).stream())).toThrow(
      'attention: got 4 heads, expected a divisor of the width 6',
    )
  })
})

describe('a network over tokens', () => {
  const architecture = { layout: TOKENS, width: 8, layers: 2, outputs: 3, outputGain: 1 }

  it('puts out the same for its tokens in another order, but for rounding', () => {
    const layers = new TokenLayers(architecture, hostArena('float64'), Seed.from(3).stream())
    const trace = layers.trace(1)
    const before = Array.from(layers.forward(OBSERVED.slice(0, 16), 1, trace))
    for (const order of [
      [1, 0, 2],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      const moved = [...order.flatMap((t) => OBSERVED.slice(2 * t, 2 * t + 2)), OBSERVED[6]]
      moved.push(...order.map((t) => OBSERVED[7 + t]))
      moved.push(...order.flatMap((t) => OBSERVED.slice(10 + 2 * t, 12 + 2 * t)))
      const after = layers.forward(moved, 1, trace)
      before.forEach((one, k) => expect(after[k]).toBeCloseTo(one, 12))
      const other = [...moved]
      other[7] = (other[7] + 1) % 5
      expect(layers.forward(other, 1, trace)[0]).not.toBeCloseTo(before[0], 6)
    }
  })

  it('puts out the same bits for a row, whoever stands beside it, whether it learns or acts', () => {
    const network = new LayeredNetwork((arena) => new TokenLayers(architecture, arena, Seed.from(4).stream()))
    const rows = Float32Array.from({ length: 100 * 16 }, (_, k) => OBSERVED[k % 32])
    const acting = network.predict(rows, 100)
    expect(network.forward(rows, 100)).toEqual(acting)
    expect(network.predict(rows.slice(16, 32), 1)).toEqual(acting.slice(3, 6))
    network.backward(new Float32Array(300).fill(1))
    network.parameters.forEach((_, k) => void (network.parameters[k] -= 0.01 * network.gradient[k]))
    network.changed()
    const sum = (values: Float32Array): number => values.reduce((total, one) => total + one, 0)
    expect(sum(network.predict(rows, 100))).toBeLessThan(sum(acting))
  })

  it('learns to read off what the one token is that stands out', () => {
    const blocks = layout(
      { name: 'kinds', shape: [4], axis: 'token', kind: 'category', categories: 3 },
      { name: 'marked', shape: [4], axis: 'token', kind: 'real' },
    )
    const alike = { ...architecture, layout: blocks }
    const network = new LayeredNetwork((arena) => new TokenLayers(alike, arena, Seed.from(5).stream()))
    const optimiser = adam([network.parameters.length], { epsilon: 1e-8 })
    const rows = 64
    const stream = Seed.from(6).stream()
    const deal = (): { inputs: Float32Array; kinds: number[] } => {
      const inputs = new Float32Array(rows * 8)
      const kinds = Array.from({ length: rows }, (_, i) => {
        for (let t = 0; t < 4; t++) inputs[8 * i + t] = stream.integer(3)
        const marked = stream.integer(4)
        inputs[8 * i + 4 + marked] = 1
        return inputs[8 * i + marked]
      })
      return { inputs, kinds }
    }
    for (let update = 0; update < 400; update++) {
      const { inputs, kinds } = deal()
      const found = network.forward(inputs, rows)
      network.backward(found.map((y, k) => (y - (kinds[Math.floor(k / 3)] === k % 3 ? 1 : 0)) / rows))
      optimiser.step(0, network, 0.01)
      optimiser.advance()
      network.changed()
    }
    const { inputs, kinds } = deal()
    const found = network.predict(inputs, rows)
    const right = kinds.filter((kind, i) => {
      const own = Array.from(found.subarray(3 * i, 3 * i + 3))
      return own.indexOf(Math.max(...own)) === kind
    })
    expect(right.length).toBeGreaterThan(0.95 * rows)
  })

  it('refuses observations without tokens, and what fits none', () => {
    const refused = (...blocks: readonly Omit<Block, 'offset'>[]): void =>
      void new TokenLayers(
        { ...architecture, layout: layout(...blocks) },
        hostArena('float32'),
        Seed.from(1).stream(),
      )
    const flat = { name: 'time', shape: [2], axis: 'flat', kind: 'real' } as const
    const token = { name: 'levels', shape: [3, 2], axis: 'token', kind: 'real' } as const
    expect(() => refused(flat)).toThrow('attention: got the blocks time (flat), expected some along tokens')
    expect(() => refused(token, { ...token, name: 'odd', shape: [2] })).toThrow(
      'block odd: got 2 tokens, expected 3, as levels has',
    )
    expect(() => refused(token, { ...flat, kind: 'category', categories: 3 })).toThrow(
      'block time: got kind category along flat, expected real numbers, flat, beside tokens',
    )
  })
})

it('an embedding refuses blocks and numbers that are no categories', () => {
  const arena = hostArena('float64')
  const stream = Seed.from(1).stream()
  const [real, move] = layout(
    { name: 'level', shape: [1], axis: 'flat', kind: 'real' },
    { name: 'move', shape: [2], axis: 'token', kind: 'category', categories: 3 },
  )
  expect(() => new Embedding(real, 2, arena, stream)).toThrow('block level: got kind real, expected category')
  const embedding = new Embedding(move, 2, arena, stream)
  expect(() => embedding.forward([0, 1, 3], 3, 1, arena.floats(4))).toThrow(
    'block move: got 3 in row 0, number 1, expected a whole number from 0 to 2',
  )
})

it('renumbering the nodes and edges of a graph renumbers the embeddings, but for rounding', () => {
  const arena = hostArena('float64')
  const shape = { nodeInputs: 3, edgeInputs: 1, hidden: [5], steps: 3 }
  const embed = (graph: Graph, nodes: readonly number[], edges: readonly number[]): [number[], number[]] => {
    const network = new MessageNetwork(graph.nodes, graphEdges(graph), shape, arena, Seed.from(1).stream())
    const trace = network.trace(1)
    trace.nodeFeatures.set(nodes)
    trace.edgeFeatures.set(edges)
    network.forward(1, trace)
    return [Array.from(trace.nodes), Array.from(trace.edges)]
  }
  const features = Array.from(drawn(12, 2, arena))
  const lengths = Array.from(drawn(5, 3, arena))
  const [nodes, edges] = embed(EDGES, features, lengths)
  for (let seed = 0; seed < 20; seed++) {
    const stream = Seed.from(seed).stream()
    const places = stream.shuffle([0, 1, 2, 3])
    const order = stream.shuffle([0, 1, 2, 3, 4])
    const renumbered: Graph = {
      nodes: 4,
      edges: order.map((e) => [places.indexOf(EDGES.edges[e][0]), places.indexOf(EDGES.edges[e][1])]),
    }
    const [movedNodes, movedEdges] = embed(
      renumbered,
      places.flatMap((a) => features.slice(3 * a, 3 * a + 3)),
      order.map((e) => lengths[e]),
    )
    places.forEach((a, place) => {
      for (let k = 0; k < 5; k++) expect(movedNodes[5 * place + k]).toBeCloseTo(nodes[5 * a + k], 12)
    })
    order.forEach((e, place) => {
      for (let k = 0; k < 5; k++) expect(movedEdges[5 * place + k]).toBeCloseTo(edges[5 * e + k], 12)
    })
  }
})

/** Of `torch.nn.GRU(2, 2)` in float64 with the weights, inputs and first state above. */
const GRU_STATES = [
  0.266016012016, -0.064038620893, 0.459970398596, 0.243378394977, -0.120938243879, -0.289785875615,
]
