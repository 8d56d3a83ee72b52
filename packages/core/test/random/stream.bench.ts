import { bench, describe } from 'vitest'
import { Pcg64, Seed } from '../../src/random/index.ts'

/**
 * Each iteration draws this many: a result of 100 iterations/s is 10 M draws/s. Vitest reaches imports by way of module
 * objects, which costs the short functions here a factor of two to six against the built files; compare rows only.
 */
const BLOCK = 100_000

const seed = Seed.from(1)
const stream = seed.stream()
const pcg = new Pcg64(1)
const weights = new Float64Array([0.1, 0.2, 0.3, 0.4])
const alpha = [0.5, 1, 2, 3]
const simplex = new Float64Array(4)
const cards = Int32Array.from({ length: 100 }, (_, i) => i)

/** Keeps the draws from being optimised away. */
export let sink = 0

function block(name: string, run: (count: number) => number): void {
  bench(name, () => {
    sink += run(BLOCK)
  })
}

/** Loops are written out, so that each is compiled for its own method. */
describe('100 000 draws of', () => {
  block('uint32', (count) => {
    let sum = 0
    for (let i = 0; i < count; i++) sum += stream.uint32()
    return sum
  })
  block('uniform', (count) => {
    let sum = 0
    for (let i = 0; i < count; i++) sum += stream.uniform()
    return sum
  })
  block('integer(6)', (count) => {
    let sum = 0
    for (let i = 0; i < count; i++) sum += stream.integer(6)
    return sum
  })
  block('integer(1e9)', (count) => {
    let sum = 0
    for (let i = 0; i < count; i++) sum += stream.integer(1e9)
    return sum
  })
  block('normal', (count) => {
    let sum = 0
    for (let i = 0; i < count; i++) sum += stream.normal()
    return sum
  })
  block('exponential', (count) => {
    let sum = 0
    for (let i = 0; i < count; i++) sum += stream.exponential()
    return sum
  })
  block('gamma(2.5)', (count) => {
    let sum = 0
    for (let i = 0; i < count; i++) sum += stream.gamma(2.5)
    return sum
  })
  block('beta(0.2, 0.3)', (count) => {
    let sum = 0
    for (let i = 0; i < count; i++) sum += stream.beta(0.2, 0.3)
    return sum
  })
  block('dirichlet of 4', (count) => {
    let sum = 0
    for (let i = 0; i < count; i++) sum += stream.dirichlet(alpha, simplex)[0]
    return sum
  })
  block('poisson(3)', (count) => {
    let sum = 0
    for (let i = 0; i < count; i++) sum += stream.poisson(3)
    return sum
  })
  block('poisson(50)', (count) => {
    let sum = 0
    for (let i = 0; i < count; i++) sum += stream.poisson(50)
    return sum
  })
  block('categorical of 4', (count) => {
    let sum = 0
    for (let i = 0; i < count; i++) sum += stream.categorical(weights)
    return sum
  })
  block('shuffle, per element', (count) => {
    for (let i = 0; i < count; i += cards.length) stream.shuffle(cards)
    return cards[0]
  })
  block('Pcg64.random', (count) => {
    let sum = 0
    for (let i = 0; i < count; i++) sum += pcg.random()
    return sum
  })
  block('Pcg64.integers(0, 10)', (count) => {
    let sum = 0
    for (let i = 0; i < count; i++) sum += pcg.integers(0, 10)
    return sum
  })
  block('Seed.fold(number)', (count) => {
    let key = seed
    for (let i = 0; i < count; i++) key = key.fold(i)
    return key.low
  })
  block("Seed.fold('policy')", (count) => {
    let key = seed
    for (let i = 0; i < count; i++) key = key.fold('policy')
    return key.low
  })
  block('open', (count) => {
    for (let i = 0; i < count; i++) stream.open(seed)
    return stream.uint32()
  })
})
