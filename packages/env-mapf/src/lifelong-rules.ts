/** What happens in the worlds of `mapf/lifelong`: `LifelongRules`. */
import { type Buffers, GauntletError, type Instance, type Rules, show } from '@gauntlet/core'
import type { InstanceSource } from './instance-source.ts'
import { drawSvg } from './picture-svg.ts'
import { drawText } from './picture-text.ts'
import type { Scenario } from './scenario.ts'
import { SoftMovement } from './soft-movement.ts'
import { WindowObservation } from './window-observation.ts'
import type { GridWorlds } from './worlds.ts'

/** All that decides how a world goes on: its scenario's number, who stands where, how many goals each has reached. */
interface SavedWorld {
  readonly index: number
  readonly positions: Int32Array
  readonly reached: Int32Array
}

/**
 * Agents walk to their goals; whoever stands on its goal after a move is paid 1 and given the next goal at once.
 *
 * Source: POGEMA 1.4.0, `PogemaLifeLong.step` with `on_target` restart and `collision_system` soft.
 */
export class LifelongRules implements Rules {
  private readonly worlds: GridWorlds
  private readonly source: InstanceSource
  private readonly buffers: Buffers
  private readonly movement: SoftMovement
  private readonly observation: WindowObservation
  private readonly horizon: number
  private readonly scenarios: Scenario[] = []
  private readonly indices: Int32Array
  /** [batch, agents]: goals reached in this episode, and so the number of the goal that each agent walks to */
  private readonly reached: Int32Array

  constructor(worlds: GridWorlds, source: InstanceSource, radius: number, horizon: number, buffers: Buffers) {
    this.worlds = worlds
    this.source = source
    this.buffers = buffers
    this.movement = new SoftMovement(worlds)
    this.observation = new WindowObservation(worlds, radius, buffers.observations)
    this.horizon = horizon
    this.indices = new Int32Array(worlds.batch)
    this.reached = new Int32Array(worlds.positions.length)
  }

  start(w: number, { index = 0 }: Instance): void {
    const { agents } = this.worlds
    this.reached.fill(0, w * agents, (w + 1) * agents)
    const scenario = this.play(w, index)
    for (let a = 0; a < agents; a++) this.worlds.place(w, a, this.worlds.frameCell(w, scenario.starts[a]))
  }

  step(actions: Int32Array): void {
    const { batch, agents, positions, goals } = this.worlds
    const { rewards } = this.buffers
    for (let w = 0; w < batch; w++) {
      this.movement.move(w, actions)
      for (let a = 0; a < agents; a++) {
        const i = w * agents + a
        if (positions[i] !== goals[i]) continue
        rewards[i] = 1
        this.reached[i]++
        this.setGoal(w, a)
      }
    }
  }

  observe(from: number, to: number): void {
    for (let w = from; w < to; w++) this.observation.write(w)
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const { agents } = this.worlds
    let goals = 0
    for (let i = w * agents; i < (w + 1) * agents; i++) goals += this.reached[i]
    metrics[offset] = goals / this.horizon
    metrics[offset + 1] = goals
  }

  renderText(w: number): string {
    return drawText(this.worlds, w)
  }

  renderSvg(w: number): string {
    return drawSvg(this.worlds, w)
  }

  save(w: number): SavedWorld {
    const { agents, positions } = this.worlds
    return {
      index: this.indices[w],
      positions: positions.slice(w * agents, (w + 1) * agents),
      reached: this.reached.slice(w * agents, (w + 1) * agents),
    }
  }

  load(w: number, content: unknown): void {
    const { index, positions, reached } = this.checkSaved(content)
    this.reached.set(reached, w * this.worlds.agents)
    this.play(w, index)
    for (let a = 0; a < positions.length; a++) this.worlds.place(w, a, positions[a])
  }

  /** A snapshot's content, once it is known to be of these worlds. */
  private checkSaved(content: unknown): SavedWorld {
    const { agents, cells } = this.worlds
    const { index, positions, reached } = Object(content) as Partial<SavedWorld>
    const known =
      typeof index === 'number' &&
      index >= 0 &&
      index < this.source.instances &&
      positions instanceof Int32Array &&
      positions.length === agents &&
      positions.every((cell) => cell >= 0 && cell < cells) &&
      reached instanceof Int32Array &&
      reached.length === agents &&
      reached.every((goals) => goals >= 0 && goals <= this.horizon)
    if (known) return content as SavedWorld
    throw new GauntletError(
      'snapshot',
      `mapf/lifelong: got a snapshot of ${show(content)}, expected the index of an instance, and the cells and ` +
        `goals of ${agents} agents`,
    )
  }

  /** Lays out a scenario, nobody placed, with the goals that belong to `reached`. */
  private play(w: number, index: number): Scenario {
    const { agents } = this.worlds
    const scenario = this.source.scenario(index, agents)
    this.indices[w] = index
    this.scenarios[w] = scenario
    this.worlds.layMap(w, scenario.map)
    for (let a = 0; a < agents; a++) this.setGoal(w, a)
    return scenario
  }

  private setGoal(w: number, a: number): void {
    const i = w * this.worlds.agents + a
    this.worlds.goals[i] = this.worlds.frameCell(w, this.scenarios[w].goal(a, this.reached[i]))
  }
}
