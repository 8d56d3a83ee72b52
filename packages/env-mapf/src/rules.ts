/** What happens in grid worlds: `GridRules`, `GridSetup`. */
import { type Buffers, GauntletError, type Instance, type Rules, show } from '@gauntlet/core'
import { Diagnostics, type SavedDiagnostics } from './diagnostics.ts'
import type { InstanceSource } from './instance-source.ts'
import type { Movement } from './movement.ts'
import { Observation, type ObservationType } from './observation.ts'
import { drawSvg } from './picture-svg.ts'
import { drawText } from './picture-text.ts'
import type { Scenario } from './scenario.ts'
import { ACTIONS, type GridWorlds, type OnTarget } from './worlds.ts'

/** Goals are numbered below it. */
const MOST_TASKS = 2147483648

/** What worlds are made of. */
export interface GridSetup {
  /** The environment's, for messages. */
  readonly id: string
  readonly worlds: GridWorlds
  readonly source: InstanceSource
  readonly movement: Movement
  readonly onTarget: OnTarget
  readonly observationType: ObservationType
  readonly horizon: number
}

/** All that decides how a world goes on and how it is measured. */
interface SavedWorld {
  /** The scenario's number, steps since the episode began, and the sum of densities before the last. */
  readonly index: number
  readonly elapsed: number
  readonly densities: number
  /** Tasks taken from the stream, where agents share one. */
  readonly taken: number
  /** [agents] each: cell, whether on the map, whether in sight, goals reached, number of the goal, step of arrival */
  readonly positions: Int32Array
  readonly active: Uint8Array
  readonly seen: Uint8Array
  readonly reached: Int32Array
  readonly numbers: Int32Array
  readonly arrivals: Int32Array
  readonly diagnostics: SavedDiagnostics
}

/**
 * Agents walk to their goals.
 *
 * `restart`: whoever stands on its goal after a move is paid 1 and given the next goal at once. `finish`: it is paid 1,
 * its episode is over and it leaves the map. `nothing`: agents stay, and once all stand on their goals at the same
 * time everybody is paid 1 and the episode is over.
 * Source: POGEMA 1.4.0, `PogemaLifeLong.step`, `Pogema.step`, `PogemaCoopFinish.step` and `wrappers/metrics.py`.
 */
export class GridRules implements Rules {
  private readonly id: string
  private readonly worlds: GridWorlds
  private readonly source: InstanceSource
  private readonly movement: Movement
  private readonly onTarget: OnTarget
  private readonly buffers: Buffers
  private readonly observation: Observation
  private readonly diagnostics: Diagnostics
  private readonly horizon: number
  private readonly scenarios: Scenario[] = []
  /** [batch]: the scenario's number; steps since the episode began; sum of the densities seen before the last */
  private readonly indices: Int32Array
  private readonly elapsed: Int32Array
  private readonly densities: Float64Array
  /** [batch]: tasks taken from the stream, where agents share one */
  private readonly taken: Int32Array
  /** [batch, agents]: goals reached in this episode; the number of the goal that each agent walks to */
  private readonly reached: Int32Array
  private readonly numbers: Int32Array
  /** [batch, agents]: the step after which the agent stood on its goal to stay, from 1, or 0 where it does not */
  private readonly arrivals: Int32Array
  /** [batch, agents]: the cell in which each agent started */
  private readonly starts: Int32Array

  constructor(setup: GridSetup, buffers: Buffers) {
    const { worlds } = setup
    const rows = worlds.positions.length
    this.id = setup.id
    this.worlds = worlds
    this.source = setup.source
    this.movement = setup.movement
    this.onTarget = setup.onTarget
    this.horizon = setup.horizon
    this.buffers = buffers
    this.indices = new Int32Array(worlds.batch)
    this.elapsed = new Int32Array(worlds.batch)
    this.densities = new Float64Array(worlds.batch)
    this.taken = new Int32Array(worlds.batch)
    this.reached = new Int32Array(rows)
    this.numbers = new Int32Array(rows)
    this.arrivals = new Int32Array(rows)
    this.starts = new Int32Array(rows)
    this.diagnostics = new Diagnostics(worlds, setup.onTarget === 'restart' ? 'lifelong' : 'one-shot')
    this.observation = new Observation(worlds, setup.observationType, buffers, this.starts)
  }

