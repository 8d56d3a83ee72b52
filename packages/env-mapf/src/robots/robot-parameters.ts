/** What worlds of robots are asked for: `RobotParameters`, `robotSchema`, `checkRobotParameters`. */
import {
  type FileContent,
  ParameterError,
  type Schema,
  boolean,
  choice,
  file,
  integer,
  number,
} from '@gauntlet/core'
import type { DelayModel } from './delays.ts'

/** The League's rules of 2023, 2024 and 2026. */
export type RobotRuleSet = 'v1' | 'v2' | 'v3'

export interface RobotParameters extends DelayModel {
  readonly rules: RobotRuleSet
  readonly instances: 'random' | 'rooms' | 'warehouse' | 'sortation' | 'problem'
  readonly agents: number
  readonly horizon: number
  readonly radius: number
  readonly size: number
  readonly density: number
  readonly errands: number
  readonly mapFile: FileContent | null
  readonly agentFile: FileContent | null
  readonly taskFile: FileContent | null
  readonly scheduler: 'default' | 'in-turn'
  readonly numTasksReveal: number
  readonly agentCounter: number
  readonly agentSize: number
  readonly actionMask: boolean
}

export const robotSchema: Schema<RobotParameters> = {
  rules: choice({
    description:
      'Of which year the rules are: 2023 (v1) or 2024 (v2), where the whole world waits if any robot cannot do what it is asked for, or 2026 (v3), where robots are boxes that may be held up and only those who cannot move wait',
    options: ['v1', 'v2', 'v3'],
    default: 'v3',
  }),
  instances: choice({
    description:
      'Where maps, starts and tasks come from: random maps that are connected, rooms, a warehouse, a sortation centre, or the files of a problem of the League',
    options: ['random', 'rooms', 'warehouse', 'sortation', 'problem'],
    default: 'random',
  }),
  agents: integer({
    description: "Robots of a world: the League's teamSize",
    default: 32,
    minimum: 1,
    unit: 'robots',
  }),
  horizon: integer({
    description: "Steps of an episode: the League's simulationTime",
    default: 500,
    minimum: 1,
    maximum: 2_147_483_647,
    unit: 'steps',
  }),
  radius: integer({
    description: 'How far a robot sees to each side, R: its window has 2R + 1 cells a side',
    default: 5,
    minimum: 1,
    maximum: 128,
    unit: 'cells',
  }),
  size: integer({
    description: 'Side of a generated map; of no matter to problems',
    default: 32,
    minimum: 2,
    maximum: 1024,
    unit: 'cells',
  }),
  density: number({
    description: 'Share of blocked cells of a random map; of no matter to other instances',
    default: 0.1,
    minimum: 0,
    maximum: 0.99,
  }),
  errands: integer({
    description: 'Errands of a generated task; 1 under v1, of no matter to problems',
    default: 1,
    minimum: 1,
    maximum: 1000,
    unit: 'errands',
  }),
  mapFile: file({ description: 'The map of a problem, in MovingAI’s format' }),
  agentFile: file({ description: 'Where the robots of a problem start: an .agents file' }),
  taskFile: file({ description: 'The tasks of a problem: a .tasks file' }),
  scheduler: choice({
    description:
      "Who gets which task: the rules' own default (v1: round robin; v2 and v3: each robot the task that is soonest done), or whoever has none takes the next",
    options: ['default', 'in-turn'],
    default: 'default',
  }),
  numTasksReveal: number({
    description: 'Tasks that are revealed and not finished, per robot; of no matter under v1',
    default: 1.5,
    minimum: 0.001,
    maximum: 1000,
    unit: 'tasks/robot',
  }),
  agentCounter: integer({
    description: 'Steps that a move or a turn takes; 1 but under v3',
    default: 1,
    minimum: 1,
    maximum: 1000,
    unit: 'steps',
  }),
  agentSize: number({
    description: "Side of a robot's box; 1 but under v3",
    default: 1,
    minimum: 0.001,
    maximum: 1,
    unit: 'cells',
  }),
  eventModel: choice({
    description:
      'When delays begin: never, of each robot by itself, or of a Poisson number of them; never but under v3',
    options: ['none', 'bernoulli', 'poisson'],
    default: 'none',
  }),
  pDelay: number({
    description: 'Probability that a delay of a robot begins in a step, or for poisson, the mean per robot',
    default: 0.01,
    minimum: 0,
    maximum: 1,
  }),
  minDelay: integer({
    description: 'Shortest delay',
    default: 1,
    minimum: 1,
    maximum: 1_000_000,
    unit: 'steps',
  }),
  maxDelay: integer({
    description: 'Longest delay, at least the shortest',
    default: 4,
    minimum: 1,
    maximum: 1_000_000,
    unit: 'steps',
  }),
  durationModel: choice({
    description: 'How long delays are between the shortest and the longest: evenly spread, or normal',
    options: ['uniform', 'gaussian'],
    default: 'uniform',
  }),
  gaussMeanRatio: number({
    description: 'Where the mean of normal delays lies between the shortest, 0, and the longest, 1',
    default: 0.5,
    minimum: 0,
    maximum: 1,
  }),
  gaussStdRatio: number({
    description: 'The standard deviation of normal delays, as a share of the longest less the shortest',
    default: 0.22,
    minimum: 0,
    maximum: 1000,
  }),
  actionMask: boolean({
    description: 'Whether going forward into an obstacle is masked',
    default: false,
  }),
}

/** Refuses parameters that clash. Errors: ParameterError. */
export function checkRobotParameters(id: string, parameters: RobotParameters): void {
  const { rules, minDelay, maxDelay, eventModel } = parameters
  if (maxDelay < minDelay)
    throw new ParameterError(`${id}.maxDelay`, maxDelay, `at least minDelay, ${minDelay}`)
  const single = rules === 'v1' ? (['errands'] as const) : []
  const plain = rules === 'v3' ? [] : (['agentCounter', 'agentSize'] as const)
  for (const name of [...single, ...plain]) {
    if (parameters[name] === 1) continue
    throw new ParameterError(`${id}.${name}`, parameters[name], `1, since rules is ${rules}`)
  }
  if (rules !== 'v3' && eventModel !== 'none')
    throw new ParameterError(`${id}.eventModel`, eventModel, `none, since rules is ${rules}`)
}
