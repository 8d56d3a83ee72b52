import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorText, show } from '../src/show.ts'
import { Seed } from '../src/random/seed.ts'

describe('a shown value', () => {
  it.each<[value: unknown, shown: string]>([
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
    [3n, '3'],
    [undefined, 'undefined'],
    [null, 'null'],
    ['text', '"text"'],
    [[1, 2], '[1,2]'],
    [[NaN, Array(1)], '[NaN,[undefined]]'],
    [{ a: 1, b: undefined }, '{"a":1,"b":undefined}'],
    [{ a: [3n], b: Symbol('x') }, '{"a":[3],"b":Symbol(x)}'],
    [Float32Array.of(0.5, Infinity), '[0.5,Infinity]'],
    [new DataView(new ArrayBuffer(2)), '[]'],
    [Seed.from(5), '"0000000000000005"'],
    [Object.create(null), '{}'],
    [new Map([[1, 2]]), '{}'],
  ])('stands for %s', (value, shown) => {
    expect(show(value)).toBe(shown)
  })

  it('is shortened where it is long, without being written out', () => {
    for (const long of ['x'.repeat(1e7), new Uint8Array(1e7), { bytes: new Uint8Array(1e7) }]) {
      expect(show(long)).toHaveLength(80)
      expect(show(long).endsWith('...')).toBe(true)
    }
  })

  it('may hold itself', () => {
    const list: unknown[] = []
    list.push(list, 1)
    expect(show(list)).toBe('[[[[[[[[…,1],1],1],1],1],1],1],1]')
    const twice: unknown[] = []
    twice.push(...Array.from({ length: 40 }, () => twice))
    expect(show(twice)).toHaveLength(80)
  })

  it('never throws, whatever it is', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const hostile = {
      toJSON(): never {
        throw new Error('no')
      },
    }
    expect([proxy, hostile].map(show)).toEqual(['an unreadable object', 'an unreadable object'])
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true, withSparseArray: true }),
        (value) => void show(value),
      ),
    )
  })
})

describe('the text of what was thrown', () => {
  it('is name and message of an error, and the value itself of anything else', () => {
    expect(errorText(new TypeError('no'))).toBe('TypeError: no')
    expect([null, undefined, 'text', Object.create(null)].map(errorText)).toEqual([
      'null',
      'undefined',
      '"text"',
      '{}',
    ])
    expect(errorText(Object.assign(new Error('a'), { name: Symbol('x') }))).toBe('an unreadable object')
  })
})
