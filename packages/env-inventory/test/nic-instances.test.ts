import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  MersenneTwister,
  nicProducts,
  nicStores,
  nicThreeWarehouses,
  nicTwoWarehouses,
} from '../src/index.ts'

interface Draws {
  readonly means: number[]
  readonly deviations: number[]
  readonly holdingCosts: number[]
  readonly underageCosts: number[]
  readonly leadTimes: number[]
  readonly products: {
    readonly every: number
    readonly underageCosts: number[]
    readonly lastUnderageCost: number
    readonly leadTimes: number[]
    readonly leadTimeTotal: number
  }
}

const draws = JSON.parse(readFileSync(new URL('golden/nic-draws.json', import.meta.url), 'utf8')) as Draws

describe('the drawn instances of Neural_inventory_control', () => {
  it.each([3, 5, 10, 20, 21, 30, 50])('%d stores, bit for bit as numpy draws them', (count) => {
    const stores = nicStores(count)
    expect([...stores.means]).toEqual(draws.means.slice(0, count))
    expect([...stores.deviations]).toEqual(draws.deviations.slice(0, count))
    expect([...stores.holdingCosts]).toEqual(draws.holdingCosts.slice(0, count))
    expect([...stores.underageCosts]).toEqual(draws.underageCosts.slice(0, count))
    expect([...stores.leadTimes]).toEqual(draws.leadTimes.slice(0, count))
  })

  it('32768 products', () => {
    const { underageCosts, leadTimes } = nicProducts(32768)
    const { products } = draws
    const sampled = (_: number, k: number): boolean => k % products.every === 0
    expect(underageCosts.filter(sampled)).toEqual(Float64Array.from(products.underageCosts))
    expect(leadTimes.filter(sampled)).toEqual(Int32Array.from(products.leadTimes))
    expect(underageCosts[32767]).toBe(products.lastUnderageCost)
    expect(leadTimes.reduce((a, b) => a + b)).toBe(products.leadTimeTotal)
  })

  it.each([
    [nicTwoWarehouses, 10, 2, 15],
    [nicThreeWarehouses, 21, 3, 55],
  ])('networks are complete', ({ leadTimes, holdingCosts, edgeCosts }, stores, warehouses, edges) => {
    expect(leadTimes).toHaveLength(stores)
    expect(leadTimes.every((row) => row.length === warehouses && row.some((periods) => periods > 0))).toBe(
      true,
    )
    expect([holdingCosts.length, edgeCosts.length]).toEqual([warehouses, warehouses])
    expect(leadTimes.flat().filter((periods) => periods > 0)).toHaveLength(edges)
  })

  it('refuses what cannot be drawn', () => {
    expect(() => nicStores(0)).toThrow('nicStores.count: got 0')
    expect(() => nicProducts(1.5)).toThrow('nicProducts.count: got 1.5')
    expect(() => new MersenneTwister(-1)).toThrow('MersenneTwister.seed: got -1')
  })
})
