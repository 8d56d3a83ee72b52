/** Episodes of robots as the League's output: `leagueRun`. */
import { type EnvironmentDefinition, type Replay, playReplay, wrapEnvironment } from '@gauntlet/core'
import type { LeagueEvent, LeagueRun, LeagueTask } from '../formats/league-run.ts'
import type { RobotParameters } from './robot-parameters.ts'
import { type AssembledRobots, assembleRobots, robotRunners } from './robot-runners.ts'
import { CLOCKWISE, FORWARD, NONE, WAIT } from './robots.ts'

const LETTERS = 'FRCW'

/**
 * Plays a replay and writes down what the League does of a run, with the tasks numbered as they come.
 *
 * With an episode's last step its world is reset; so a twin whose episodes take one step more goes along.
 * Errors: GauntletError as those of `playReplay`.
 */
export async function leagueRun(replay: Replay): Promise<LeagueRun> {
  let recorder: Recorder | undefined
  const watched: EnvironmentDefinition<RobotParameters> = {
    ...robotRunners,
    async make(given) {
      const environment = await robotRunners.make(given)
      const parameters = robotRunners.resolve(given)
      const twin = assembleRobots({ ...parameters, horizon: parameters.horizon + 1 }, 1)
      return wrapEnvironment(environment, {
        reset(seed, schedule) {
          environment.reset(seed, schedule)
          twin.environment.reset(seed, schedule)
          recorder = new Recorder(twin, parameters)
        },
        step(actions) {
          environment.step(actions)
          recorder!.step(actions as Int32Array)
        },
      })
    },
  }
  for await (const _ of playReplay(watched, replay));
  return recorder!.run(replay.metrics)
}

class Recorder {
  private readonly twin: AssembledRobots
  private readonly parameters: RobotParameters
  private readonly start: LeagueRun['start']
  private readonly actual: string[]
  private readonly planned: string[]
  private readonly delays: [from: number, to: number][][]
  private readonly tasks: LeagueTask[] = []
  private readonly events: LeagueEvent[] = []
  private t = 0

  constructor(twin: AssembledRobots, parameters: RobotParameters) {
    const { agents, positions } = twin.robots.worlds
    this.twin = twin
    this.parameters = parameters
    this.start = Array.from({ length: agents }, (_, a) => [...this.placeOf(positions[a]), 0] as const)
    this.actual = Array.from({ length: agents }, () => '')
    this.planned = Array.from({ length: agents }, () => '')
    this.delays = Array.from({ length: agents }, () => [])
    this.noteTasks(new Int32Array(agents).fill(NONE))
  }

  step(actions: Int32Array): void {
    const { robots, tasks, environment } = this.twin
    const { agents, positions } = robots.worlds
    const before = [positions, robots.facings, robots.counts, robots.underWay, robots.delays].map((array) =>
      array.slice(),
    )
    const [had, done] = [tasks.tasks.slice(), tasks.errands.slice()]
    environment.step(actions)
    this.t++
    for (let a = 0; a < agents; a++) {
      this.actual[a] += LETTERS[this.actionOf(a, before)]
      this.planned[a] += LETTERS[actions[a]]
      const left = robots.delays[a]
      if (left > 0 && left !== before[4][a] - 1) this.delays[a].push([this.t - 1, this.t - 1 + left])
      if (environment.rewards[a] === 0) continue
      this.events.push({ t: this.t, agent: a, task: had[a], errands: done[a] + 1 })
    }
    this.noteTasks(had)
  }

  /** What robot a did in a step, by how it was before. */
  private actionOf(a: number, [positions, facings, counts, underWay]: readonly ArrayLike<number>[]): number {
    const { robots } = this.twin
    if (robots.counts[a] > 0) return robots.counts[a] === counts[a] ? WAIT : robots.underWay[a]
    if (counts[a] > 0) return underWay[a]
    if (robots.worlds.positions[a] !== positions[a]) return FORWARD
    if (robots.facings[a] === facings[a]) return WAIT
    return ((robots.facings[a] - facings[a]) & 3) === 1 ? CLOCKWISE : CLOCKWISE + 1
  }

  /** Tasks that are new: of 2023 when a robot is given them, else when they are revealed. */
  private noteTasks(had: Int32Array): void {
    const { t, parameters, twin } = this
    const { tasks, robots } = twin
    if (parameters.rules !== 'v1') {
      for (let k = this.tasks.length; k < tasks.revealed[0]; k++) this.tasks.push(this.taskOf(k, t))
      return
    }
    for (let a = 0; a < robots.worlds.agents; a++) {
      if (tasks.tasks[a] === had[a]) continue
      this.tasks.push(this.taskOf(tasks.tasks[a]))
      this.events.push({ t, agent: a, task: tasks.tasks[a], errands: 0 })
    }
  }

  private taskOf(id: number, revealed?: number): LeagueTask {
    const { tasks } = this.twin
    const count = tasks.scenarios[0]!.errandsOf(id)
    const errands = Array.from({ length: count }, (_, e) => this.placeOf(tasks.cellOf(0, id, e)))
    return revealed === undefined ? { id, errands } : { id, revealed, errands }
  }

  private placeOf(cell: number): readonly [row: number, column: number] {
    const { rowOf, columnOf, border } = this.twin.robots.worlds
    return [rowOf[cell] - border, columnOf[cell] - border]
  }

  run({ tasks, errors }: Replay['metrics']): LeagueRun {
    const { rules, agentCounter } = this.parameters
    const events = rules === 'v1' ? this.events.toSorted((p, q) => p.agent - q.agent) : this.events
    return {
      rules,
      numTaskFinished: tasks,
      start: this.start,
      actualPaths: this.actual,
      plannerPaths: this.planned,
      tasks: this.tasks,
      events,
      numPlannerErrors: rules === 'v1' ? Math.min(1, errors) : errors,
      ...(rules === 'v3' && { agentMaxCounter: agentCounter, delayIntervals: this.delays }),
    }
  }
}
