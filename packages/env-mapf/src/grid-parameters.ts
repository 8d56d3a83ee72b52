/** What both environments are asked for: `GridParameters`, `gridSchema`, `InstanceKind`, `GridKind`. */
import {
  type FileContent,
  type MetricSpec,
  type Schema,
  boolean,
  choice,
  file,
  integer,
  number,
} from '@gauntlet/core'
import type { CollisionSystem } from './movement.ts'
import type { ObservationType } from './observation.ts'
import type { Rewards } from './rules.ts'
import type { OnTarget } from './worlds.ts'

const INSTANCES = [
  'benchmark-random',
  'benchmark-mazes',
  'benchmark-warehouse',
  'generated',
  'connected',
  'mazes',
  'rooms',
  'warehouse',
  'sortation',
  'city',
  'map-file',
  'scenario-file',
] as const

export type InstanceKind = (typeof INSTANCES)[number]

export interface GridParameters {
  readonly instances: InstanceKind
  readonly agents: number
  readonly horizon: number
  readonly radius: number
  readonly collisionSystem: CollisionSystem
  readonly observationType: ObservationType
  readonly rewards: Rewards
  readonly size: number
  readonly density: number
  readonly file: FileContent | null
  readonly actionMask: boolean
  readonly legacyOccupancy: boolean
}

/** @param horizon steps of an episode unless said otherwise */
export function gridSchema(horizon: number): Schema<GridParameters> {
  return {
    instances: choice({
      description:
        "Where maps, starts and goals come from: a set of POGEMA's benchmark, POGEMA's generator, random maps that are connected, mazes, rooms, a warehouse, a sortation centre, windows cut out of the map in a file, the map in a file, or the instances in a file",
      options: INSTANCES,
      default: 'benchmark-random',
    }),
    agents: integer({ description: 'Agents of a world', default: 32, minimum: 1, unit: 'agents' }),
    horizon: integer({
      description: 'Steps of an episode',
      default: horizon,
      minimum: 1,
      maximum: 2_147_483_647,
      unit: 'steps',
    }),
    radius: integer({
      description: 'How far an agent sees to each side, R: its window has 2R + 1 cells a side',
      default: 5,
      minimum: 1,
      maximum: 128,
      unit: 'cells',
    }),
    collisionSystem: choice({
      description:
        'Who moves where agents are in conflict: the lowest index in turn, nobody who meets or follows, or whoever can without a collision',
      options: ['priority', 'block_both', 'soft'],
      default: 'soft',
    }),
    observationType: choice({
      description:
        "What an agent observes: windows of obstacles, agents and its goal's direction; windows and coordinates from its start; these with the whole map and true coordinates; or, as Follower, obstacles with its planned path in them, and agents",
      options: ['default', 'pomapf', 'mapf', 'follower'],
      default: 'default',
    }),
    rewards: choice({
      description:
        "What agents are paid for: 1 for goals; or, as Follower's, 0.01 for every step into the cell that its planner would have the agent enter next",
      options: ['goals', 'waypoints'],
      default: 'goals',
    }),
    size: integer({
      description: 'Side of a generated map, or of a window cut out of one; of no matter to other instances',
      default: 16,
      minimum: 2,
      maximum: 1024,
      unit: 'cells',
    }),
    density: number({
      description:
        'Probability that a cell of a generated map is blocked, or share of blocked cells of a connected one; of no matter to other instances',
      default: 0.3,
      minimum: 0,
      maximum: 0.99,
    }),
    file: file({ description: 'The map or the instances, where they come from a file' }),
    actionMask: boolean({
      description: 'Whether moves into obstacles are masked, rather than taken for stays',
      default: false,
    }),
    legacyOccupancy: boolean({
      description:
        'Whether followers are lost from sight under soft, as in POGEMA up to 2.0.0a; for comparisons with scores of its policies',
      default: false,
    }),
  }
}

/** A kind of environment: its id, what happens on goals, and what it is measured by. */
export interface GridKind {
  readonly id: string
  readonly onTarget: OnTarget
  /** Whether each agent has goals of its own, or all draw on one stream of tasks. */
  readonly goals: 'own' | 'shared'
  /** Starts and goals on the map of another file. */
  readonly scenario: FileContent | null
  readonly metrics: readonly MetricSpec[]
  readonly score: string
}
