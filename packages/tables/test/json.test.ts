import { expect, test } from 'vitest'
import { parseJson, parseJsonLines } from '../src/json.ts'
import { textFile } from './files.ts'

const file = (text: string) => textFile(text, 'mine.json')

test('values on lines keep the numbers of their lines', () => {
  expect(parseJsonLines(file('{"a": 1}\r\n\n[2]\n'))).toEqual([
    { line: 1, value: { a: 1 } },
    { line: 3, value: [2] },
  ])
})

test.each([
  ['{"a": 1}\n{"a": tru}', 'mine.json, line 2, column 7: got "tru}", expected JSON to go on'],
  ['1\n\n{"a": 1, "a": 2}', 'mine.json, line 3, column 10: got "a", expected each key of an object once'],
])('%j is refused by line and column', (text, message) => {
  expect(() => parseJsonLines(file(text))).toThrow(message)
})

test('a file of one value is refused by line and column, or as no text', () => {
  expect(parseJson(file('\ufeff{"a":\n1}'))).toEqual({ a: 1 })
  expect(() => parseJson(file('{"a":\n}'))).toThrow('mine.json, line 2, column 1: got "}"')
  const bytes = Uint8Array.of(34, 255, 34)
  expect(() => parseJson({ name: 'mine.json', bytes })).toThrow(
    'mine.json: got "bytes that are no UTF-8", expected a file of JSON',
  )
  expect(parseJson(file('"after it"'))).toBe('after it')
})
