/** Demand from an environment's parameters. */
import { isDeepStrictEqual } from 'node:util'
import { checkSchema, resolveParameters } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { demandModel } from '../../src/demand/demand-choice.ts'
import { requireHorizon } from '../../src/demand/demand-model.ts'
import { demandSchema } from '../../src/demand/demand-parameters.ts'
import { markovDemand } from '../../src/demand/markov-demand.ts'
import { poissonDemand } from '../../src/demand/poisson-demand.ts'
import { onePath } from './draws.ts'

const model = (given: object, stores: number = 3) =>
  demandModel(resolveParameters(demandSchema, given, 'env'), stores, 'env')

const csv = (text: string) => ({ name: 'sales.csv', bytes: Uint8Array.from(text, (c) => c.charCodeAt(0)) })

test('the schema is sound and its defaults make demand', () => {
  checkSchema(demandSchema, 'demandSchema')
  expect(model({}).means).toEqual(Float64Array.of(5, 5, 5))
})

test('one store’s list is one number, or one for each regime', () => {
  const means = [1, 2, 3]
  expect(() => model({ means }, 1)).toThrow(/^env\.means: got \[1,2,3\], expected 1 number$/)
  expect(() => model({ means, transitions: [0.5, 0.5, 0.5, 0.5] }, 1)).toThrow(
    /expected 1 number, or 2 for those of 2 regimes$/,
  )
})

test.each([
  ['poisson', [5, 5, 5], Math.sqrt(5)],
  ['normal', [5, 5, 5], 1.6],
  ['geometric', [5, 5, 5], Math.sqrt(30)],
  ['negative-binomial', [5, 5, 5], 3],
  ['binomial', [5, 5, 5], Math.sqrt(3.75)],
  ['autoregressive', [5, 5, 5], 1.6],
  ['constant', [5, 5, 5], 0],
  ['sequence', [8, 8, 8], 0],
])('%s', (demand, means, deviation) => {
  const built = model({ demand, ...(demand === 'negative-binomial' && { deviations: [3] }) })
  expect([...built.means]).toEqual(means)
  expect(built.deviations[2]).toBeCloseTo(deviation, 14)
  expect(built.stores).toBe(3)
})

test('correlation is ignored by all demand but normal and autoregressive, as its description says', () => {
  const drawn = (demand: string, correlation: number): number[][] =>
    onePath(model({ demand, deviations: [3], correlation: [correlation] }), 20, 0)
  const heeding = demandSchema.demand.options.filter(
    (kind) => kind !== 'series' && !isDeepStrictEqual(drawn(kind, 0), drawn(kind, 0.5)),
  )
  expect(heeding).toEqual(['normal', 'autoregressive'])
  expect(demandSchema.correlation.description).toContain(
    `${heeding.join(' and ')} demand, which all other demand ignores`,
  )
})

test("the beer game's demand: 4 units for 4 weeks, then 8", () => {
  expect(onePath(model({ demand: 'sequence' }, 1), 7, 0).flat()).toEqual([4, 4, 4, 4, 8, 8, 8])
})

test('lists hold one number, one for each store, or one for each store of each regime', () => {
  expect([...model({ means: [1, 2, 3] }).means]).toEqual([1, 2, 3])
  const transitions = [0.9, 0.1, 0.3, 0.7]
  // The first regime holds three quarters of the time.
  const mixed = model({ means: [1, 2, 3, 5, 6, 7], transitions })
  for (const s of [0, 1, 2]) {
    expect(mixed.means[s]).toBeCloseTo(s + 2, 12)
    expect(mixed.deviations[s] ** 2).toBeCloseTo(s + 2 + 3, 12)
  }
  expect([...model({ means: [1, 2, 3], transitions }).means]).toEqual(
    [1, 2, 3].map((m) => expect.closeTo(m, 12)),
  )
})

test('a Markov chain of regimes: the state is the regime, and it moves as its row says', () => {
  const regimes = [0, 100].map((mean) => poissonDemand({ means: [mean] }))
  const chain = markovDemand({ regimes, transitions: [0.75, 0.25, 1, 0] })
  const high = onePath(chain, 40_000, 2).map(([demand]) => (demand > 0 ? 1 : 0))
  expect(high.some((now, t) => now === 1 && high[t + 1] === 1)).toBe(false)
  const share = high.reduce<number>((sum, now) => sum + now, 0) / high.length
  expect(share).toBeCloseTo(0.2, 1.9)
  expect(chain.means[0]).toBeCloseTo(20, 12)
})

