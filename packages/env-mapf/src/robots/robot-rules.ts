/** What happens in worlds of robots: `RobotRules`, `RobotSetup`. */
import { type Buffers, GauntletError, type Instance, type Rules, WorldMemory } from '@gauntlet/core'
import { type DelayModel, Delays } from './delays.ts'
import type { RobotMovement } from './robot-movement.ts'
import { RobotObservation } from './robot-observation.ts'
import { drawRobotsSvg, drawRobotsText } from './robot-pictures.ts'
import type { RobotScenario } from './robot-scenario.ts'
import type { RobotSource } from './robot-source.ts'
import { NONE, type Robots, WAIT } from './robots.ts'
import type { Scheduler } from './schedulers.ts'
import type { Tasks } from './tasks.ts'

/** What worlds of robots are made of. */
export interface RobotSetup {
  /** The environment's, for messages. */
  readonly id: string
  readonly robots: Robots
  readonly tasks: Tasks
  readonly source: RobotSource
  readonly movement: RobotMovement
  readonly scheduler: Scheduler
  readonly delays: DelayModel
}

/** Columns of a world's tallies: its instance's number, steps, and what is counted in robot-steps but for the first two. */
const INDEX = 0
const STEPS = 1
const TASKS = 2
const ERRANDS = 3
const ERRORS = 4
const MOVES = 5
const TURNS = 6
const DELAYED = 7
const IDLE = 8
const TALLIES = 9
const DELAY_STREAM = 'delays'

/**
 * Robots do what they are asked for as the movement allows; whoever then stands where its next errand is has done it, one
 * errand a step, and is paid its share of the task; whoever has no task is given one.
 *
 * Source: Start-Kit of the League of Robot Runners, 3.1.0 (`BaseSystem::simulate`) and 1.1.5 (`BaseSystem::move`).
 */
export class RobotRules implements Rules {
  private readonly setup: RobotSetup
  private readonly buffers: Buffers
  private readonly observation: RobotObservation
  private readonly delays: Delays
  private readonly memory: WorldMemory
  /** [batch]: the number of the scenario that each world plays */
  private readonly indices: Int32Array
  /** [batch, 9] */
  private readonly tallies: Float64Array
  /** [batch, agents]: what is asked for, less those who are held up */
  private readonly actions: Int32Array
  /** [batch, agents]: cells and facings before a step */
  private readonly before: Int32Array
  private readonly facedBefore: Uint8Array

  constructor(setup: RobotSetup, buffers: Buffers) {
    const { robots, tasks } = setup
    const { batch, agents } = robots.worlds
    this.setup = setup
    this.buffers = buffers
    this.observation = new RobotObservation(robots, tasks, buffers)
    this.delays = new Delays(robots, setup.delays)
    this.indices = new Int32Array(batch)
    this.tallies = new Float64Array(batch * TALLIES)
    this.actions = new Int32Array(batch * agents)
    this.before = new Int32Array(batch * agents)
    this.facedBefore = new Uint8Array(batch * agents)
    this.memory = memoryOf(setup, this.tallies)
  }

  start(w: number, instance: Instance): void {
    const { robots, tasks, scheduler } = this.setup
    const { worlds } = robots
    const { index = 0 } = instance
    this.memory.open(w, instance)
    this.tallies.fill(0, w * TALLIES, (w + 1) * TALLIES)
    this.tallies[w * TALLIES + INDEX] = index
    robots.clear(w)
    tasks.clear(w)
    const { starts } = this.layOut(w, index)
    for (let a = 0; a < worlds.agents; a++) worlds.place(w, a, worlds.frameCell(w, starts[a]))
    scheduler.serve(w)
    tasks.writeGoals(w)
  }

  step(actions: Int32Array): void {
    const { robots, movement, scheduler, tasks } = this.setup
    const { tallies } = this
    const stream = this.memory.stream(DELAY_STREAM)
    this.actions.set(actions)
    this.before.set(robots.worlds.positions)
    this.facedBefore.set(robots.facings)
    for (let w = 0; w < robots.worlds.batch; w++) {
      tallies[w * TALLIES + STEPS]++
      tallies[w * TALLIES + DELAYED] += this.delays.hold(w, this.actions, stream[w])
      tallies[w * TALLIES + ERRORS] += movement.move(w, this.actions)
      this.finish(w)
      scheduler.serve(w)
      tasks.writeGoals(w)
    }
  }

