/** Problems from JSON files: `readProblem`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { parseJson } from '@gauntlet/tables'
import type { LotSizingProblem } from './problem.ts'

const MOST_ITEMS = 1000
const MOST_TRIALS = 1000

/**
 * A problem from a file in the format of PDPPO's settings (`setting_15items_5machines_t100_i100.json`).
 *
 * The file is one JSON object: `time_horizon`, `n_items`, `n_machines`, `machine_production`, `setup_costs` and
 * `setup_loss` [machines][items], `holding_costs`, `lost_sales_costs`, `max_inventory_level` and `initial_inventory`
 * [items], `initial_setup` [machines] (0 for none, items from 1) and `demand_distribution` {name: "binomial", n, p}.
 * Errors: ParameterError naming file, field, machine and item (both from 1), what was given and what is allowed.
 */
export function readProblem(file: FileContent): LotSizingProblem {
  const fields = new Fields(file.name, parseJson(file))
  const items = fields.whole('n_items', 1, MOST_ITEMS)
  const machines = fields.whole('n_machines', 1, MOST_ITEMS)
  const demand = fields.nested('demand_distribution')
  demand.expect('name', 'binomial')
  return {
    items,
    machines,
    horizon: fields.whole('time_horizon', 1, Number.MAX_SAFE_INTEGER),
    production: fields.table('machine_production', machines, items),
    setupCosts: fields.table('setup_costs', machines, items),
    setupLosses: fields.table('setup_loss', machines, items),
    holdingCosts: fields.row('holding_costs', 'item', items),
    lostSalesCosts: fields.row('lost_sales_costs', 'item', items),
    capacities: fields.row('max_inventory_level', 'item', items),
    initialInventories: fields.row('initial_inventory', 'item', items),
    initialSetups: fields.setups('initial_setup', machines, items),
    demandTrials: demand.whole('n', 0, MOST_TRIALS),
    demandProbability: demand.number('p', 1),
  }
}

/** The fields of a JSON object; every refusal names where the value stands. */
class Fields {
  private readonly place: string
  private readonly object: Readonly<Record<string, unknown>>

  constructor(place: string, value: unknown) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ParameterError(place, value, 'a JSON object')
    }
    this.place = place
    this.object = value as Readonly<Record<string, unknown>>
  }

  nested(field: string): Fields {
    return new Fields(`${this.place}: ${field}`, this.object[field])
  }

  expect(field: string, expected: string): void {
    if (this.object[field] !== expected) this.refuse(field, this.object[field], JSON.stringify(expected))
  }

  whole(field: string, low: number, high: number): number {
    const value = this.object[field]
    if (!isNumber(value, low, high) || !Number.isInteger(value)) {
      this.refuse(field, value, `a whole number from ${low} to ${high}`)
    }
    return value
  }

  /** A number from 0 to `high`. */
  number(field: string, high: number): number {
    const value = this.object[field]
    if (!isNumber(value, 0, high)) this.refuse(field, value, `a number from 0 to ${high}`)
    return value
  }

  /** [machines][items] numbers of at least 0, as one row-major array. */
  table(field: string, machines: number, items: number): Float64Array {
    const rows = this.list(field, this.object[field], 'machine', machines)
    const table = new Float64Array(machines * items)
    for (const [m, row] of rows.entries()) {
      table.set(this.numbers(`${field}, machine ${m + 1}`, row, 'item', items), m * items)
    }
    return table
  }

  /** Numbers of at least 0, one for each `what`. */
  row(field: string, what: string, length: number): Float64Array {
    return this.numbers(field, this.object[field], what, length)
  }

  setups(field: string, machines: number, items: number): Int32Array {
    const setups = this.list(field, this.object[field], 'machine', machines)
    for (const [m, setup] of setups.entries()) {
      if (isNumber(setup, 0, items) && Number.isInteger(setup)) continue
      this.refuse(`${field}, machine ${m + 1}`, setup, `0 for none or an item from 1 to ${items}`)
    }
    return Int32Array.from(setups as number[])
  }

  private numbers(field: string, value: unknown, what: string, length: number): Float64Array {
    const list = this.list(field, value, what, length)
    for (const [k, given] of list.entries()) {
      if (!isNumber(given, 0, Number.MAX_VALUE)) {
        this.refuse(`${field}, ${what} ${k + 1}`, given, 'a finite number of at least 0')
      }
    }
    return Float64Array.from(list as number[])
  }

  private list(field: string, value: unknown, what: string, length: number): readonly unknown[] {
    if (!Array.isArray(value)) this.refuse(field, value, `a list of ${length}, one for each ${what}`)
    if (value.length !== length) {
      this.refuse(field, `a list of ${value.length}`, `a list of ${length}, one for each ${what}`)
    }
    return value
  }

  private refuse(field: string, value: unknown, allowed: string): never {
    throw new ParameterError(`${this.place}: ${field}`, value, allowed)
  }
}

function isNumber(value: unknown, low: number, high: number): value is number {
  return typeof value === 'number' && value >= low && value <= high
}
