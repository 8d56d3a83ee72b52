import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GauntletError } from '../../src/errors.ts'
import { Seed, Stream, xoshiro128StarStar } from '../../src/random/index.ts'
import { chiSquareScore } from './statistics.ts'

const anySeed = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => Seed.from(value))

/** Every kind of draw once; whatever comes of it depends on the state alone. */
function drawAll(stream: Stream): number[] {
  return [
    stream.uint32(),
    stream.uniform(),
    stream.integer(6),
    stream.integer(3e9),
    stream.integer(2 ** 53),
    Number(stream.bernoulli(0.5)),
    stream.normal(),
    stream.exponential(),
    stream.gamma(0.3),
    stream.gamma(3),
    stream.beta(0.2, 0.3),
    ...stream.dirichlet([0.5, 2], [0, 0]),
    stream.poisson(3),
    stream.poisson(40),
    stream.categorical([1, 2, 3]),
    ...stream.shuffle([1, 2, 3, 4]),
  ]
}

/** The four words of a stream's state. */
function stateOf(stream: Stream): Uint32Array {
  const state = new Uint32Array(4)
  stream.save(state)
  return state
}

describe('draws of many numbers at once', () => {
  it.each(['uniform', 'normal'] as const)('are those of as many calls: %ss', (draw) => {
    fc.assert(
      fc.property(
        anySeed,
        fc.nat(40),
        fc.nat(3),
        fc.integer({ min: 1, max: 3 }),
        (key, count, offset, stride) => {
          const [one, many] = [key.stream(), key.stream()]
          const expected = new Float64Array(offset + count * stride + 1).fill(-9)
          const out = expected.slice()
          for (let k = 0; k < count; k++) expected[offset + k * stride] = one[draw]()
          many[`${draw}s`](out, offset, count, stride)
          expect(out).toEqual(expected)
          expect(stateOf(many)).toEqual(stateOf(one))
        },
      ),
    )
  })

  it('are those of as many calls: uint32s', () => {
    fc.assert(
      fc.property(anySeed, fc.nat(40), fc.nat(3), (key, count, offset) => {
        const [one, many] = [key.stream(), key.stream()]
        const out = new Uint32Array(offset + count + 1).fill(9)
        const expected = out.slice()
        for (let k = 0; k < count; k++) expected[offset + k] = one.uint32()
        many.uint32s(out, offset, count)
        expect(out).toEqual(expected)
        expect(stateOf(many)).toEqual(stateOf(one))
      }),
    )
    expect(() => Seed.from(1).stream().uint32s(new Uint32Array(2), 1, 2)).toThrow('a slice within it')
  })

  it.each(['uniforms', 'normals'] as const)('stay within their array: %s', (fill) => {
    const stream = Seed.from(1).stream()
    const out = new Float64Array(4)
    for (const [offset, count, stride] of [
      [-1, 1, 1],
      [0, 5, 1],
      [2, 2, 2],
      [0, 1.5, 1],
      [0, 2, -1],
    ]) {
      expect(() => stream[fill](out, offset, count, stride)).toThrow(GauntletError)
    }
    expect(() => stream[fill]([0] as unknown as Float64Array, 0, 1)).toThrow('within a Float64Array')
  })
})

