import { expect, it } from 'vitest'
import { Seed, type Stream } from '../../src/random/index.ts'

const names: (string | number)[] = [
  0,
  1,
  4294967295,
  4294967296,
  9007199254740991,
  '',
  'env',
  'four',
  'policy',
  'größe',
  '環境',
  '🎲',
]

const draws: Record<string, (stream: Stream) => unknown> = {
  uint32: (stream) => stream.uint32(),
  uniform: (stream) => stream.uniform(),
  'integer(6)': (stream) => stream.integer(6),
  'integer(3e9)': (stream) => stream.integer(3e9),
  'integer(1e15)': (stream) => stream.integer(1e15),
  'bernoulli(0.3)': (stream) => stream.bernoulli(0.3),
  normal: (stream) => stream.normal(),
  exponential: (stream) => stream.exponential(),
  'gamma(0.3)': (stream) => stream.gamma(0.3),
  'gamma(4.5)': (stream) => stream.gamma(4.5),
  'beta(0.2, 0.6)': (stream) => stream.beta(0.2, 0.6),
  'beta(2, 3)': (stream) => stream.beta(2, 3),
  'dirichlet(0.5, 1, 2)': (stream) => stream.dirichlet([0.5, 1, 2], [0, 0, 0]),
  'poisson(3)': (stream) => stream.poisson(3),
  'poisson(50)': (stream) => stream.poisson(50),
  'categorical(1, 2, 3)': (stream) => stream.categorical([1, 2, 3]),
  'shuffle of 8': (stream) => stream.shuffle([0, 1, 2, 3, 4, 5, 6, 7]),
}

/** An order-dependent hash of the bits of some doubles, so that rare branches count too (FNV-1a over 32-bit words). */
function digest(values: Float64Array): string {
  let hash = 0x811c9dc5
  for (const word of new Uint32Array(values.buffer)) hash = Math.imul(hash ^ word, 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

/** The first draws of every method, and a digest of many more. */
function record(): unknown {
  const root = Seed.from(42)
  return {
    folds: names.map((name) => [name, root.fold(name).toString()]),
    draws: Object.entries(draws).map(([method, draw]) => {
      const first = root.fold(method).stream()
      const many = root.fold(method).stream()
      const values = Array.from({ length: 20_000 }, () => draw(many))
      return {
        method,
        first: Array.from({ length: 6 }, () => draw(first)),
        digestOf20000: digest(Float64Array.from(values.flat(), Number)),
      }
    }),
  }
}

it('folds and draws what earlier versions with this major number did', async () => {
  await expect(`${JSON.stringify(record(), null, 1)}\n`).toMatchFileSnapshot('golden/frozen.json')
})
