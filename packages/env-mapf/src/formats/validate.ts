/** What is wrong with instances and plans: `validateInstance`, `validatePlan`, `requireValid`. */
import { ParameterError } from '@gauntlet/core'
import type { GridMap } from '../grid-map.ts'

/** Where agents start on a map and where they are to go. Cells are numbered row by row. */
export interface MapfInstance {
  readonly map: GridMap
  /** [agents]: cells of the map */
  readonly starts: Int32Array
  /** [agents] lists of cells, visited in order; a single cell each where one-shot */
  readonly goals: readonly Int32Array[]
  /** Whether every agent has one goal, its own, and ends there. Else goals may be shared, and follow one another. */
  readonly oneShot?: boolean
}

/** Where every agent is in every step. */
export interface Plan {
  readonly agents: number
  /** [steps + 1, agents]: cells of the map, the starts first */
  readonly positions: Int32Array
}

/** Where an instance or a plan was read, for messages. */
export interface Origin {
  readonly file: string
  /** The line, from 1, that tells of agent `a`; of a plan, at step `t`. */
  lineOf(a: number, t: number): number
}

/** One thing that is wrong. */
export interface Problem {
  /** The file and the line, from 1, where there is a file. */
  readonly file?: string
  readonly line?: number
  /** The agent, and of a plan the step, that it is about. */
  readonly agent?: number
  readonly step?: number
  readonly given: string
  readonly allowed: string
  /** All of it in a sentence. */
  readonly what: string
}

/**
 * What is wrong with an instance, at most the first `most` things, agent by agent.
 *
 * Right is: starts are free cells of the map, no two the same; every agent has a goal or more, and each is a free
 * cell that can be reached from its start; where one-shot there is one goal for every agent, no two the same.
 */
export function validateInstance(
  instance: MapfInstance,
  most: number = Infinity,
  origin?: Origin,
): Problem[] {
  return first(most, instanceProblems(instance, origin))
}

/**
 * What is wrong with a plan for an instance, at most the first `most` things, step by step.
 *
 * Right is: agents start where the instance says, and where one-shot end on their goals; in a step each waits or
 * moves up, down, left or right to a free cell; no two are in one cell (a vertex conflict) and no two swap cells (a
 * swap, or edge, conflict). Following another agent and rotations are allowed. An agent is told of one agent before
 * it with which it conflicts in a step. Whether the instance is right is not looked at.
 * Source: Stern et al. 2019, "Multi-agent pathfinding: definitions, variants, and benchmarks", section 2.
 */
export function validatePlan(
  instance: MapfInstance,
  plan: Plan,
  most: number = Infinity,
  origin?: Origin,
): Problem[] {
  return first(most, planProblems(instance, plan, origin))
}

/** Refuses what has problems. Errors: ParameterError for the first of them, naming file and line where it has them. */
export function requireValid(problems: readonly Problem[]): void {
  if (problems.length === 0) return
  const { file, line, agent, step, given, allowed } = problems[0]
  const place =
    agent === undefined ? 'instance' : `agents[${agent}]${step === undefined ? '' : `.steps[${step}]`}`
  throw new ParameterError(file === undefined ? place : `${file}:${line}`, given, allowed)
}

function first(most: number, problems: Iterable<Problem>): Problem[] {
  const found: Problem[] = []
  if (most < 1) return found
  for (const next of problems) {
    found.push(next)
    if (found.length >= most) break
  }
  return found
}

/** A problem of agent `a`, of a plan at step `t`; -1 where it is of none. */
function problem(a: number, t: number, given: string, allowed: string, origin: Origin | undefined): Problem {
  const place = a < 0 ? 'all agents' : `agent ${a}${t < 0 ? '' : `, step ${t}`}`
  return {
    ...(origin && { file: origin.file, line: origin.lineOf(Math.max(a, 0), Math.max(t, 0)) }),
    ...(a >= 0 && { agent: a }),
    ...(t >= 0 && { step: t }),
    given,
    allowed,
    what: `${place}: got ${given}, expected ${allowed}`,
  }
}

function* instanceProblems(instance: MapfInstance, origin: Origin | undefined): Generator<Problem> {
  const { map, starts, goals, oneShot = false } = instance
  if (starts.length !== goals.length) {
    yield problem(
      -1,
      -1,
      `${starts.length} starts, ${goals.length} lists of goals`,
      'as many of each',
      origin,
    )
    return
  }
  const started = new Set<number>()
  const sought = new Set<number>()
  for (let a = 0; a < starts.length; a++) {
    const start = starts[a]
    const startIsFree = isFree(map, start)
    if (!startIsFree) yield problem(a, -1, placeOf(map, start), 'start: a free cell', origin)
    else if (started.has(start))
      yield problem(a, -1, placeOf(map, start), 'a start that no agent before it has', origin)
    started.add(start)
    const count = goals[a].length
    if (count < 1 || (oneShot && count > 1))
      yield problem(a, -1, `${count} goals`, oneShot ? 'one goal' : 'one goal or more', origin)
    for (let k = 0; k < count; k++) {
      const goal = goals[a][k]
      const which = oneShot ? 'goal' : `goal ${k + 1}`
      if (!isFree(map, goal)) yield problem(a, -1, placeOf(map, goal), `${which}: a free cell`, origin)
      else if (startIsFree && map.components.labels[goal] !== map.components.labels[start])
        yield problem(
          a,
          -1,
          placeOf(map, goal),
          `${which}: a cell that can be reached from the start`,
          origin,
        )
      else if (oneShot && sought.has(goal))
        yield problem(a, -1, placeOf(map, goal), 'a goal that no agent before it has', origin)
      sought.add(goal)
    }
  }
}