describe('Stream state', () => {
  it('draws the numbers of xoshiro128** and never starts at zero', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const stream = seed.stream()
        const state = stateOf(stream)
        expect(state.some((word) => word !== 0)).toBe(true)
        for (let i = 0; i < 10; i++) expect(stream.uint32()).toBe(xoshiro128StarStar(state))
        expect(stateOf(stream)).toEqual(state)
      }),
    )
  })

  it('is the same from stream, constructor and open', () => {
    fc.assert(
      fc.property(anySeed, anySeed, (seed, other) => {
        const expected = drawAll(seed.stream())
        expect(drawAll(new Stream(seed))).toEqual(expected)
        const reopened = other.stream()
        drawAll(reopened)
        expect(drawAll(reopened.open(seed))).toEqual(expected)
      }),
    )
  })

  it('goes on where save left it, whatever was drawn before', () => {
    fc.assert(
      fc.property(anySeed, fc.nat(20), fc.nat(5), (seed, before, offset) => {
        const stream = seed.stream()
        for (let i = 0; i < before; i++) stream.normal()
        const saved = new Uint32Array(10)
        stream.save(saved, offset)
        const expected = drawAll(stream)
        expect(drawAll(Seed.from(0).stream().load(saved, offset))).toEqual(expected)
        expect(saved.filter((word) => word !== 0).length).toBeLessThanOrEqual(4)
      }),
    )
  })

  it('differs from the streams of folded keys', () => {
    const seed = Seed.from(1)
    const keys = [seed, seed.fold(0), seed.fold(1), seed.fold(''), seed.fold('stream')]
    expect(new Set(keys.map((key) => stateOf(key.stream()).join())).size).toBe(keys.length)
  })

  it('refuses the zero state and short arrays', () => {
    const stream = Seed.from(1).stream()
    expect(() => stream.load(new Uint32Array(4))).toThrow(/four zero words/)
    expect(() => stream.load(new Uint32Array(4).fill(1), 1)).toThrow(GauntletError)
    expect(() => stream.save(new Uint32Array(3))).toThrow(GauntletError)
  })
})

describe('Stream.integer', () => {
  it('meets Lemire 2019 in exact arithmetic', () => {
    const anyN = fc.oneof(
      fc.integer({ min: 1, max: 2 ** 32 }),
      fc.integer({ min: 1, max: 2 ** 21 + 10 }),
      fc.integer({ min: 2 ** 31, max: 2 ** 32 }),
      fc.constantFrom(1, 2, 2 ** 16, 2 ** 21 - 1, 2 ** 21, 2 ** 31 + 1, 3 * 2 ** 30, 2 ** 32 - 1, 2 ** 32),
    )
    fc.assert(
      fc.property(anySeed, anyN, (seed, n) => {
        const stream = seed.stream()
        const oracle = seed.stream()
        for (let i = 0; i < 10; i++) expect(stream.integer(n)).toBe(lemire(oracle, BigInt(n)))
        expect(stateOf(stream)).toEqual(stateOf(oracle))
      }),
      { numRuns: 500 },
    )
  })

  it('stays below every n up to 2^53', () => {
    fc.assert(
      fc.property(anySeed, fc.integer({ min: 1, max: 2 ** 53 - 1 }), (seed, n) => {
        const stream = seed.stream()
        for (let i = 0; i < 20; i++) {
          const value = stream.integer(n)
          expect(value >= 0 && value < n && Number.isInteger(value)).toBe(true)
        }
      }),
    )
  })

  it.each([2, 3, 6, 7, 10, 100, 1000, 2 ** 16 + 1])('draws each below %d equally often', (n) => {
    const stream = Seed.from(1).fold('integer').fold(n).stream()
    const counts = new Float64Array(n)
    const draws = 20 * n + 100_000
    for (let i = 0; i < draws; i++) counts[stream.integer(n)]++
    expect(Math.abs(chiSquareScore(counts, new Float64Array(n).fill(draws / n)))).toBeLessThan(3.9)
  })

  // Without rejection one residue of three would be twice as likely as the others.
  it.each([3 * 2 ** 20, 3 * 2 ** 30, 3 * 2 ** 31, 3 * 2 ** 40, 3 * 2 ** 51])(
    'is not biased for n = %d',
    (n) => {
      const stream = Seed.from(2).fold(n).stream()
      const residues = new Float64Array(3)
      const thirds = new Float64Array(3)
      for (let i = 0; i < 90_000; i++) {
        const value = stream.integer(n)
        residues[value % 3]++
        thirds[Math.floor((3 * value) / n)]++
      }
      expect(chiSquareScore(residues, [30_000, 30_000, 30_000])).toBeLessThan(3.9)
      expect(chiSquareScore(thirds, [30_000, 30_000, 30_000])).toBeLessThan(3.9)
    },
  )

  it.each([0, -1, 0.5, 1.5, 2 ** 22 + 0.5, 2 ** 53 + 2, NaN, Infinity])('refuses %d', (n) => {
    expect(() => Seed.from(1).stream().integer(n)).toThrow(/expected an integer from 1 to 2\^53/)
  })
})

