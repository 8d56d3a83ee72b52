import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ParameterError } from '../src/errors.ts'
import {
  type FileContent,
  type Schema,
  boolean,
  choice,
  file,
  integer,
  integers,
  isFileContent,
  number,
  numbers,
  resolveParameters,
  text,
} from '../src/parameters.ts'

interface Example {
  readonly agents: number
  readonly slip: number
  readonly walls: boolean
  readonly mode: 'fast' | 'slow'
  readonly title: string
  readonly weights: readonly number[]
  readonly periods: readonly number[]
  readonly map: FileContent | null
}

const schema: Schema<Example> = {
  agents: integer({ description: 'Agents', default: 8, minimum: 1, maximum: 64, unit: 'agents' }),
  slip: number({ description: 'Chance to slip', default: 0.1, minimum: 0, maximum: 1 }),
  walls: boolean({ description: 'Whether there are walls', default: true }),
  mode: choice({ description: 'Pace', options: ['fast', 'slow'], default: 'slow' }),
  title: text({ description: 'Title', default: 'untitled' }),
  weights: numbers({
    description: 'Weights',
    default: [1, 2],
    minimum: 0,
    minimumLength: 1,
    maximumLength: 3,
  }),
  periods: integers({ description: 'Periods', default: [3], minimum: 1 }),
  map: file({ description: 'A map' }),
}

const resolve = (given: unknown): Example => resolveParameters(schema, given, 'toy/example')

