import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GauntletError, IllegalActionError } from '../src/errors.ts'
import {
  type ActionSpace,
  actionWidth,
  allocateActions,
  box,
  boundAt,
  checkActions,
  combinatorial,
  discrete,
  maskWidth,
  multiDiscrete,
  product,
} from '../src/spaces.ts'

/** The error that a run ends with. */
function errorOf(run: () => void): IllegalActionError {
  try {
    run()
  } catch (error) {
    if (error instanceof IllegalActionError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

const SPACES: readonly [space: ActionSpace, actions: number, mask: number][] = [
  [discrete(5), 1, 5],
  [multiDiscrete([3, 4, 2]), 3, 9],
  [box([2, 3], -1, 1), 6, 0],
  [combinatorial(7, 'at most 2 of 7'), 7, 7],
]

describe('a space', () => {
  it.each(SPACES)('%o has its widths', (space, actions, mask) => {
    expect(actionWidth(space)).toBe(actions)
    expect(maskWidth(space)).toBe(mask)
    expect(allocateActions(space, 4)).toHaveLength(4 * actions)
  })

  it('has actions of the type that its kind calls for', () => {
    expect(SPACES.map(([space]) => allocateActions(space, 1).constructor.name)).toEqual([
      'Int32Array',
      'Int32Array',
      'Float32Array',
      'Uint8Array',
    ])
  })

  it.each([
    [() => discrete(0), 'discrete n: got 0'],
    [() => discrete(2.5), 'discrete n: got 2.5'],
    [() => discrete(3, ['left', 'right']), 'discrete names: got 2, expected 3'],
    [() => multiDiscrete([]), 'multi-discrete factors: got 0'],
    [() => multiDiscrete([2, -1]), 'multi-discrete counts[1]: got -1'],
    [() => box([2], [0], 1), 'box low: got 1 numbers, expected 1 or 2'],
    [() => box([2], 0, [1, 2, 3]), 'box high: got 3 numbers, expected 1 or 2'],
    [() => box([2], [0, 5], 1), 'box element 1: low 5 is not below high 1'],
    [() => box([1], NaN, 1), 'box element 0: low NaN'],
    [() => box([0], 0, 1), 'box shape[0]: got 0'],
    [() => box([2], 0, 1, 'clip', ['left']), 'box names: got 1, expected 2'],
    [() => combinatorial(0, 'none'), 'combinatorial elements: got 0'],
  ])('is refused where it makes no sense (%#)', (make, message) => {
    expect(make).toThrow(GauntletError)
    expect(make).toThrow(message)
  })

  it('keeps names of choices only where they are given', () => {
    expect(discrete(2)).toEqual({ kind: 'discrete', n: 2 })
    expect(discrete(2, ['no', 'yes'])).toEqual({ kind: 'discrete', n: 2, names: ['no', 'yes'] })
  })

  it('has bounds for all elements or for each', () => {
    expect(boundAt(3, 7)).toBe(3)
    expect(boundAt([1, 2], 1)).toBe(2)
    expect(product([])).toBe(1)
    expect(product([2, 3, 4])).toBe(24)
  })
})

describe('discrete actions', () => {
  it('are taken exactly where space and mask allow them', () => {
    const masks = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 12, maxLength: 12 })
    const choices = fc.array(fc.integer({ min: -2, max: 5 }), { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(masks, choices, (bits, chosen) => {
        const mask = Uint8Array.from(bits)
        const first = chosen.findIndex(
          (action, row) => !(action >= 0 && action < 3) || bits[row * 3 + action] === 0,
        )
        const check = (): void => checkActions(discrete(3), Int32Array.from(chosen), mask, 2)
        if (first < 0) return check()
        const error = errorOf(check)
        expect([error.world, error.agent]).toEqual([Math.floor(first / 2), first % 2])
      }),
    )
  })

  it('are refused with world, agent, action and what is allowed', () => {
    const error = errorOf(() => checkActions(discrete(3), Int32Array.of(0, 1, 2, 3), undefined, 2))
    expect(error.message).toBe('world 1, agent 1: action 3 is not legal; expected 0 to 2')
    expect(error.code).toBe('illegal-action')
  })
})

describe('multi-discrete actions', () => {
  const space = multiDiscrete([2, 3])

  it('are refused with the factor', () => {
    expect(errorOf(() => checkActions(space, Int32Array.of(0, 0, 1, 3), undefined, 1)).message).toBe(
      'world 1, agent 0: action 3 is not legal; expected 0 to 2 in factor 1',
    )
  })

  it('are held against the mask of their own factor', () => {
    const mask = Uint8Array.of(1, 1, 1, 1, 1, /* second row */ 1, 1, 1, 0, 1)
    checkActions(space, Int32Array.of(1, 2, 1, 0), mask, 2)
    const error = errorOf(() => checkActions(space, Int32Array.of(1, 2, 1, 1), mask, 2))
    expect(error.message).toBe(
      'world 0, agent 1: action 1 is not legal; expected a choice that the mask of factor 1 allows',
    )
  })
})

describe('actions in a box', () => {
  it('are clipped in place where the box clips', () => {
    const actions = Float32Array.of(-3, 0.25, 9, 1e30)
    checkActions(box([2], [-1, 0], [1, 2]), actions, undefined, 1)
    expect([...actions]).toEqual([-1, 0.25, 1, 2])
  })

  it('are refused where the box refuses', () => {
    const error = errorOf(() =>
      checkActions(box([2], -1, 1, 'refuse'), Float32Array.of(0, 0, 0, 2), undefined, 2),
    )
    expect(error.message).toBe(
      'world 0, agent 1: action 2 is not legal; expected a finite number from -1 to 1 in element 1',
    )
  })

  it('are refused by the name of their element', () => {
    const space = box([2], -1, 1, 'refuse', ['torque', 'brake'])
    expect(errorOf(() => checkActions(space, Float32Array.of(0, 2), undefined, 1)).message).toBe(
      'world 0, agent 0: action 2 is not legal; expected a finite number from -1 to 1 in element 1 (brake)',
    )
  })

  it('are always finite, whatever the bounds', () => {
    const spaces = [box([1], -1, 1), box([1], -1, 1, 'refuse'), box([1], -Infinity, Infinity)]
    for (const space of spaces) {
      checkActions(space, Float32Array.of(1), undefined, 1)
      for (const value of [NaN, Infinity, -Infinity]) {
        expect(errorOf(() => checkActions(space, Float32Array.of(value), undefined, 1)).message).toContain(
          `action ${value} is not legal; expected a finite number from`,
        )
      }
    }
    checkActions(spaces[2], Float32Array.of(1e30), undefined, 1)
  })

  it('may be exactly a bound that float32 rounds', () => {
    for (const bound of [0.1, 0.7, 1 / 3]) {
      checkActions(box([1], -bound, bound, 'refuse'), Float32Array.of(bound, -bound), undefined, 1)
    }
  })

  it('are inside after clipping, and unchanged where they were inside', () => {
    const number = fc.float({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(number, number, number, (p, q, value) => {
        const [low, high] = [Math.min(p, q), Math.max(p, q)]
        fc.pre(Number.isFinite(low) && Number.isFinite(high))
        const actions = Float32Array.of(value)
        checkActions(box([1], low, high), actions, undefined, 1)
        expect(actions[0]).toBe(value < low ? low : value > high ? high : value)
      }),
    )
  })
})

describe('subsets', () => {
  const space = combinatorial(3, 'any')

  it('are bytes of 0 and 1', () => {
    checkActions(space, Uint8Array.of(0, 1, 1), undefined, 1)
    expect(errorOf(() => checkActions(space, Uint8Array.of(0, 1, 1, 0, 2, 0), undefined, 1)).message).toBe(
      'world 1, agent 0: action 2 is not legal; expected 0 or 1 for element 1',
    )
  })

  it('hold no element that the mask forbids', () => {
    const mask = Uint8Array.of(1, 1, 1, 1, 1, 0)
    expect(errorOf(() => checkActions(space, Uint8Array.of(0, 0, 0, 1, 0, 1), mask, 2)).message).toBe(
      'world 0, agent 1: action 2 is not legal; expected elements that the mask allows',
    )
  })
})
