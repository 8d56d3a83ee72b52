/** The environment `mapf/robot-runners`. */
import {
  type Environment,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type MetricSpec,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertDataset,
  expertFace,
  product,
} from '@gauntlet/core'
import { traceEpisode } from '../episode-trace.ts'
import { reserveMemory } from '../grid-kernel.ts'
import { animateEpisode } from '../picture-animation.ts'
import { GridWorlds } from '../worlds.ts'
import { AllOrNone } from './all-or-none.ts'
import { ROBOT_EXPERTS } from './robot-experts.ts'
import type { RobotMovement } from './robot-movement.ts'
import { robotObservationSpec } from './robot-observation.ts'
import { type RobotParameters, checkRobotParameters, robotSchema } from './robot-parameters.ts'
import { RobotRules } from './robot-rules.ts'
import { robotSettings } from './robot-settings.ts'
import { type RobotSource, robotSourceOf } from './robot-source.ts'
import { ROBOT_ACTIONS, Robots } from './robots.ts'
import { InTurn, Revealing, RoundRobin, type Scheduler } from './schedulers.ts'
import { SweptBoxes } from './swept-boxes.ts'
import { Tasks } from './tasks.ts'
import { WalkDistances } from './walk-distances.ts'

const ID = 'mapf/robot-runners'

/** In the order in which `RobotRules.measure` writes them. */
const ROBOT_METRICS: readonly MetricSpec[] = [
  metric('tasks', 'tasks', 'maximise', 'tasks finished by all robots'),
  metric('throughput', 'tasks/step', 'maximise', 'tasks finished by all robots, per step of the episode'),
  metric('errands', 'errands', 'maximise', 'errands done by all robots'),
  metric(
    'errors',
    'errors',
    'minimise',
    'times that a robot waited since it could not do what it was asked for; under v1 and v2, steps in which all did',
  ),
  metric(
    'waits',
    'share',
    'minimise',
    'robot-steps that were no part of a move or a turn that was completed',
  ),
  metric('turns', 'share', 'neither', 'robot-steps spent on turns that were completed'),
  metric('delayed', 'share', 'neither', 'robot-steps in which the robot was held up'),
  metric('idle', 'share', 'minimise', 'robot-steps in which the robot had no task'),
]

/**
 * Robots that turn and go forward do tasks of one errand or several, and are given new ones for a fixed time.
 *
 * Shapes: observations [batch, agents, 5 (2R + 1)² + 6], actions [batch, agents]: forward, clockwise, counter-clockwise,
 * wait.
 * Source: the League of Robot Runners, Start-Kit 1.1.5 (`v1`), 2.1.2 (`v2`) and 3.1.0 (`v3`).
 */
export const robotRunners: EnvironmentDefinition<RobotParameters> = defineEnvironment<RobotParameters>({
  id: ID,
  version: 1,
  summary: 'Robots on a grid turn, go forward and do tasks for ever (the League of Robot Runners)',
  source:
    'Start-Kit of the League of Robot Runners, 1.1.5, 2.1.2 and 3.1.0 (Chan et al. 2024, arXiv 2404.16162)',
  parameters: robotSchema,
  settings: robotSettings,
  describe: (parameters) => specOf(parameters, robotSourceOf(ID, parameters)),
  make: (parameters, batch) => assembleRobots(parameters, batch).environment,
  animate: async (replay) => animateEpisode(await traceEpisode(robotRunners, withWorlds, replay)),
})

function withWorlds(parameters: RobotParameters, batch: number): AssembledRobots & { worlds: GridWorlds } {
  const assembled = assembleRobots(parameters, batch)
  return { ...assembled, worlds: assembled.robots.worlds }
}

function metric(
  name: string,
  unit: string,
  direction: MetricSpec['direction'],
  description: string,
): MetricSpec {
  return { name, unit, direction, description }
}

function specOf(parameters: RobotParameters, source: RobotSource): EnvironmentSpec {
  checkRobotParameters(ID, parameters)
  const { agents, radius, horizon, actionMask } = parameters
  return {
    agents,
    observation: robotObservationSpec(radius),
    action: discrete(ROBOT_ACTIONS.length, ROBOT_ACTIONS),
    masked: actionMask,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [0, 1],
    metrics: ROBOT_METRICS,
    score: 'tasks',
    faces: ['snapshot', 'instance', 'expert', 'dataset'],
    experts: ROBOT_EXPERTS.map(({ spec }) => spec),
    instances: source.instances,
    engine: 'own',
  }
}

/** The environment with the robots behind it, which its scripted policies see. */
export interface AssembledRobots {
  readonly environment: Environment
  readonly robots: Robots
  readonly tasks: Tasks
}

export function assembleRobots(parameters: RobotParameters, batch: number): AssembledRobots {
  const { agents, radius, rules, agentCounter } = parameters
  const source = robotSourceOf(ID, parameters)
  const spec = specOf(parameters, source)
  const { rows, columns } = source
  const numbers = batch * agents * product(spec.observation.shape)
  const memory = reserveMemory([4 * numbers, ...GridWorlds.sizes(batch, agents, rows, columns, radius)])
  const observations = memory.float32(numbers)
  const worlds = new GridWorlds(batch, agents, rows, columns, radius, memory)
  const robots = new Robots(worlds, agentCounter)
  const tasks = new Tasks(worlds, roomOf(parameters))
  const setup = {
    id: ID,
    robots,
    tasks,
    source,
    movement: movementOf(robots, parameters),
    scheduler: schedulerOf(tasks, parameters),
    delays: parameters,
  }
  const environment = createEnvironment(
    ID,
    spec,
    batch,
    (buffers) => ({
      rules: new RobotRules(setup, buffers),
      faces: {
        expert: expertFace(ID, spec, (name, given = {}) =>
          ROBOT_EXPERTS.find((expert) => expert.spec.name === name)?.create(robots, tasks, rules, given),
        ),
        dataset: expertDataset(ID, spec, 'pibt', () => assembleRobots(parameters, 1).environment),
      },
    }),
    { observations },
  )
  return { environment, robots, tasks }
}

/** Tasks that are revealed at a time, in the League's single-precision arithmetic; at least one. */
function roomOf({ rules, agents, numTasksReveal }: RobotParameters): number {
  if (rules === 'v1') return 1
  return Math.max(1, Math.trunc(Math.fround(Math.fround(numTasksReveal) * agents)))
}

function movementOf(robots: Robots, { rules, agentSize }: RobotParameters): RobotMovement {
  return rules === 'v3' ? new SweptBoxes(robots, agentSize) : new AllOrNone(robots)
}

function schedulerOf(tasks: Tasks, { rules, scheduler }: RobotParameters): Scheduler {
  const inTurn = scheduler === 'in-turn'
  if (rules === 'v1') return inTurn ? new InTurn(tasks) : new RoundRobin(tasks)
  return new Revealing(tasks, inTurn ? undefined : new WalkDistances(tasks.worlds, tasks.room))
}