describe('Stream.categorical', () => {
  it('chooses in proportion and never a weight of zero', () => {
    const weights = new Float32Array([9, 9, 0, 1, 2, 0, 3, 4, 0, 9])
    const stream = Seed.from(3).stream()
    const counts = new Float64Array(7)
    for (let i = 0; i < 100_000; i++) counts[stream.categorical(weights, 2, 7)]++
    expect([counts[0], counts[3], counts[6]]).toEqual([0, 0, 0])
    expect(chiSquareScore([counts[1], counts[2], counts[4], counts[5]], [1e4, 2e4, 3e4, 4e4])).toBeLessThan(
      3.9,
    )
  })

  it('depends on proportions only', () => {
    const anyWeights = fc.array(fc.nat(1000), { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(anySeed, anyWeights, fc.integer({ min: -60, max: 60 }), (seed, weights, power) => {
        fc.pre(weights.some((weight) => weight > 0))
        const scaled = Float64Array.from(weights, (weight) => weight * 2 ** power)
        const chosen = seed.stream().categorical(weights)
        expect(seed.stream().categorical(scaled)).toBe(chosen)
        expect(weights[chosen]).toBeGreaterThan(0)
      }),
    )
  })

  it('holds for weights of any magnitude', () => {
    const anyWeights = fc.array(fc.double({ min: 0, max: 1e300, noNaN: true }), {
      minLength: 1,
      maxLength: 9,
    })
    fc.assert(
      fc.property(anySeed, anyWeights, (seed, weights) => {
        fc.pre(weights.some((weight) => weight > 0))
        expect(weights[seed.stream().categorical(weights)]).toBeGreaterThan(0)
      }),
    )
    for (let i = 0; i < 20; i++) expect(Seed.from(i).stream().categorical([0, 5e-324, 0])).toBe(1)
  })

  it.each([[[]], [[0, 0]], [[1, -1]], [[1, NaN]], [[Infinity, 1]], [[1e308, 1e308]]])(
    'refuses %j',
    (weights) => {
      expect(() => Seed.from(1).stream().categorical(weights)).toThrow(GauntletError)
    },
  )

  it('refuses a slice beyond the weights', () => {
    expect(() => Seed.from(1).stream().categorical([1, 2], 1, 2)).toThrow(/slice/)
    expect(() => Seed.from(1).stream().categorical([1, 2], -1, 2)).toThrow(/slice/)
  })
})

describe('Stream.shuffle', () => {
  it('keeps the elements, and those outside the slice where they are', () => {
    fc.assert(
      fc.property(
        anySeed,
        fc.array(fc.nat(), { maxLength: 40 }),
        fc.nat(40),
        fc.nat(40),
        (seed, items, p, q) => {
          const offset = Math.min(p, items.length)
          const length = Math.min(q, items.length - offset)
          const shuffled = seed.stream().shuffle(Int32Array.from(items), offset, length)
          const inside = (list: ArrayLike<number>): number[] =>
            Array.from(list).slice(offset, offset + length)
          expect(inside(shuffled).toSorted((a, b) => a - b)).toEqual(inside(items).toSorted((a, b) => a - b))
          expect([...shuffled.subarray(0, offset)]).toEqual(items.slice(0, offset))
          expect([...shuffled.subarray(offset + length)]).toEqual(items.slice(offset + length))
          expect(seed.stream().shuffle(items.slice(), offset, length)).toEqual([...shuffled])
        },
      ),
    )
  })

  it('gives each of 120 orders equally often', () => {
    const stream = Seed.from(4).stream()
    const counts = new Map<string, number>()
    for (let i = 0; i < 60_000; i++) {
      const order = stream.shuffle(['a', 'b', 'c', 'd', 'e']).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(120)
    expect(Math.abs(chiSquareScore([...counts.values()], new Float64Array(120).fill(500)))).toBeLessThan(3.9)
  })
})

/** Algorithm 5 of Lemire 2019 with integers of any size. */
function lemire(stream: Stream, n: bigint): number {
  const threshold = (2n ** 32n - n) % n
  for (;;) {
    const product = BigInt(stream.uint32()) * n
    if (product % 2n ** 32n >= threshold) return Number(product / 2n ** 32n)
  }
}
