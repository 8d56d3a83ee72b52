/** Random draws, beside what one would write with `Math.random`. */
import { Pcg64, Seed } from '@gauntlet/core'
import { Suite } from '../../../scripts/lib/measure.mjs'

const BLOCK = 100_000

const seed = Seed.from(1)
const stream = seed.stream()
const pcg = new Pcg64(1)
const weights = new Float64Array([0.1, 0.2, 0.3, 0.4])
const alpha = [0.5, 1, 2, 3]
const simplex = new Float64Array(4)
const cards = Int32Array.from({ length: 100 }, (_, i) => i)

/** Keeps the draws from being optimised away. */
let sink = 0

const draws = new Suite('Random draws', 'draws')

/**
 * Loops are written out below, so that each is compiled for its own method.
 *
 * @param {string} name
 * @param {(count: number) => number} run
 */
const block = (name, run) =>
  draws.add(name, BLOCK, () => {
    sink += run(BLOCK)
  })

await block('uint32', (count) => {
  let sum = 0
  for (let i = 0; i < count; i++) sum += stream.uint32()
  return sum
})
await block('uniform', (count) => {
  let sum = 0
  for (let i = 0; i < count; i++) sum += stream.uniform()
  return sum
})
await block('  or Math.random()', (count) => {
  let sum = 0
  for (let i = 0; i < count; i++) sum += Math.random()
  return sum
})
await block('integer(6)', (count) => {
  let sum = 0
  for (let i = 0; i < count; i++) sum += stream.integer(6)
  return sum
})
await block('integer(1e9)', (count) => {
  let sum = 0
  for (let i = 0; i < count; i++) sum += stream.integer(1e9)
  return sum
})
await block('  or Math.floor(n * Math.random())', (count) => {
  let sum = 0
  for (let i = 0; i < count; i++) sum += Math.floor(1e9 * Math.random())
  return sum
})
await block('normal', (count) => {
  let sum = 0
  for (let i = 0; i < count; i++) sum += stream.normal()
  return sum
})
await block('  or Box and Muller, Math.random()', (count) => {
  let sum = 0
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - Math.random()))
    const angle = 2 * Math.PI * Math.random()
    sum += radius * Math.cos(angle) + radius * Math.sin(angle)
  }
  return sum
})
await block('exponential', (count) => {
  let sum = 0
  for (let i = 0; i < count; i++) sum += stream.exponential()
  return sum
})
await block('  or -Math.log(1 - Math.random())', (count) => {
  let sum = 0
  for (let i = 0; i < count; i++) sum -= Math.log(1 - Math.random())
  return sum
})
await block('gamma(2.5)', (count) => {
  let sum = 0
  for (let i = 0; i < count; i++) sum += stream.gamma(2.5)
  return sum
})
await block('beta(0.2, 0.3)', (count) => {
  let sum = 0
  for (let i = 0; i < count; i++) sum += stream.beta(0.2, 0.3)
  return sum
})
await block('dirichlet of 4', (count) => {
  let sum = 0
  for (let i = 0; i < count; i++) sum += stream.dirichlet(alpha, simplex)[0]
  return sum
})
await block('poisson(3)', (count) => {
  let sum = 0
  for (let i = 0; i < count; i++) sum += stream.poisson(3)
  return sum
})
await block('poisson(50)', (count) => {
  let sum = 0
  for (let i = 0; i < count; i++) sum += stream.poisson(50)
  return sum
})
await block('categorical of 4', (count) => {
  let sum = 0
  for (let i = 0; i < count; i++) sum += stream.categorical(weights)
  return sum
})
await block('shuffle of 100, per element', (count) => {
  for (let i = 0; i < count; i += cards.length) stream.shuffle(cards)
  return cards[0]
})
await block('  or Fisher and Yates, Math.random()', (count) => {
  for (let i = 0; i < count; i += cards.length) {
    for (let last = cards.length - 1; last > 0; last--) {
      const other = Math.floor((last + 1) * Math.random())
      const card = cards[last]
      cards[last] = cards[other]
      cards[other] = card
    }
  }
  return cards[0]
})
await block('Pcg64.random, as numpy', (count) => {
  let sum = 0
  for (let i = 0; i < count; i++) sum += pcg.random()
  return sum
})
await block('Pcg64.integers(0, 10), as numpy', (count) => {
  let sum = 0
  for (let i = 0; i < count; i++) sum += pcg.integers(0, 10)
  return sum
})

const seeds = new Suite('Seeds', 'seeds')

await seeds.add('fold(number)', BLOCK, () => {
  let key = seed
  for (let i = 0; i < BLOCK; i++) key = key.fold(i)
  sink += key.low
})
await seeds.add("fold('policy')", BLOCK, () => {
  let key = seed
  for (let i = 0; i < BLOCK; i++) key = key.fold('policy')
  sink += key.low
})
await seeds.add('Stream.open', BLOCK, () => {
  for (let i = 0; i < BLOCK; i++) stream.open(seed)
  sink += stream.uint32()
})

if (Number.isNaN(sink)) throw new Error('a draw was not a number')