function* planProblems(instance: MapfInstance, plan: Plan, origin: Origin | undefined): Generator<Problem> {
  const { map, starts, goals, oneShot = false } = instance
  const { agents, positions } = plan
  const rows = positions.length / agents
  if (agents !== starts.length || !(rows >= 1) || rows % 1 !== 0) {
    const given = `a plan of ${positions.length} positions for ${agents} agents`
    yield problem(-1, 0, given, `positions of ${starts.length} agents in one step or more`, origin)
    return
  }
  for (let a = 0; a < agents; a++) {
    const cell = positions[a]
    if (cell === starts[a]) continue
    yield problem(a, 0, placeOf(map, cell), `agent ${a} at its start, ${placeOf(map, starts[a])}`, origin)
  }
  const cells = new Occupants(map.obstacles.length, agents)
  for (let t = 0; t < rows; t++) yield* stepProblems(map, plan, t, cells, origin)
  if (!oneShot) return
  for (let a = 0; a < agents; a++) {
    const cell = positions[(rows - 1) * agents + a]
    const goal = goals[a]?.[0] ?? -1
    if (cell === goal) continue
    const allowed = `agent ${a} to end at its goal, ${placeOf(map, goal)}`
    yield problem(a, rows - 1, placeOf(map, cell), allowed, origin)
  }
}

/** What is wrong at step `t`. `before` holds who was where at step `t` - 1, and then who is where at `t`. */
function* stepProblems(
  map: GridMap,
  { agents, positions }: Plan,
  t: number,
  before: Occupants,
  origin: Origin | undefined,
): Generator<Problem> {
  const now = positions.subarray(t * agents, (t + 1) * agents)
  const last = t === 0 ? now : positions.subarray((t - 1) * agents, t * agents)
  for (let a = 0; a < agents; a++) {
    const from = last[a]
    const to = now[a]
    if (!isFree(map, to)) yield problem(a, t, placeOf(map, to), `agent ${a} in a free cell`, origin)
    if (!isStep(map, from, to)) {
      const given = `agent ${a} from ${placeOf(map, from)} to ${placeOf(map, to)}`
      yield problem(a, t, given, 'a wait or a move up, down, left or right', origin)
    } else if (from !== to) {
      const other = before.find(to, (b) => b < a && now[b] === from)
      if (other >= 0) {
        const given = `agents ${other} and ${a} that swap ${placeOf(map, to)} and ${placeOf(map, from)}`
        yield problem(a, t, given, 'no two agents that swap cells', origin)
      }
    }
  }
  before.clear(last)
  for (let a = 0; a < agents; a++) {
    if (now[a] < 0 || now[a] >= map.obstacles.length) continue
    const other = before.find(now[a], () => true)
    if (other >= 0) {
      const given = `agents ${other} and ${a} in ${placeOf(map, now[a])}`
      yield problem(a, t, given, 'no two agents in one cell', origin)
    }
    before.add(a, now[a])
  }
}

/** Who is in each cell, as many as there may be: for each cell a chain of agents. */
class Occupants {
  /** [cells]: the agent that came last plus 1, or 0; [agents]: the one in its cell before it plus 1, or 0 */
  private readonly heads: Int32Array
  private readonly links: Int32Array

  constructor(cells: number, agents: number) {
    this.heads = new Int32Array(cells)
    this.links = new Int32Array(agents)
  }

  add(a: number, cell: number): void {
    this.links[a] = this.heads[cell]
    this.heads[cell] = a + 1
  }

  /** Empties these cells; those beyond the map are none. */
  clear(cells: Int32Array): void {
    for (const cell of cells) if (cell >= 0 && cell < this.heads.length) this.heads[cell] = 0
  }

  /** An agent in the cell that passes, or -1. */
  find(cell: number, passes: (agent: number) => boolean): number {
    for (let a = this.heads[cell] - 1; a >= 0; a = this.links[a] - 1) if (passes(a)) return a
    return -1
  }
}

function isFree(map: GridMap, cell: number): boolean {
  return map.obstacles[cell] === 0
}

/** Whether two cells of the map are the same or side by side. */
function isStep({ rows, columns }: GridMap, from: number, to: number): boolean {
  const cells = rows * columns
  if (from < 0 || to < 0 || from >= cells || to >= cells) return from === to
  const down = Math.floor(to / columns) - Math.floor(from / columns)
  const right = (to % columns) - (from % columns)
  return Math.abs(down) + Math.abs(right) <= 1
}

/** A cell as it stands in messages. */
function placeOf({ rows, columns }: GridMap, cell: number): string {
  if (!(cell >= 0 && cell < rows * columns)) return `cell ${cell} of ${rows * columns}`
  return `row ${Math.floor(cell / columns)}, column ${cell % columns}`
}
