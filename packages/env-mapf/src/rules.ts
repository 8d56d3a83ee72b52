/** What happens in grid worlds: `GridRules`, `GridSetup`. */
import { type Buffers, GauntletError, type Instance, type Rules, show } from '@gauntlet/core'
import { Diagnostics, type SavedDiagnostics } from './diagnostics.ts'
import { EpisodeState, type SavedEpisode } from './episode-state.ts'
import { FollowerPlanner } from './follower/follower-planner.ts'
import type { InstanceSource } from './instance-source.ts'
import type { Movement } from './movement.ts'
import { Observation, type ObservationType } from './observation.ts'
import { drawSvg } from './picture-svg.ts'
import { drawText } from './picture-text.ts'
import type { Scenario } from './scenario.ts'
import { ACTIONS, type GridWorlds, type OnTarget } from './worlds.ts'

/** What agents are paid for: reaching goals, or going where Follower's planner would have them go next. */
export type Rewards = 'goals' | 'waypoints'

/** What worlds are made of. */
export interface GridSetup {
  /** The environment's, for messages. */
  readonly id: string
  readonly worlds: GridWorlds
  readonly source: InstanceSource
  readonly movement: Movement
  readonly onTarget: OnTarget
  readonly observationType: ObservationType
  readonly rewards: Rewards
  readonly horizon: number
}

interface SavedWorld {
  readonly episode: SavedEpisode
  readonly diagnostics: SavedDiagnostics
  /** What agents have counted, where they plan. */
  readonly sightings: Int32Array | undefined
}

/** What a step is worth that ends on the waypoint. Source: learn-to-follow, `intrinsic_target_reward`. */
export const WAYPOINT_REWARD = 0.01

