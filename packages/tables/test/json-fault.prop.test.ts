import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonFault } from '../src/json-fault.ts'

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test('texts without a fault are those that engines parse, near every text of JSON', () => {
  const mutation = fc.record({
    at: fc.nat(),
    cut: fc.nat(2),
    put: fc.constantFrom(...'{}[]",:\\ue0-1.+t\n ', ''),
  })
  fc.assert(
    fc.property(fc.json(), mutation, (text, { at, cut, put }) => {
      const k = at % (text.length + 1)
      const changed = text.slice(0, k) + put + text.slice(k + cut)
      const fault = jsonFault(changed)
      // Whatever may follow a repeated key.
      if (fault?.repeatedKey === undefined) expect(fault === undefined).toBe(isJson(changed))
    }),
    { numRuns: 3000 },
  )
})

test('what stands before a fault can be gone on with', () => {
  expect(jsonFault('{"a": tru}')).toEqual({ line: 1, column: 7, found: 'tru}' })
  expect(jsonFault('["a\\x"]')).toEqual({ line: 1, column: 4, found: '\\x"]' })
  expect(jsonFault('{"a": 1,\n "\\u0061": 2}')).toEqual({
    line: 2,
    column: 2,
    found: '"\\u0061": 2}',
    repeatedKey: 'a',
  })
})

test('long strings and deep lists are read', () => {
  const escapes = '\\n'.repeat(10_000_000)
  expect(jsonFault(`{"a": "${escapes}"}`)).toBeUndefined()
  expect(jsonFault(`{"a": "${'x'.repeat(10_000_000)}`)).toMatchObject({ found: 'the end' })
  expect(jsonFault('['.repeat(1_000_000))).toMatchObject({ column: 1_000_001 })
})
