import { describe, expect, it } from 'vitest'
import { GauntletError } from '../../src/errors.ts'
import { Pcg64, SeedSequence } from '../../src/random/index.ts'
import edges from './golden/numpy-edge-cases.json' with { type: 'json' }
import generator from './golden/numpy-generator.json' with { type: 'json' }
import seeding from './golden/numpy-seed-sequence-pcg64.json' with { type: 'json' }

/** `count` results of `draw`. */
function times<T>(count: number, draw: () => T): T[] {
  return Array.from({ length: count }, draw)
}

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i)
}

describe('SeedSequence', () => {
  it.each(seeding.seed_sequence)('meets numpy: entropy $entropy, key $spawn_key', (vector) => {
    const sequence = new SeedSequence(vector.entropy, vector.spawn_key)
    expect([...sequence.generateState(4)]).toEqual(vector.state_u32x4)
    expect([...sequence.generateState(8)]).toEqual(vector.state_u32x8)
  })

  it.each(edges.seed_sequence)('meets numpy: large entropy $entropy, key $spawn_key', (vector) => {
    const entropy = Array.isArray(vector.entropy) ? vector.entropy.map(BigInt) : BigInt(vector.entropy)
    const sequence = new SeedSequence(entropy, vector.spawn_key.map(BigInt))
    expect([...sequence.generateState(9)]).toEqual(vector.state_u32x9)
  })

  it.each([-1, 0.5, NaN, 2 ** 53, -1n, [1, -2], '5'])('refuses %s', (entropy) => {
    expect(() => new SeedSequence(entropy as number)).toThrow(GauntletError)
  })
})

describe('Pcg64 against the given vectors', () => {
  it.each(seeding.pcg64)('seed $seed', ({ seed, raw_u64, random }) => {
    const raw = new Pcg64(seed)
    expect(raw_u64.map(() => String(raw.raw()))).toEqual(raw_u64)
    const doubles = new Pcg64(new SeedSequence(seed))
    expect(random.map(() => doubles.random())).toEqual(random)
  })

  it.each(Object.entries(generator.vectors))('seed %s of the generator vectors', (name, vector) => {
    const seed = Number(name)
    const draws = <T>(count: number, draw: (source: Pcg64) => T): T[] => {
      const source = new Pcg64(seed)
      return times(count, () => draw(source))
    }
    expect(draws(8, (source) => String(source.raw()))).toEqual(vector.pcg64_raw_uint64)
    expect(draws(6, (source) => source.random())).toEqual(vector.random_double)
    expect(draws(6, (source) => source.integers(2147483647))).toEqual(vector.integers_int32max_x6)
    expect(draws(20, (source) => source.integers(0, 5))).toEqual(vector.integers_0_5_x20)
    expect(draws(30, (source) => source.binomial1(0.3))).toEqual(vector['binomial_1_0.3_x30'])
    expect(draws(30, (source) => source.binomial1(0.6))).toEqual(vector['binomial_1_0.6_x30'])
    expect(new Pcg64(seed).shuffle(range(10))).toEqual(vector.shuffle_range10)
    expect(draws(8, (source) => source.choice(100))).toEqual(vector.choice_100_x1_repeated8)
  })
})

describe('Pcg64 against further draws of numpy', () => {
  it.each(edges.raw)('raw: seed $seed', ({ seed, raw_u64 }) => {
    const source = new Pcg64(BigInt(seed))
    expect(raw_u64.map(() => String(source.raw()))).toEqual(raw_u64)
  })

  it('raw: every one of 100 000', () => {
    const { seed, count, xor, sum } = edges.raw_xor_sum
    const source = new Pcg64(seed)
    let xored = 0n
    let summed = 0n
    for (let i = 0; i < count; i++) {
      const word = source.raw()
      xored ^= word
      summed += word
    }
    expect(String(xored)).toBe(xor)
    expect(String(BigInt.asUintN(64, summed))).toBe(sum)
  })

  it.each(edges.integers)('integers: $low to $high', ({ seed, low, high, values }) => {
    const source = new Pcg64(seed)
    expect(values.map(() => source.integers(low, high))).toEqual(values)
  })

  it.each(edges.integers_sum)('integers: many below $high, half of them rejected', (vector) => {
    const source = new Pcg64(vector.seed)
    const values = times(vector.count, () => source.integers(vector.high))
    expect(String(values.reduce((sum, value) => sum + value, 0))).toBe(vector.sum)
    expect(values.at(-1)).toBe(vector.last)
  })

  it.each(edges.uniform)('uniform: $low to $high', ({ seed, low, high, values }) => {
    const source = new Pcg64(seed)
    expect(values.map(() => source.uniform(low, high))).toEqual(values)
  })

  it.each(edges.binomial1)('binomial1: $p', ({ seed, p, values, then_random }) => {
    const source = new Pcg64(seed)
    expect(times(values.length, () => source.binomial1(p)).join('')).toBe(values)
    expect(source.random()).toBe(then_random)
  })

  it.each(edges.shuffle_list)('shuffle: $n', ({ seed, n, values, then_integers_int32max }) => {
    const source = new Pcg64(seed)
    expect(source.shuffle(range(n))).toEqual(values)
    expect(source.integers(2147483647)).toBe(then_integers_int32max)
  })

  it.each(edges.choice)('choice: $n', ({ seed, n, values }) => {
    const source = new Pcg64(seed)
    expect(values.map(() => source.choice(n))).toEqual(values)
  })

  it('keeps the waiting half across draws of 64 bits', () => {
    const source = new Pcg64(edges.mixed.seed)
    const methods: Record<string, (args: number[]) => unknown> = {
      integers: ([low, high]) => source.integers(low, high),
      random: () => source.random(),
      raw: () => String(source.raw()),
      shuffle: ([n]) => source.shuffle(range(n)),
      binomial1: ([p]) => source.binomial1(p),
      choice: ([n]) => source.choice(n),
      uniform: ([low, high]) => source.uniform(low, high),
    }
    for (const { op, args, value } of edges.mixed.calls) expect(methods[op](args)).toEqual(value)
  })
})

describe('Pcg64 refuses', () => {
  const source = new Pcg64(0)
  it.each([
    ['an empty range', () => source.integers(3, 3)],
    ['a fraction', () => source.integers(0.5)],
    ['an unsafe integer', () => source.integers(0, 2 ** 53)],
    ['a probability above 1', () => source.binomial1(1.5)],
    ['NaN', () => source.binomial1(NaN)],
    ['a descending range', () => source.uniform(1, 0)],
    ['an infinite range', () => source.uniform(0, Infinity)],
    ['no choice', () => source.choice(0)],
  ])('%s', (_, draw) => {
    expect(draw).toThrow(GauntletError)
  })
})