  /** Errands that are done, and what robots have been about. */
  private finish(w: number): void {
    const { robots, tasks } = this.setup
    const { agents, positions, goals } = robots.worlds
    const row = w * TALLIES
    const { tallies } = this
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      if (positions[i] !== this.before[i]) tallies[row + MOVES]++
      if (robots.facings[i] !== this.facedBefore[i]) tallies[row + TURNS]++
      if (tasks.tasks[i] === NONE) tallies[row + IDLE]++
      if (tasks.tasks[i] === NONE || positions[i] !== goals[i]) continue
      this.buffers.rewards[i] = tasks.finishErrand(w, i)
      tallies[row + ERRANDS]++
      if (tasks.tasks[i] === NONE) tallies[row + TASKS]++
    }
  }

  observe(from: number, to: number): void {
    for (let w = from; w < to; w++) this.observation.write(w)
  }

  /** In the order of `ROBOT_METRICS`. */
  measure(w: number, metrics: Float64Array, offset: number): void {
    const { robots } = this.setup
    const { agents } = robots.worlds
    const row = w * TALLIES
    const { tallies } = this
    const robotSteps = tallies[row + STEPS] * agents
    const acting = (tallies[row + MOVES] + tallies[row + TURNS]) * robots.ticks
    metrics[offset] = tallies[row + TASKS]
    metrics[offset + 1] = tallies[row + TASKS] / tallies[row + STEPS]
    metrics[offset + 2] = tallies[row + ERRANDS]
    metrics[offset + 3] = tallies[row + ERRORS]
    metrics[offset + 4] = 1 - acting / robotSteps
    metrics[offset + 5] = (tallies[row + TURNS] * robots.ticks) / robotSteps
    metrics[offset + 6] = tallies[row + DELAYED] / robotSteps
    metrics[offset + 7] = tallies[row + IDLE] / robotSteps
  }

  renderText(w: number): string {
    return drawRobotsText(this.setup.robots, this.setup.tasks, w)
  }

  renderSvg(w: number): string {
    return drawRobotsSvg(this.setup.robots, this.setup.tasks, w)
  }

  save(w: number): unknown {
    return this.memory.save(w)
  }

  load(w: number, content: unknown): void {
    const { robots, tasks, source } = this.setup
    const { agents, cells, positions, obstacles, active } = robots.worlds
    this.memory.load(w, content)
    const index = this.tallies[w * TALLIES + INDEX]
    if (!(index < source.instances)) this.refuse(index)
    const scenario = this.layOut(w, index)
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      const k = tasks.tasks[i]
      const known = k === NONE || tasks.errands[i] < scenario.errandsOf(k)
      if (!known || obstacles[w * cells + positions[i]] === 1) this.refuse(index)
      active[i] = 1
    }
    robots.settle(w)
    tasks.writeGoals(w)
  }

  private refuse(index: number): never {
    const { id, robots } = this.setup
    throw new GauntletError(
      'snapshot',
      `${id}: got a snapshot of instance ${index}, expected one that there is, with ${robots.worlds.agents} robots in free cells`,
    )
  }

  /** Lays out a scenario, nobody placed: where a world plays it already, the very same, with the tasks drawn so far. */
  private layOut(w: number, index: number): RobotScenario {
    const { robots, tasks, source } = this.setup
    const { scenarios } = tasks
    const played = scenarios.find((scenario, v) => scenario !== undefined && this.indices[v] === index)
    const scenario = played ?? source.scenario(index, robots.worlds.agents)
    scenarios[w] = scenario
    this.indices[w] = index
    robots.worlds.layMap(w, scenario.map)
    return scenario
  }
}

/** All that decides how worlds go on. */
function memoryOf({ id, robots, tasks }: RobotSetup, tallies: Float64Array): WorldMemory {
  const { worlds, facings, counts, underWay, delays } = robots
  const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0
  const isTask = (value: number): boolean => value >= NONE
  const arrays = {
    tallies,
    positions: worlds.positions,
    facings,
    counts,
    underWay,
    delays,
    tasks: tasks.tasks,
    errands: tasks.errands,
    given: tasks.given,
    pool: tasks.pool,
    lengths: tasks.lengths,
    waiting: tasks.waiting,
    revealed: tasks.revealed,
  }
  return new WorldMemory(id, worlds.batch, [DELAY_STREAM], arrays, {
    tallies: isCount,
    positions: (value) => value >= 0 && value < worlds.cells,
    facings: (value) => value < 4,
    counts: (value) => value >= 0 && value < robots.ticks,
    underWay: (value) => value <= WAIT,
    delays: isCount,
    tasks: isTask,
    errands: isCount,
    given: isCount,
    pool: isTask,
    lengths: isCount,
    waiting: (value) => value >= 0 && value <= tasks.room,
    revealed: isCount,
  })
}
