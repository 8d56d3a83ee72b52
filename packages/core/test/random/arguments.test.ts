/** Arguments that are no numbers, or out of range, are refused alike by every distribution. */
import { describe, expect, it } from 'vitest'
import { GauntletError } from '../../src/errors.ts'
import { Pcg64, Seed, SeedSequence, Stream } from '../../src/random/index.ts'

const NO_NUMBERS: readonly unknown[] = ['3', '0.5', null, undefined, NaN, [], [3], true, 3n, {}, Symbol('x')]

/** A draw with one argument in question, and numbers that are out of its range. */
const DRAWS: readonly [
  name: string,
  draw: (stream: Stream, value: never) => unknown,
  outside: readonly number[],
][] = [
  ['integer', (stream, n) => stream.integer(n), [0, -1, 1.5, Infinity]],
  ['bernoulli', (stream, p) => stream.bernoulli(p), [-0.1, 1.1, Infinity]],
  ['gamma', (stream, shape) => stream.gamma(shape), [0, -1, Infinity]],
  ['beta', (stream, a) => stream.beta(a, 1), [0, -1, Infinity]],
  ['beta', (stream, b) => stream.beta(1, b), [0, -1, Infinity]],
  ['dirichlet', (stream, alpha) => stream.dirichlet([1, alpha], [0, 0]), [0, -1, Infinity]],
  ['poisson', (stream, mean) => stream.poisson(mean), [-1, Infinity]],
  ['categorical', (stream, weight) => stream.categorical([1, weight]), [-1, Infinity]],
]

describe('a distribution', () => {
  it.each(DRAWS)('%s takes numbers in its range', (name, draw, outside) => {
    for (const value of [...NO_NUMBERS, ...outside]) {
      const stream = Seed.from(1).stream()
      expect(() => draw(stream, value as never), String(typeof value)).toThrow(GauntletError)
      expect(() => draw(stream, value as never)).toThrow(`${name}: got `)
    }
  })

  it('takes arrays without holes', () => {
    const stream = Seed.from(1).stream()
    for (const junk of [null, undefined, 3, 'abc', {}]) {
      expect(() => stream.dirichlet(junk as never, [0])).toThrow('dirichlet: got ')
      expect(() => stream.dirichlet([], junk as never)).toThrow('dirichlet: got ')
      expect(() => stream.dirichlet([1], junk as never)).toThrow('dirichlet: got ')
      expect(() => stream.categorical(junk as never)).toThrow('categorical: got ')
      expect(() => stream.shuffle(junk as never)).toThrow('shuffle: got ')
      expect(() => stream.save(junk as never)).toThrow('save: got ')
      expect(() => stream.load(junk as never)).toThrow('load: got ')
    }
    expect(() => stream.categorical(Array(2))).toThrow('categorical: got weight undefined at 0')
    expect(() => stream.dirichlet(Array(2), [0, 0])).toThrow('dirichlet: got shape undefined')
  })

  it('belongs to a seed', () => {
    for (const junk of [null, undefined, 3, 'abc', {}]) {
      expect(() => new Stream(junk as never)).toThrow('open: got ')
      expect(() => Seed.from(1).equals(junk as never)).toThrow('seed.equals: got ')
    }
  })
})

describe('numpy’s generator', () => {
  it('takes numbers in their range', () => {
    for (const value of NO_NUMBERS) {
      const generator = new Pcg64(1)
      expect(() => generator.binomial1(value as never)).toThrow('binomial1: got ')
      expect(() => generator.choice(value as never)).toThrow('integers: got ')
      expect(() => generator.uniform(0, value === undefined ? NaN : (value as never))).toThrow(
        'uniform: got ',
      )
      expect(() => generator.uniform(value === undefined ? NaN : (value as never), 9)).toThrow(
        'uniform: got ',
      )
      expect(generator.raw()).toBe(new Pcg64(1).raw())
    }
    expect(() => new Pcg64(1).shuffle(null as never)).toThrow('shuffle: got null')
  })

  it('is seeded by integers, in a list without holes', () => {
    for (const junk of [null, undefined, '3', -1, 0.5, NaN, -1n, {}, [[1]], Array(1), [1, null]]) {
      expect(() => new Pcg64(junk as never)).toThrow(GauntletError)
      expect(() => new SeedSequence(1, [junk] as never)).toThrow('entropy: got ')
    }
    expect(() => new SeedSequence(1).generateState(-1)).toThrow('generateState: got -1')
  })
})
