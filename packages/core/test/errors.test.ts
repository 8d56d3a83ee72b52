import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GauntletError, IllegalActionError, ParameterError, nearestNames } from '../src/errors.ts'

describe('errors', () => {
  it('carry a code, a name and a cause', () => {
    const cause = new Error('below')
    const error = new GauntletError('some-code', 'a message', { cause })
    expect(error).toMatchObject({ code: 'some-code', name: 'GauntletError', message: 'a message', cause })
    expect(new ParameterError('a.b', 1, 'text')).toMatchObject({
      name: 'ParameterError',
      code: 'parameter',
      path: 'a.b',
    })
    expect(new IllegalActionError(2, 1, 7, '0 to 3')).toMatchObject({
      world: 2,
      agent: 1,
      code: 'illegal-action',
    })
    expect(new IllegalActionError(0, 0, 0, '')).toBeInstanceOf(GauntletError)
  })
})

describe('the nearest names', () => {
  it('are those with the fewest edits, by name where they tie', () => {
    expect(nearestNames('hrizon', ['horizon', 'agents', 'horizons'])).toEqual(['horizon', 'horizons'])
    expect(nearestNames('ab', ['ac', 'aa', 'zz'])).toEqual(['aa', 'ac'])
    expect(nearestNames('agents', [])).toEqual([])
    expect(nearestNames('abcdef', ['uvwxyz'])).toEqual([])
    expect(nearestNames('a'.repeat(1e7), ['a'.repeat(1e7)])).toEqual([])
  })

  it('are at most three and begin with the name itself', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(names, (candidates) => {
        const near = nearestNames(candidates[0], candidates)
        expect(near[0]).toBe(candidates[0])
        expect(near.length).toBeLessThanOrEqual(3)
        expect(candidates).toEqual(expect.arrayContaining(near))
      }),
    )
  })
})
