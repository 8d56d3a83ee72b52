import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ReluNetwork, Seed, type Stream } from '@gauntlet/core'
import type { Family } from '../../src/coupled/family.ts'
import { FeasibleSets } from '../../src/coupled/feasible-sets.ts'
import { solveProgramme } from '../../src/coupled/programme.ts'
import { foldNetwork } from '../../src/coupled/relu-network.ts'
import { boundUnits, networkProgramme } from '../../src/coupled/relu-programme.ts'
import { loadSolver } from '../../src/solver.ts'
import { SMALL_FAMILIES, everySubset } from './small-families.ts'

const seeds = fc.integer({ min: 0, max: 1e9 }).map((seed) => Seed.from(seed).stream())

/** A node limit that is never met. */
const ENDLESS = 1_000_000

/** By table, and by HiGHS. */
async function bothWays(family: Family): Promise<FeasibleSets[]> {
  return [
    await FeasibleSets.make('table', family, ENDLESS),
    await FeasibleSets.make('search', family, ENDLESS, 0),
  ]
}

function total(scores: Float64Array, subset: Uint8Array): number {
  return subset.reduce((sum, bit, k) => sum + bit * scores[k], 0)
}

function normals(stream: Stream, length: number): Float64Array {
  return Float64Array.from({ length }, () => stream.normal())
}

function randomNetwork(stream: Stream, elements: number, hidden: readonly number[]): ReluNetwork {
  const sizes = [elements + 2, ...hidden, 1]
  return {
    context: normals(stream, 2),
    layers: sizes.slice(1).map((out, l) => ({
      weights: normals(stream, out * sizes[l]),
      biases: normals(stream, out),
    })),
  }
}

/** The network's output, written independently of the package. */
function output({ context, layers }: ReluNetwork, subset: Uint8Array): number {
  let values = [...subset, ...context]
  for (const [l, { weights, biases }] of layers.entries()) {
    const inputs = values
    values = Array.from(biases, (bias, i) => {
      const sum = inputs.reduce((part, input, k) => part + input * weights[i * inputs.length + k], bias)
      return l === layers.length - 1 ? sum : Math.max(0, sum)
    })
  }
  return values[0]
}