test('series come from a file, over a window', () => {
  const series = csv('2,1\n3,4\n5,6\n7,-8\n')
  const window = { demand: 'series', series, firstPeriod: 1, history: 1 }
  const built = model(window, 2)
  expect({ periods: built.periods, paths: built.paths, low: built.low }).toEqual({
    periods: 2,
    paths: 1,
    low: -8,
  })
  expect(onePath(built, 2, 0, 0)).toEqual([
    [5, 6],
    [7, -8],
  ])
  expect(onePath(model({ ...window, clip: true }, 2), 2, 0, 0)[1]).toEqual([7, 0])
  expect(() => requireHorizon(built, 3, 'env.horizon')).toThrow(/^env\.horizon: got 3, expected at most 2/)
  expect(requireHorizon(built, 2, 'env.horizon')).toBeUndefined()
})

test.each([
  [{ means: [1, 2] }, /^env\.means: got \[1,2\], expected 1 number, 3 for 3 stores$/],
  [{ means: [1, -2, 3] }, /^env\.means\[1\]: got -2, expected a finite number of at least 0/],
  [{ demand: 'normal', deviations: [1, 2, 3, 4] }, /^env\.deviations: /],
  [
    { demand: 'normal', deviations: [-1] },
    /^env\.deviations\[0\]: got -1, expected a finite number of at least 0/,
  ],
  [
    { demand: 'normal', correlation: [-0.6] },
    /^env\.correlation: got -0\.6, expected a number from -0\.5 to 1 for 3/,
  ],
  [{ demand: 'normal', correlation: [1, 0] }, /^env\.correlation: got "2 numbers", expected 1 number, or 9/],
  [{ demand: 'normal', correlation: [1, 0, 0, 0, 0.9, 0, 0, 0, 1] }, /^env\.correlation\[4\]: got 0\.9/],
  [{ demand: 'normal', correlation: [1, 0.5, 0, 0.4, 1, 0, 0, 0, 1] }, /^env\.correlation\[3\]: got 0\.4/],
  [
    { demand: 'normal', correlation: [1, 0.9, -0.9, 0.9, 1, 0.9, -0.9, 0.9, 1] },
    /^env\.correlation: .* expected a positive semi-definite/,
  ],
  [{ demand: 'normal', correlation: [1, 1, 0, 1, 1, 0.5, 0, 0.5, 1] }, /^env\.correlation: .*semi-definite/],
  [{ demand: 'negative-binomial' }, /^env\.deviations\[0\]: got 1\.6, .* or else Poisson demand/],
  [{ demand: 'binomial', trials: [20, 4, 20] }, /^env\.trials\[1\]: got 4/],
  [{ demand: 'binomial', trials: [20.5] }, /^env\.trials\[0\]: got 20\.5/],
  [{ demand: 'autoregressive', persistence: [0.5, 1, 0] }, /^env\.persistence\[1\]: got 1/],
  [{ transitions: [0.5] }, /^env\.transitions: got \[0\.5\]/],
  [{ transitions: [0.5, 0.5] }, /^env\.transitions: got \[0\.5,0\.5\]/],
  [{ transitions: [0.5, 0.5, 0.5, 0.4] }, /^env\.transitions \(row 1\): got \[0\.5,0\.4\]/],
  [{ transitions: [1, 0, 0.5, 0.5] }, /^env\.transitions: got "regime 1, never reached from regime 0"/],
  [
    { transitions: [0.5, 0.5, 0.5, 0.5], demand: 'autoregressive' },
    /^env\.transitions: .* which has a memory/,
  ],
  [{ transitions: [0.5, 0.5, 0.5, 0.5], means: [1, 2] }, /^env\.means: .* or 6 for those of 2 regimes/],
  [{ series: csv('1,2,3') }, /^env\.series: got "the file sales\.csv", .* demand is poisson/],
  [{ demand: 'normal', endPeriod: 3 }, /^env\.endPeriod: got 3, expected 0 where demand is normal/],
  [{ firstPeriod: 3 }, /^env\.firstPeriod: got 3, expected 0 where demand is poisson/],
  [{ history: 3 }, /^env\.history: got 3, expected 0 where demand is poisson/],
  [{ demand: 'series' }, /^env\.series: got null/],
  [{ demand: 'series', series: csv('a,b\n3,4') }, /^sales\.csv: got "2 columns", expected 3/],
  [{ demand: 'series', series: csv('3,2,1\n3,4,5'), endPeriod: 3 }, /^env\.endPeriod: got 3, .* 1 to 2/],
  [{ demand: 'series', series: csv('3,2,1\n3,4,5'), firstPeriod: 2 }, /^env\.firstPeriod: got 2/],
  [{ demand: 'series', series: csv('3,2,1\n3,4,5'), history: 2 }, /^env\.history: got 2/],
])('%j is refused by name', (given, message) => {
  expect(() => model(given)).toThrow(message)
})
