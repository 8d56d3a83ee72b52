import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ActionCodec } from '../src/action-codec.ts'
import { GauntletError } from '../src/errors.ts'
import {
  type ActionArray,
  type ActionSpace,
  allocateActions,
  box,
  combinatorial,
  discrete,
  multiDiscrete,
} from '../src/spaces.ts'

const counts = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 2 ** 31 }))

const spaces: fc.Arbitrary<ActionSpace> = fc.oneof(
  counts.map((n) => discrete(n)),
  fc.array(counts, { minLength: 1, maxLength: 4 }).map((given) => multiDiscrete(given)),
  fc.integer({ min: 1, max: 20 }).map((elements) => combinatorial(elements, 'any')),
  fc.integer({ min: 1, max: 3 }).map((size) => box([size], -Infinity, Infinity)),
)

/** Any actions of a space, one array a step. */
function episodes(space: ActionSpace): fc.Arbitrary<{ agents: number; steps: ActionArray[] }> {
  const value = (k: number): fc.Arbitrary<number> => {
    if (space.kind === 'box') return fc.float({ noNaN: true })
    if (space.kind === 'combinatorial') return fc.integer({ min: 0, max: 1 })
    const count = space.kind === 'discrete' ? space.n : space.counts[k % space.counts.length]
    return fc.integer({ min: 0, max: Math.min(count, 2 ** 31) - 1 })
  }
  return fc
    .record({ agents: fc.integer({ min: 1, max: 5 }), length: fc.nat(9) })
    .chain(({ agents, length }) => {
      const array = allocateActions(space, agents)
      const step = fc.tuple(...Array.from(array, (_, k) => value(k))).map((values) => {
        const actions = array.slice()
        actions.set(values)
        return actions
      })
      return fc.array(step, { minLength: length, maxLength: length }).map((steps) => ({ agents, steps }))
    })
}

/** Bits of one agent's action, by comparison with powers of two. */
function bitsOf(space: ActionSpace): number {
  const least = (count: number): number => {
    let bits = 0
    while (2 ** bits < count) bits++
    return bits
  }
  if (space.kind === 'discrete') return least(space.n)
  if (space.kind === 'multi-discrete') return space.counts.reduce((sum, count) => sum + least(count), 0)
  return space.kind === 'combinatorial' ? space.elements : 32 * space.shape[0]
}

describe('packed actions', () => {
  it('come back as they were, in no more bits than they need', () => {
    const cases = spaces.chain((space) => episodes(space).map((episode) => ({ space, ...episode })))
    fc.assert(
      fc.property(cases, ({ space, agents, steps }) => {
        const codec = new ActionCodec(space, agents)
        const bytes = codec.pack(steps)
        expect(bytes.length).toBe(Math.ceil((steps.length * agents * bitsOf(space)) / 8))
        codec.check(bytes, steps.length)
        const actions = allocateActions(space, agents)
        for (const [t, expected] of steps.entries()) {
          codec.unpack(bytes, t, actions)
          expect(actions).toEqual(expected)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('have their lowest bit first: five actions take three bits each', () => {
    const codec = new ActionCodec(discrete(5), 3)
    const bytes = codec.pack([Int32Array.of(1, 2, 4), Int32Array.of(0, 3, 1)])
    // From the right: 001 011 000 100 010 001.
    expect(bytes).toEqual(Uint8Array.of(0b00010001, 0b10110001, 0b00))
  })

  it('of subsets and factors stand side by side', () => {
    expect(new ActionCodec(combinatorial(5, 'any'), 1).pack([Uint8Array.of(1, 0, 0, 1, 1)])).toEqual(
      Uint8Array.of(0b11001),
    )
    expect(new ActionCodec(multiDiscrete([2, 1, 8]), 1).pack([Int32Array.of(1, 0, 6)])).toEqual(
      Uint8Array.of(0b1101),
    )
    expect(new ActionCodec(discrete(1), 9).pack([new Int32Array(9)])).toEqual(new Uint8Array(0))
  })

  it.each<[name: string, space: ActionSpace, bytes: readonly number[], steps: number, message: string]>([
    ['too few bytes', discrete(5), [0], 3, 'actions: got 1 bytes, expected 2'],
    ['too many bytes', discrete(5), [0, 0], 2, 'actions: got 2 bytes, expected 1'],
    [
      'a bit left over that is set',
      discrete(5),
      [64],
      2,
      'bits set after the last action, expected them to be 0',
    ],
    [
      'a choice beyond its space',
      discrete(5),
      [0b101_100],
      2,
      'actions: step 2, agent 0: got 5, expected 0 to 4',
    ],
    ['a factor’s', multiDiscrete([2, 3]), [0b110], 1, 'step 1, agent 0: got 3, expected 0 to 2'],
  ])('are refused for %s', (_, space, bytes, steps, message) => {
    const codec = new ActionCodec(space, 1)
    const read = (): void => {
      codec.check(Uint8Array.from(bytes), steps)
      for (let t = 0; t < steps; t++) codec.unpack(Uint8Array.from(bytes), t, allocateActions(space, 1))
    }
    expect(read).toThrow(GauntletError)
    expect(read).toThrow(message)
  })
})
