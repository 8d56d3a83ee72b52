import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { GittinsTable, gittinsIndex } from '../../src/policies/gittins.ts'

type Indices = Readonly<Record<string, Readonly<Record<string, number>>>>
const golden: Indices = JSON.parse(readFileSync(new URL('../golden/gittins.json', import.meta.url), 'utf8'))

test.each(Object.keys(golden))('indices at a discount of %s are those of the tables', (discount) => {
  for (const [state, expected] of Object.entries(golden[discount])) {
    const [a, b] = state.split(',').map(Number)
    expect(Math.abs(gittinsIndex(a, b, Number(discount)) - expected), state).toBeLessThan(1e-6)
  }
})

test('the table of all states has the same indices', () => {
  const table = new GittinsTable(0.95)
  for (const [state, expected] of Object.entries(golden['0.95'])) {
    const [a, b] = state.split(',').map(Number)
    expect(Math.abs(table.index(a + b - 2, a - 1) - expected), state).toBeLessThan(2e-4)
  }
  expect(table.index(table.pulls + 1, 0)).toBe(1 / (table.pulls + 3))
})

test('what is no posterior or discount is refused', () => {
  expect(() => gittinsIndex(0, 1, 0.5)).toThrow('gittinsIndex.a: got 0, expected a finite number above 0')
  expect(() => gittinsIndex(1, 1, 1)).toThrow('gittinsIndex.discount: got 1, expected above 0 and below 1')
})
