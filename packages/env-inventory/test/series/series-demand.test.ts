/** Demand of a window of a series. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Seed, Stream } from '@gauntlet/core'
import { readNumberTable } from '@gauntlet/tables'
import { describe, expect, test } from 'vitest'
import { type DemandSeries, readDemandSeries } from '../../src/series/demand-series.ts'
import { seriesDemand } from '../../src/series/series-demand.ts'
import { onePath } from '../demand/draws.ts'

/** Two scenarios of two stores over five periods; the hundreds say the scenario, the tens the store. */
const series: DemandSeries = {
  name: 'small.npy',
  scenarios: 2,
  stores: 2,
  periods: 5,
  values: Float64Array.from(
    { length: 20 },
    (_, i) => 100 * Math.floor(i / 10) + 10 * (Math.floor(i / 5) % 2) + (i % 5),
  ),
}

test('a path is a scenario, from the end of the history to the end of the window', () => {
  const model = seriesDemand(series, { firstPeriod: 1, endPeriod: 5, history: 2 })
  expect({ periods: model.periods, paths: model.paths, history: model.history }).toEqual({
    periods: 2,
    paths: 2,
    history: 2,
  })
  expect(onePath(model, 2, 0, 1)).toEqual([
    [103, 113],
    [104, 114],
  ])
  expect(() => onePath(model, 3, 0, 1)).toThrow('period 2 of path 1: it has 2')
  expect(() => onePath(model, 1, 0, 2)).toThrow('path 2: expected a whole number from 0 to 1')
})

test('the past is the history, then what was drawn, and nothing before the window', () => {
  const model = seriesDemand(series, { firstPeriod: 1, history: 2 })
  const stream = new Stream(Seed.from(0))
  const state = new Float64Array(5)
  const out = new Float64Array(9)
  const past = (back: number): number[] => {
    model.past(state, 3, back, out, 1, 4)
    return [out[1], out[5]]
  }
  model.begin(stream, 0, state, 3)
  expect([1, 2, 3].map(past)).toEqual([
    [2, 12],
    [1, 11],
    [0, 0],
  ])
  model.draw(stream, state, 3, out, 0, 1)
  expect([1, 2, 3, 4].map(past)).toEqual([
    [3, 13],
    [2, 12],
    [1, 11],
    [0, 0],
  ])
})

test('means and deviations are those of the window over all scenarios', () => {
  const model = seriesDemand(series, { firstPeriod: 1, endPeriod: 3 })
  expect([...model.means]).toEqual([51.5, 61.5])
  // Half of the demand is 50 below, the other half 50 above; a half to either side within a scenario.
  expect(model.deviations[0]).toBeCloseTo(Math.sqrt(2500.25), 12)
  expect({ low: model.low, integral: model.integral }).toEqual({ low: 1, integral: true })
})

test('without a number, paths are drawn alike', () => {
  const model = seriesDemand(series)
  const counts = [0, 0]
  for (let seed = 0; seed < 400; seed++) counts[onePath(model, 1, seed)[0][0] < 100 ? 0 : 1]++
  expect(Math.min(...counts)).toBeGreaterThan(160)
})

const folder = join(process.env.GAUNTLET_DATA ?? '', 'inventory')
const present = process.env.GAUNTLET_DATA !== undefined && existsSync(folder)
const fileOf = (name: string) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) })

describe.skipIf(!present)('Favorita (skips without GAUNTLET_DATA)', () => {
  const read = () => readDemandSeries(fileOf('favorita_21_stores_weekly_sales.npy'), 21)

  test('288 products in 21 stores over 171 weeks', () => {
    const { scenarios, stores, periods, values } = read()
    expect([scenarios, stores, periods]).toEqual([288, 21, 171])
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(84.6, 0.9)
    expect(values.filter((value) => value === 0).length / values.length).toBeCloseTo(0.011, 3)
    expect(Math.floor(values.reduce((most, value) => Math.max(most, value), 0))).toBe(19873)
  })

  test("the reference's windows: train 95, dev 37, test 37 periods after 16 weeks", () => {
    const whole = read()
    const windows = [
      [0, 111],
      [88, 141],
      [118, 171],
    ].map(([firstPeriod, endPeriod]) => seriesDemand(whole, { firstPeriod, endPeriod, history: 16 }))
    expect(windows.map(({ periods }) => periods)).toEqual([95, 37, 37])
    // Week 104 of product 7 in store 3 is the first of dev, and the tenth but last of its past after that.
    const at = (week: number) => whole.values[(7 * 21 + 3) * 171 + week]
    expect(onePath(windows[1], 37, 0, 7).map((row) => row[3])).toEqual(
      Array.from({ length: 37 }, (_, t) => at(104 + t)),
    )
    const state = new Float64Array(2)
    const out = new Float64Array(21)
    windows[1].begin(new Stream(Seed.from(0)), 7, state, 0)
    const past = Array.from({ length: 16 }, (_, k) => {
      windows[1].past(state, 0, k + 1, out, 0, 1)
      return out[3]
    })
    expect(past).toEqual(Array.from({ length: 16 }, (_, k) => at(103 - k)))
  })

  test('the weeks, with days from Christmas', () => {
    const { rows, names, columns } = readNumberTable(fileOf('favorita_dates.csv'))
    expect(rows).toBeGreaterThanOrEqual(171)
    expect([...columns[names.indexOf('days_from_christmas')].subarray(0, 4)]).toEqual([7, 14, 21, 28])
  })
})
