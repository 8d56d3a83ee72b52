/** Who stood where in every step of an episode: `EpisodeTrace`, `TurningTrace`, `traceEpisode`; counted by cells, `heatMaps`. */
import {
  type Environment,
  type EnvironmentDefinition,
  type Replay,
  playReplay,
  wrapEnvironment,
} from '@gauntlet/core'
import type { GridMap } from './grid-map.ts'
import { CLOCKWISE, COUNTER_CLOCKWISE, FORWARD, type Robots } from './robots/robots.ts'
import type { GridWorlds } from './worlds.ts'

/** An episode as its positions, from the start, 0, to the end. */
export interface EpisodeTrace {
  readonly map: GridMap
  readonly agents: number
  readonly steps: number
  /** [steps + 1, agents]: the cell of the map in which each agent stands */
  readonly positions: Int32Array
  /** [steps + 1, agents]: the cell of its goal; the goal of step t stands in row t - 1 */
  readonly goals: Int32Array
  /** [steps + 1, agents]: 1 while the agent is on the map */
  readonly active: Uint8Array
  /** Of robots: what they have begun. */
  readonly turns?: TurningTrace
}

/** How robots stood, in ticks, of which a move of one cell and a turn by a quarter each take so many. */
export interface TurningTrace {
  readonly ticks: number
  /** [steps + 1, agents]: ticks that each has come forward from the middle of its cell */
  readonly ahead: Int32Array
  /** [steps + 1, agents]: ticks that each has turned clockwise since it faced east, in all */
  readonly turned: Int32Array
}

/** An environment with the worlds behind it. */
type Assemble<P> = (
  parameters: P,
  batch: number,
) => { readonly environment: Environment; readonly worlds: GridWorlds; readonly robots?: Robots }

/**
 * Plays a replay and writes down where everybody is.
 *
 * With an episode's last step its world is reset, and the last positions with it. So a twin whose episodes take one
 * step more goes along, and its worlds are written down. It is reset in the last step only where the task itself is
 * done, and then everybody stands on its goal.
 * Errors: GauntletError as those of `playReplay`.
 */
export async function traceEpisode<P extends { readonly horizon: number }>(
  definition: EnvironmentDefinition<P>,
  assemble: Assemble<P>,
  replay: Replay,
): Promise<EpisodeTrace> {
  let twin: ReturnType<Assemble<P>> | undefined
  const watched: EnvironmentDefinition<P> = {
    ...definition,
    async make(given) {
      const environment = await definition.make(given)
      const parameters = definition.resolve(given)
      twin = assemble({ ...parameters, horizon: parameters.horizon + 1 }, 1)
      const other = twin.environment
      return wrapEnvironment(environment, {
        reset(seed, schedule) {
          environment.reset(seed, schedule)
          other.reset(seed, schedule)
        },
        step(actions) {
          environment.step(actions)
          other.step(actions)
        },
      })
    },
  }
  let trace: TraceWriter | undefined
  for await (const { t } of playReplay(watched, replay)) {
    trace ??= new TraceWriter(twin!, replay)
    trace.write(t, twin!.environment.ended[0] === 1)
  }
  return trace!.trace
}

class TraceWriter {
  readonly trace: EpisodeTrace
  private readonly worlds: GridWorlds
  private readonly robots: Robots | undefined
  /** Whether agents leave the map on their goals. */
  private readonly leaves: boolean

  constructor({ worlds, robots }: ReturnType<Assemble<never>>, { steps, environment }: Replay) {
    const { agents, maps } = worlds
    const size = (steps + 1) * agents
    this.worlds = worlds
    this.robots = robots
    this.leaves = Object(environment.parameters).onTarget === 'finish'
    this.trace = {
      map: maps[0],
      agents,
      steps,
      positions: new Int32Array(size),
      goals: new Int32Array(size),
      active: new Uint8Array(size),
      ...(robots !== undefined && {
        turns: { ticks: robots.ticks, ahead: new Int32Array(size), turned: new Int32Array(size) },
      }),
    }
  }

  write(t: number, done: boolean): void {
    const { worlds, trace } = this
    const { agents, positions, goals, active } = trace
    for (let a = 0; a < agents; a++) {
      const i = t * agents + a
      positions[i] = done ? goals[i - agents] : this.mapCell(worlds.positions[a])
      goals[i] = done ? goals[i - agents] : this.mapCell(worlds.goals[a])
      active[i] = done ? Number(!this.leaves) : worlds.active[a]
      if (this.robots !== undefined) this.writeTurns(t, a, this.robots, trace.turns!)
    }
  }

  private writeTurns(t: number, a: number, robots: Robots, { ticks, ahead, turned }: TurningTrace): void {
    const i = t * this.trace.agents + a
    const before = t === 0 ? 0 : turned[i - this.trace.agents]
    const begun = robots.counts[a]
    ahead[i] = robots.underWay[a] === FORWARD ? begun : 0
    const side = robots.underWay[a] === CLOCKWISE ? 1 : robots.underWay[a] === COUNTER_CLOCKWISE ? -1 : 0
    const now = robots.facings[a] * ticks + side * begun
    // The way round that is the shorter one since the step before: less than half a turn.
    const change = (((now - before) % (4 * ticks)) + 4 * ticks) % (4 * ticks)
    turned[i] = before + (change > 2 * ticks ? change - 4 * ticks : change)
  }

  private mapCell(cell: number): number {
    const { rowOf, columnOf, border } = this.worlds
    return (rowOf[cell] - border) * this.trace.map.columns + columnOf[cell] - border
  }
}

/** Where agents were, and where they waited. */
export interface HeatMaps {
  readonly rows: number
  readonly columns: number
  /** [rows, columns]: agent-steps that ended in the cell */
  readonly visits: Uint32Array
  /** [rows, columns]: of those, the steps in which the agent stood still though its goal was elsewhere */
  readonly waits: Uint32Array
}

/** Counts an episode by cells. */
export function heatMaps({ map, agents, steps, positions, goals, active }: EpisodeTrace): HeatMaps {
  const { rows, columns } = map
  const visits = new Uint32Array(rows * columns)
  const waits = new Uint32Array(rows * columns)
  for (let i = agents; i < (steps + 1) * agents; i++) {
    if (active[i - agents] === 0) continue
    const cell = positions[i]
    visits[cell]++
    if (cell === positions[i - agents] && cell !== goals[i - agents]) waits[cell]++
  }
  return { rows, columns, visits, waits }
}
