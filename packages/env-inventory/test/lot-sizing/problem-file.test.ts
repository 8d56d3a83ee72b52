import { ParameterError, Seed } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { lotSizing } from '../../src/index.ts'
import { SMALL_FILE, SMALL_PLANT, fileOf } from './small-plant.ts'

const SEED = Seed.from(1)

describe('a file', () => {
  test('decides all that it holds', async () => {
    const spec = lotSizing.describe({ problem: 'file', file: SMALL_FILE, horizon: 5, demandTrials: 3 })
    expect(spec.horizon).toBe(8)
    expect(spec.action).toEqual({ kind: 'multi-discrete', counts: [4, 4] })
    const environment = await lotSizing.make({ problem: 'file', file: SMALL_FILE, start: 'given' })
    environment.reset(SEED)
    expect([...environment.observations.subarray(0, 3)]).toEqual([0.5, 0, 1])
  })

  test.each([
    ['no JSON', '{', 'plant.json, line 1, column 2: got "the end", expected JSON to go on'],
    ['no object', '[]', 'plant.json: got [], expected a JSON object'],
    ['no items', { n_items: 0 }, 'plant.json: n_items: got 0, expected a whole number from 1 to 1000'],
    ['half a machine', { n_machines: 1.5 }, 'plant.json: n_machines: got 1.5, expected a whole number'],
    [
      'a machine too few',
      { setup_costs: [[1, 2, 3]] },
      'plant.json: setup_costs: got "a list of 1", expected a list of 2, one for each machine',
    ],
    [
      'an item too few',
      {
        machine_production: [
          [9, 0],
          [0, 9, 4],
        ],
      },
      'plant.json: machine_production, machine 1: got "a list of 2", expected a list of 3, one for each item',
    ],
    [
      'a negative cost',
      {
        setup_costs: [
          [1, 2, 3],
          [1, -2, 3],
        ],
      },
      'plant.json: setup_costs, machine 2, item 2: got -2, expected a finite number of at least 0',
    ],
    [
      'a cost that is text',
      { lost_sales_costs: [1, '2', 3] },
      'plant.json: lost_sales_costs, item 2: got "2", expected a finite number of at least 0',
    ],
    [
      'no holding costs',
      { holding_costs: undefined },
      'plant.json: holding_costs: got undefined, expected a list',
    ],
    [
      'a setup for an item that is not there',
      { initial_setup: [0, 4] },
      'plant.json: initial_setup, machine 2: got 4, expected 0 for none or an item from 1 to 3',
    ],
    [
      'another distribution',
      { demand_distribution: { name: 'poisson', n: 4, p: 0.5 } },
      'plant.json: demand_distribution: name: got "poisson", expected "binomial"',
    ],
    [
      'an impossible probability',
      { demand_distribution: { name: 'binomial', n: 4, p: 1.5 } },
      'plant.json: demand_distribution: p: got 1.5, expected a number from 0 to 1',
    ],
  ])('of %s is refused with field, machine and item', (_, change, message) => {
    const file = fileOf(typeof change === 'string' ? change : JSON.stringify({ ...SMALL_PLANT, ...change }))
    expect(() => lotSizing.describe({ problem: 'file', file })).toThrow(ParameterError)
    expect(() => lotSizing.describe({ problem: 'file', file })).toThrow(message)
  })

  test('goes with the choice of a file, and only with it', () => {
    expect(() => lotSizing.describe({ problem: 'file' })).toThrow(
      'inventory/lot-sizing.file: got null, expected a file, since problem is file',
    )
    expect(() => lotSizing.describe({ file: SMALL_FILE })).toThrow('expected no file unless problem is file')
  })
})