describe('parameters', () => {
  it('are the defaults where nothing is given', () => {
    expect(resolve({})).toEqual({
      agents: 8,
      slip: 0.1,
      walls: true,
      mode: 'slow',
      title: 'untitled',
      weights: [1, 2],
      periods: [3],
      map: null,
    })
  })

  it('are taken as given where they are allowed, and undefined stands for the default', () => {
    const map = { name: 'a.map', bytes: Uint8Array.of(1, 2) }
    const given = {
      agents: 64,
      slip: 0,
      walls: false,
      mode: 'fast',
      title: '',
      weights: [3],
      periods: [1, 2],
      map,
    }
    expect(resolve(given)).toEqual(given)
    expect(resolve({ agents: undefined }).agents).toBe(8)
  })

  it('resolve to themselves', () => {
    const given = fc.record(
      {
        agents: fc.integer({ min: 1, max: 64 }),
        slip: fc.double({ min: 0, max: 1, noNaN: true }),
        walls: fc.boolean(),
        mode: fc.constantFrom('fast', 'slow'),
        title: fc.string(),
        weights: fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 3 }),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(given, (parameters) => {
        const resolved = resolve(parameters)
        expect(resolved).toMatchObject(parameters)
        expect(resolve(resolved)).toEqual(resolved)
      }),
    )
  })

  it.each<[given: object, message: string]>([
    [{ agents: 65 }, 'toy/example.agents: got 65, expected a whole number from 1 to 64'],
    [{ agents: 1.5 }, 'toy/example.agents: got 1.5, expected a whole number from 1 to 64'],
    [{ agents: '8' }, 'toy/example.agents: got "8", expected a whole number from 1 to 64'],
    [{ agents: null }, 'toy/example.agents: got null, expected a whole number from 1 to 64'],
    [{ slip: NaN }, 'toy/example.slip: got NaN, expected a finite number from 0 to 1'],
    [{ walls: 1 }, 'toy/example.walls: got 1, expected true or false'],
    [{ mode: 'quick' }, 'toy/example.mode: got "quick", expected one of fast, slow'],
    [{ title: 3 }, 'toy/example.title: got 3, expected text'],
    [{ weights: [] }, 'toy/example.weights: got [], expected a list of 1 to 3 finite numbers of at least 0'],
    [{ weights: [1, -1] }, 'toy/example.weights[1]: got -1, expected a finite number of at least 0'],
    [{ weights: [1, NaN, -1] }, 'toy/example.weights[1]: got NaN, expected a finite number of at least 0'],
    [
      { weights: [1, 1, 1, -1] },
      'toy/example.weights: got [1,1,1,-1], expected a list of 1 to 3 finite numbers of at least 0',
    ],
    [{ weights: 3 }, 'toy/example.weights: got 3, expected a list of 1 to 3 finite numbers of at least 0'],
    [{ periods: [2, 2.5] }, 'toy/example.periods[1]: got 2.5, expected a whole number of at least 1'],
    [{ periods: 2 }, 'toy/example.periods: got 2, expected a list of 0 or more whole numbers of at least 1'],
    [{ map: 'a.map' }, 'toy/example.map: got "a.map", expected a file'],
    [{ weights: Array(2) }, 'toy/example.weights[0]: got undefined, expected a finite number of at least 0'],
    [{ agent: 3 }, 'toy/example: unknown field agent; did you mean agents?'],
    [
      { zzzzzzzzzzzz: 3 },
      'toy/example: unknown field zzzzzzzzzzzz; the fields are agents, slip, walls, mode, title, weights, periods, map',
    ],
    [{ [`agents${'s'.repeat(1e6)}`]: 3 }, 'ssss...; the fields are agents, slip'],
  ])('are refused with path, value and what is allowed: %o', (given, message) => {
    expect(() => resolve(given)).toThrow(ParameterError)
    expect(() => resolve(given)).toThrow(message)
  })

  it.each([
    null,
    [],
    'text',
    3,
    undefined,
    new Map([['agents', 1]]),
    Object.create({ agents: 3 }),
    new Date(0),
  ])('are refused where they are no object: %o', (given) => {
    expect(() => resolve(given)).toThrow('expected an object of parameters')
  })

  it('are refused or resolve to values of their fields, whatever is given', () => {
    const given = fc.dictionary(fc.constantFrom(...Object.keys(schema), 'other'), fc.anything(), {
      maxKeys: 3,
    })
    fc.assert(
      fc.property(given, (values) => {
        let resolved: Example
        try {
          resolved = resolve(values)
        } catch (error) {
          expect(error).toBeInstanceOf(ParameterError)
          return
        }
        expect(resolve(resolved)).toEqual(resolved)
      }),
    )
  })

  it('name the field in the error itself', () => {
    try {
      resolve({ slip: 2 })
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ name: 'ParameterError', code: 'parameter', path: 'toy/example.slip' })
    }
  })

  it('are never infinite, since a cell’s key could not hold that', () => {
    const open = { rate: number({ description: 'Rate', default: 1 }) }
    expect(() => resolveParameters<{ rate: number }>(open, { rate: Infinity }, 'x')).toThrow(
      'x.rate: got Infinity, expected a finite number',
    )
  })

  it('are not found on the prototype', () => {
    expect(() => resolve(JSON.parse('{"__proto__": 1}'))).toThrow('__proto__')
    expect(() => resolve({ toString: 1 })).toThrow('toString')
    const odd = { constructor: integer({ description: 'Odd name', default: 4 }) }
    expect(resolveParameters(odd as Schema<object>, {}, 'x')).toEqual({ constructor: 4 })
    expect(() => resolve({ constructor: 1 })).toThrow('unknown field constructor')
  })

  it('say the bound that they have', () => {
    const open: Schema<{ low: number; high: number }> = {
      low: integer({ description: 'At least', default: 1, minimum: 1 }),
      high: number({ description: 'At most', default: 0, maximum: 0 }),
    }
    expect(() => resolveParameters(open, { low: 0 }, 'x')).toThrow(
      'x.low: got 0, expected a whole number of at least 1',
    )
    expect(() => resolveParameters(open, { high: 1 }, 'x')).toThrow(
      'x.high: got 1, expected a finite number of at most 0',
    )
  })
})

describe('a file', () => {
  it('is a name with bytes', () => {
    expect(isFileContent({ name: 'a', bytes: new Uint8Array() })).toBe(true)
    for (const other of [
      null,
      undefined,
      'a',
      { name: 'a' },
      { name: 1, bytes: new Uint8Array() },
      { name: 'a', bytes: [] },
    ]) {
      expect(isFileContent(other)).toBe(false)
    }
  })
})
