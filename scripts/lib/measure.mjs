/** What benchmark files are written with: `Suite`. Each row is measured by tinybench, alone and at once. */
import { Bench } from 'tinybench'
import { heading, line } from './bench-table.mjs'

/**
 * How long each row is measured; `iterations` are calls, of which there are at least that many. A call should take
 * about a millisecond or more, so that it is the work that is timed.
 *
 * @typedef {{ readonly time?: number, readonly warmupTime?: number, readonly iterations?: number, readonly warmupIterations?: number }} Effort
 */

/** @type {Required<Effort>} */
const EFFORT = { time: 500, warmupTime: 200, iterations: 10, warmupIterations: 3 }

/** The 95 % margin of a median, in median absolute deviations over the square root of the number of samples. */
const MARGIN = 1.96 * Math.sqrt(Math.PI / 2) * 1.4826

/**
 * Rows of one unit. They go to the process that runs the file (`scripts/bench.mjs`), or to the terminal. A row is the
 * median of its calls: whatever else the machine does interrupts some of them, and would spoil the mean.
 */
export class Suite {
  /**
   * @param {string} title
   * @param {string} unit what is counted, in the plural: `draws`
   * @param {Effort} effort
   */
  constructor(title, unit, effort = {}) {
    this.title = title
    this.unit = unit
    this.effort = { ...EFFORT, ...effort }
    this.begun = false
  }

  /**
   * Measures a row: `work` does `count` of the unit in each call. Work that times itself, because only a part of it
   * counts, gives the milliseconds of that part.
   *
   * @param {string} name
   * @param {number} count
   * @param {() => number | void | Promise<void>} work
   */
  async add(name, count, work) {
    const bench = new Bench({ ...this.effort, throws: true })
    bench.add(name, () => {
      const startedAt = performance.now()
      const given = work()
      if (typeof given !== 'number') return given
      return { overriddenDuration: given, overriddenIterationCost: performance.now() - startedAt }
    })
    const [{ result }] = await bench.run()
    if (!('latency' in result)) throw new Error(`${this.title}, ${name}: was not measured (${result.state})`)
    const { p50, mad, samplesCount } = result.latency
    const margin = (100 * MARGIN * mad) / (p50 * Math.sqrt(samplesCount))
    this.#report({ title: this.title, unit: this.unit, name, nanoseconds: (1e6 * p50) / count, margin })
  }

  /** @param {import('./bench-table.mjs').Row} row */
  #report(row) {
    if (process.send !== undefined) {
      process.send(row)
      return
    }
    if (!this.begun) console.log(heading(row))
    this.begun = true
    console.log(line(row))
  }
}