/**
 * Agents walk to their goals.
 *
 * `restart`: whoever stands on its goal after a move is paid 1 and given the next goal at once. `finish`: it is paid 1,
 * its episode is over and it leaves the map. `nothing`: agents stay, and once all stand on their goals at the same
 * time everybody is paid 1 and the episode is over. With `rewards` `waypoints` nobody is paid for goals, but 0.01 for a
 * step into the cell that Follower's planner had planned to enter next.
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
  private readonly planner: FollowerPlanner | undefined
  /** What a goal is worth. */
  private readonly goalReward: number
  private readonly diagnostics: Diagnostics
  private readonly horizon: number
  private readonly state: EpisodeState
  /** [batch]: what each world plays */
  private readonly scenarios: (Scenario | undefined)[]
  /** [batch, agents]: the cell in which each agent started */
  private readonly starts: Int32Array

  constructor(setup: GridSetup, buffers: Buffers) {
    const { worlds } = setup
    this.id = setup.id
    this.worlds = worlds
    this.source = setup.source
    this.movement = setup.movement
    this.onTarget = setup.onTarget
    this.horizon = setup.horizon
    this.buffers = buffers
    this.state = new EpisodeState(worlds, setup.horizon)
    this.scenarios = Array.from({ length: worlds.batch })
    this.starts = new Int32Array(worlds.positions.length)
    this.diagnostics = new Diagnostics(worlds, setup.onTarget === 'restart' ? 'lifelong' : 'one-shot')
    const plans = setup.observationType === 'follower' || setup.rewards === 'waypoints'
    this.planner = plans ? new FollowerPlanner(worlds) : undefined
    this.goalReward = setup.rewards === 'goals' ? 1 : 0
    this.observation = new Observation(worlds, setup.observationType, buffers, this.starts, this.planner)
  }

  start(w: number, { index = 0 }: Instance): void {
    const { agents } = this.worlds
    this.state.clear(w)
    this.layOut(w, index, this.scenario(index))
    for (let a = 0; a < agents; a++) {
      this.worlds.place(w, a, this.starts[w * agents + a])
      this.nextGoal(w, a)
    }
    this.diagnostics.start(w)
    this.planner?.start(w)
    this.planner?.see(w)
  }

  step(actions: Int32Array): void {
    const { onTarget, observation, diagnostics, state, planner } = this
    for (let w = 0; w < this.worlds.batch; w++) {
      state.densities[w] += observation.density[w]
      state.elapsed[w]++
      this.movement.move(w, actions)
      diagnostics.record(w)
      if (onTarget === 'restart') this.restart(w)
      else if (onTarget === 'finish') this.finish(w)
      else this.gather(w)
      if (planner === undefined) continue
      if (this.goalReward === 0) this.payWaypoints(w, planner)
      planner.see(w)
    }
  }

  private payWaypoints(w: number, { waypoints }: FollowerPlanner): void {
    const { agents, positions } = this.worlds
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      if (positions[i] === waypoints[i]) this.buffers.rewards[i] = WAYPOINT_REWARD
    }
  }

  private restart(w: number): void {
    const { agents, positions, goals } = this.worlds
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      if (positions[i] !== goals[i]) continue
      this.buffers.rewards[i] = this.goalReward
      this.state.reached[i]++
      this.nextGoal(w, i - w * agents)
    }
  }

  private finish(w: number): void {
    const { agents, positions, goals, active } = this.worlds
    const { rewards, terminated } = this.buffers
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      if (active[i] === 0 || positions[i] !== goals[i]) continue
      rewards[i] = this.goalReward
      terminated[i] = 1
      this.state.arrivals[i] = this.state.elapsed[w]
      this.worlds.remove(w, i - w * agents)
    }
  }

  private gather(w: number): void {
    const { agents, positions, goals } = this.worlds
    const { arrivals, elapsed } = this.state
    const t = elapsed[w]
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
    this.buffers.rewards.fill(this.goalReward, w * agents, (w + 1) * agents)
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
    const { elapsed, densities } = this.state
    const lifelong = this.onTarget === 'restart'
    const end = lifelong ? this.measureLifelong(w, metrics, offset) : this.measureOneshot(w, metrics, offset)
    metrics[end] = (densities[w] + this.observation.density[w]) / (elapsed[w] + 1)
    this.diagnostics.measure(w, metrics, end + 1)
  }

  private measureLifelong(w: number, metrics: Float64Array, offset: number): number {
    const { agents } = this.worlds
    let goals = 0
    for (let i = w * agents; i < (w + 1) * agents; i++) goals += this.state.reached[i]
    metrics[offset] = goals / this.horizon
    metrics[offset + 1] = goals
    return offset + 2
  }

  private measureOneshot(w: number, metrics: Float64Array, offset: number): number {
    const { agents, positions, goals } = this.worlds
    const { arrivals, elapsed } = this.state
    const end = elapsed[w]
    let arrived = 0
    let costs = 0
    let makespan = 0
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      const cost = arrivals[i] > 0 ? arrivals[i] : end
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
    const sightings = this.planner?.save(w)
    return { episode: this.state.save(w), diagnostics: this.diagnostics.save(w), sightings }
  }

  load(w: number, content: unknown): void {
    const { episode, diagnostics, sightings } = Object(content) as Partial<SavedWorld>
    const { state, planner } = this
    if (!state.accepts(episode, this.source.instances)) this.refuse(content)
    const scenario = this.scenario(episode.index)
    if (!state.fits(episode, scenario)) this.refuse(content)
    if (!this.diagnostics.accepts(diagnostics, episode.elapsed)) this.refuse(content)
    if (planner !== undefined && !planner.accepts(sightings)) this.refuse(content)
    this.layOut(w, episode.index, scenario)
    state.load(w, episode)
    for (let a = 0; a < this.worlds.agents; a++) this.setGoal(w, a)
    this.diagnostics.load(w, diagnostics)
    planner?.load(w, sightings!)
  }

  private refuse(content: unknown): never {
    throw new GauntletError(
      'snapshot',
      `${this.id}: got a snapshot of ${show(content)}, expected one of an instance with ${this.worlds.agents} agents, ` +
        'each in a free cell of its own',
    )
  }

  /** Scenario number `index`: where a world plays it already, the very same, with the map and the goals drawn so far. */
  private scenario(index: number): Scenario {
    const { indices } = this.state
    const played = this.scenarios.find((scenario, w) => scenario !== undefined && indices[w] === index)
    return played ?? this.source.scenario(index, this.worlds.agents)
  }

  /** Lays out a scenario's map, nobody placed. */
  private layOut(w: number, index: number, scenario: Scenario): void {
    const { agents } = this.worlds
    this.state.indices[w] = index
    this.scenarios[w] = scenario
    this.worlds.layMap(w, scenario.map)
    for (let a = 0; a < agents; a++) {
      this.starts[w * agents + a] = this.worlds.frameCell(w, scenario.starts[a])
    }
  }

  /** Gives an agent its next goal: its own, or the next of the stream that all share. */
  private nextGoal(w: number, a: number): void {
    const { numbers, reached, taken } = this.state
    const i = w * this.worlds.agents + a
    numbers[i] = this.scenarios[w]!.shared ? taken[w]++ : reached[i]
    this.setGoal(w, a)
  }

  private setGoal(w: number, a: number): void {
    const i = w * this.worlds.agents + a
    const goal = this.scenarios[w]!.goal(a, this.state.numbers[i])
    this.worlds.goals[i] = this.worlds.frameCell(w, goal)
  }
}