  start(w: number, { index = 0 }: Instance): void {
    const { agents } = this.worlds
    this.elapsed[w] = 0
    this.densities[w] = 0
    this.reached.fill(0, w * agents, (w + 1) * agents)
    this.arrivals.fill(0, w * agents, (w + 1) * agents)
    this.taken[w] = 0
    this.layOut(w, index)
    for (let a = 0; a < agents; a++) {
      this.worlds.place(w, a, this.starts[w * agents + a])
      this.nextGoal(w, a)
    }
    this.diagnostics.start(w)
  }

  step(actions: Int32Array): void {
    const { onTarget, elapsed, densities, observation, diagnostics } = this
    for (let w = 0; w < this.worlds.batch; w++) {
      densities[w] += observation.density[w]
      elapsed[w]++
      this.movement.move(w, actions)
      diagnostics.record(w)
      if (onTarget === 'restart') this.restart(w)
      else if (onTarget === 'finish') this.finish(w)
      else this.gather(w)
    }
  }

  private restart(w: number): void {
    const { agents, positions, goals } = this.worlds
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      if (positions[i] !== goals[i]) continue
      this.buffers.rewards[i] = 1
      this.reached[i]++
      this.nextGoal(w, i - w * agents)
    }
  }

  private finish(w: number): void {
    const { agents, positions, goals, active } = this.worlds
    const { rewards, terminated } = this.buffers
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      if (active[i] === 0 || positions[i] !== goals[i]) continue
      rewards[i] = 1
      terminated[i] = 1
      this.arrivals[i] = this.elapsed[w]
      this.worlds.remove(w, i - w * agents)
    }
  }

  private gather(w: number): void {
    const { agents, positions, goals } = this.worlds
    const { arrivals } = this
    const t = this.elapsed[w]
    let there = 0
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      if (positions[i] === goals[i]) {
        there++
        if (arrivals[i] === 0) arrivals[i] = t
      } else if (t < this.horizon) {
        arrivals[i] = 0
      }
      // Whoever leaves its goal in the last step has arrived all the same, by POGEMA's `SumOfCostsAndMakespanMetric`.
    }
    if (there < agents) return
    this.buffers.rewards.fill(1, w * agents, (w + 1) * agents)
    this.buffers.terminated.fill(1, w * agents, (w + 1) * agents)
  }

  observe(from: number, to: number): void {
    for (let w = from; w < to; w++) {
      this.observation.write(w)
      if (this.buffers.actionMask !== undefined) this.writeMask(w, this.buffers.actionMask)
    }
  }

  /** Every agent may stay, and move where no obstacle is; one that has left may only stay. */
  private writeMask(w: number, mask: Uint8Array): void {
    const { agents, cells, positions, obstacles, offsets, active } = this.worlds
    const { length } = ACTIONS
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      mask[i * length] = 1
      for (let k = 1; k < length; k++) {
        mask[i * length + k] = active[i] & (1 - obstacles[w * cells + positions[i] + offsets[k]])
      }
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const last = this.onTarget === 'restart' ? this.measureLifelong : this.measureOneshot
    const end = last.call(this, w, metrics, offset)
    metrics[end] = (this.densities[w] + this.observation.density[w]) / (this.elapsed[w] + 1)
    this.diagnostics.measure(w, metrics, end + 1)
  }

  private measureLifelong(w: number, metrics: Float64Array, offset: number): number {
    const { agents } = this.worlds
    let goals = 0
    for (let i = w * agents; i < (w + 1) * agents; i++) goals += this.reached[i]
    metrics[offset] = goals / this.horizon
    metrics[offset + 1] = goals
    return offset + 2
  }

  private measureOneshot(w: number, metrics: Float64Array, offset: number): number {
    const { agents, positions, goals } = this.worlds
    const end = this.elapsed[w]
    let arrived = 0
    let costs = 0
    let makespan = 0
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      const cost = this.arrivals[i] > 0 ? this.arrivals[i] : end
      if (positions[i] === goals[i]) arrived++
      costs += cost
      makespan = Math.max(makespan, cost)
    }
    metrics[offset] = arrived / agents
    metrics[offset + 1] = arrived === agents ? 1 : 0
    // In POGEMA's order of operations, to the bit.
    metrics[offset + 2] = this.onTarget === 'finish' ? (costs - agents) / agents + 1 : end
    metrics[offset + 3] = costs
    metrics[offset + 4] = makespan
    return offset + 5
  }

  renderText(w: number): string {
    return drawText(this.worlds, w)
  }

  renderSvg(w: number): string {
    return drawSvg(this.worlds, w)
  }

  save(w: number): SavedWorld {
    const { agents, cells, positions, active, agentPlane } = this.worlds
    const from = w * agents
    const to = from + agents
    return {
      index: this.indices[w],
      elapsed: this.elapsed[w],
      densities: this.densities[w],
      taken: this.taken[w],
      positions: positions.slice(from, to),
      active: active.slice(from, to),
      seen: Uint8Array.from(positions.subarray(from, to), (cell) => agentPlane[w * cells + cell]),
      reached: this.reached.slice(from, to),
      numbers: this.numbers.slice(from, to),
      arrivals: this.arrivals.slice(from, to),
      diagnostics: this.diagnostics.save(w),
    }
  }

  load(w: number, content: unknown): void {
    const { worlds } = this
    const saved = this.checkSaved(content)
    const { positions, active, seen } = saved
    const row = w * worlds.agents
    this.elapsed[w] = saved.elapsed
    this.densities[w] = saved.densities
    this.taken[w] = saved.taken
    this.reached.set(saved.reached, row)
    this.numbers.set(saved.numbers, row)
    this.arrivals.set(saved.arrivals, row)
    this.layOut(w, saved.index)
    worlds.positions.set(positions, row)
    for (let a = 0; a < positions.length; a++) {
      this.setGoal(w, a)
      if (active[a] === 1) worlds.place(w, a, positions[a])
    }
    for (let a = 0; a < positions.length; a++) {
      if (active[a] === 1) worlds.agentPlane[w * worlds.cells + positions[a]] = seen[a]
    }
    this.diagnostics.load(w, saved.diagnostics)
  }

  /** A snapshot's content, once it is known to be of these worlds. */
  private checkSaved(content: unknown): SavedWorld {
    const { horizon } = this
    const { agents, cells } = this.worlds
    const saved = Object(content) as Partial<SavedWorld>
    const whole = (value: unknown, below: number): boolean =>
      typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < below
    const row = (value: unknown, kind: typeof Int32Array | typeof Uint8Array, below: number): boolean =>
      value instanceof kind && value.length === agents && value.every((number) => whole(number, below))
    const known =
      whole(saved.index, this.source.instances) &&
      whole(saved.elapsed, horizon + 1) &&
      Number.isFinite(saved.densities) &&
      row(saved.positions, Int32Array, cells) &&
      row(saved.active, Uint8Array, 2) &&
      row(saved.seen, Uint8Array, 2) &&
      whole(saved.taken, MOST_TASKS) &&
      row(saved.reached, Int32Array, horizon + 1) &&
      row(saved.numbers, Int32Array, MOST_TASKS) &&
      row(saved.arrivals, Int32Array, horizon + 1) &&
      this.diagnostics.accepts(saved.diagnostics)
    if (known) return content as SavedWorld
    throw new GauntletError(
      'snapshot',
      `${this.id}: got a snapshot of ${show(content)}, expected the index of an instance, and the cells, goals and arrivals ` +
        `of ${agents} agents`,
    )
  }

  /** Lays out a scenario's map, nobody placed. */
  private layOut(w: number, index: number): void {
    const { agents } = this.worlds
    const scenario = this.source.scenario(index, agents)
    this.indices[w] = index
    this.scenarios[w] = scenario
    this.worlds.layMap(w, scenario.map)
    for (let a = 0; a < agents; a++) {
      this.starts[w * agents + a] = this.worlds.frameCell(w, scenario.starts[a])
    }
  }

  /** Gives an agent its next goal: its own, or the next of the stream that all share. */
  private nextGoal(w: number, a: number): void {
    const i = w * this.worlds.agents + a
    this.numbers[i] = this.scenarios[w].shared ? this.taken[w]++ : this.reached[i]
    this.setGoal(w, a)
  }

  private setGoal(w: number, a: number): void {
    const i = w * this.worlds.agents + a
    this.worlds.goals[i] = this.worlds.frameCell(w, this.scenarios[w].goal(a, this.numbers[i]))
  }
}