describe.each(Object.entries(SMALL_FAMILIES))('%s', (_, draw) => {
  test('holds the subsets that some plan serves, and enumerates them once', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 3, max: 6 }), (stream, elements) => {
        const { family, planned } = draw(stream, elements)
        const members = everySubset(elements).filter((subset) => planned(subset))
        for (const subset of everySubset(elements)) expect(family.contains(subset, 0)).toBe(planned(subset))
        expect(family.enumerate(members.length)?.count).toBe(members.length)
        expect(family.enumerate(members.length - 1)).toBeUndefined()
      }),
      { numRuns: 60 },
    )
  })

  test('the oracle is the maximum over all subsets, by table and by HiGHS', { timeout: 30_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(seeds, fc.integer({ min: 3, max: 9 }), async (stream, elements) => {
        const { family } = draw(stream, elements)
        const scores = normals(stream, elements)
        const best = Math.max(
          ...everySubset(elements)
            .filter((subset) => family.contains(subset, 0))
            .map((subset) => total(scores, subset)),
        )
        for (const sets of await bothWays(family)) {
          const subset = new Uint8Array(elements).fill(165)
          sets.oracle(scores, subset)
          expect(family.contains(subset, 0)).toBe(true)
          expect(total(scores, subset)).toBeCloseTo(best, 9)
        }
      }),
      { numRuns: 25 },
    )
  })

  test(
    'without classes or a rule of its own, a family’s oracle is the same, by table and by HiGHS',
    { timeout: 30_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(seeds, async (stream) => {
          const { family: given } = draw(stream, 9)
          const family: Family = {
            elements: 9,
            words: given.words,
            contains: (subsets, from) => given.contains(subsets, from),
            enumerate: (limit) => given.enumerate(limit),
            constrain: (programme) => given.constrain(programme),
            draw: (...drawn) => given.draw(...drawn),
          }
          const scores = normals(stream, 9)
          const totals = await Promise.all(
            (await bothWays(family)).map((sets) => {
              const subset = new Uint8Array(9)
              sets.oracle(scores, subset)
              return total(scores, subset)
            }),
          )
          expect(totals[1]).toBeCloseTo(totals[0], 9)
        }),
        { numRuns: 15 },
      )
    },
  )

  test(
    'the maximum of a ReLU network is that of the enumeration, by table and by HiGHS',
    { timeout: 60_000 },
    async () => {
      const solver = await loadSolver()
      const hidden = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 2 })
      await fc.assert(
        fc.asyncProperty(seeds, fc.integer({ min: 3, max: 9 }), hidden, async (stream, elements, layers) => {
          const { family } = draw(stream, elements)
          const network = randomNetwork(stream, elements, layers)
          const [table, search] = await bothWays(family)
          const outputs = table.enumerate(0, 0, 1 << elements)!.map((subset) => output(network, subset))
          const folded = foldNetwork(network, elements, 'bare')
          const bare = networkProgramme(family, folded, boundUnits(family, folded, solver))
          const { bound, proven } = solveProgramme(solver, bare, ENDLESS, 'bare')
          expect(proven).toBe(true)
          expect(bound + folded.at(-1)!.biases[0]).toBeCloseTo(Math.max(...outputs), 4)
          for (const sets of [table, search]) {
            const { subset, value, gap } = sets.maximise(0, 0, network)
            expect(gap).toBe(0)
            expect(sets.isFeasible(0, 0, subset)).toBe(true)
            expect(value).toBeCloseTo(output(network, subset), 9)
            expect(value).toBeCloseTo(Math.max(...outputs), 6)
          }
        }),
        { numRuns: 12 },
      )
    },
  )

  test(
    'many contexts of one network have the maxima that each has alone, those of the enumeration',
    { timeout: 60_000 },
    async () => {
      const hidden = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 3 })
      await fc.assert(
        fc.asyncProperty(seeds, fc.integer({ min: 3, max: 9 }), hidden, async (stream, elements, units) => {
          const { family } = draw(stream, elements)
          const { layers } = randomNetwork(stream, elements, units)
          const contexts = normals(stream, 10)
          for (const [ways, rows] of [
            [await FeasibleSets.make('table', family, ENDLESS), 5],
            [await FeasibleSets.make('search', family, ENDLESS, 0), 2],
          ] as const) {
            const all = ways.maximiseEach(0, 0, layers, contexts.subarray(0, 2 * rows), rows)
            for (let r = 0; r < rows; r++) {
              const network = { context: contexts.slice(2 * r, 2 * r + 2), layers }
              const { subset, value, gap } = ways.maximise(0, 0, network)
              expect(all.subsets.slice(r * elements, (r + 1) * elements)).toEqual(subset)
              expect([all.values[r], all.gaps[r]]).toEqual([value, gap])
              const outputs = ways.enumerate(0, 0, 1 << elements)!.map((other) => output(network, other))
              expect(value).toBeCloseTo(Math.max(...outputs), 6)
            }
          }
        }),
        { numRuns: 6 },
      )
    },
  )

  test('random subsets are feasible, and no further element fits', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 3, max: 9 }), (stream, elements) => {
        const { family } = draw(stream, elements)
        const subset = new Uint8Array(elements)
        family.draw(stream, new Int32Array(elements), subset, 0)
        expect(family.contains(subset, 0)).toBe(true)
        for (let k = 0; k < elements; k++) {
          if (subset[k] === 1) continue
          subset[k] = 1
          expect(family.contains(subset, 0)).toBe(false)
          subset[k] = 0
        }
      }),
    )
  })
})
