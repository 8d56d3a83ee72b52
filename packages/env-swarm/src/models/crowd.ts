/** What the agents of all models here are: `Crowd`, `Surroundings`, `SeeingSurroundings`, `Sight`. */
import { GauntletError, type Stream, cos, sin } from '@gauntlet/core'
import { NeighbourLists, type NeighbourRule, requireRule } from '../neighbours/neighbour-lists.ts'
import { type Disc, Obstacles } from '../obstacles.ts'
import { FARTHEST, requireAgents, requireSpace } from '../require-input.ts'
import type { Space } from '../space.ts'

/** What a model may be put into. */
export interface Surroundings {
  /** Discs that agents cannot enter. */
  readonly obstacles?: readonly Disc[]
}

/** What those may be put into for which a rule may say who sees whom. */
export interface SeeingSurroundings extends Surroundings {
  readonly neighbours?: NeighbourRule
}

/**
 * Agents in a space. Who is not `active` neither moves nor is seen; the direction of a zealot no rule turns, only walls, seams
 * and obstacles do.
 * Shapes: `positions` [agents, 2], `active` and `zealots` [agents]; all may be written between steps, positions within the space.
 */
export class Crowd {
  readonly space: Space
  readonly agents: number
  readonly positions: Float64Array
  readonly active: Uint8Array
  readonly zealots: Uint8Array
  readonly obstacles: Obstacles
  private readonly name: string

  constructor(name: string, space: Space, agents: number, { obstacles = [] }: Surroundings) {
    requireSpace(name, space)
    requireAgents(name, agents)
    this.name = name
    this.space = space
    this.agents = agents
    this.positions = new Float64Array(2 * agents)
    this.active = new Uint8Array(agents).fill(1)
    this.zealots = new Uint8Array(agents)
    this.obstacles = new Obstacles(name, space, obstacles)
  }

  /** Whether a rule may turn agent `i`. */
  protected isFree(i: number): boolean {
    return this.active[i] !== 0 && this.zealots[i] === 0
  }

  /**
   * Puts every agent anywhere in the square but in obstacles, each place equally likely, and writes to `directions` a vector of
   * that length in any direction.
   */
  protected spread(stream: Stream, directions: Float64Array, length: number): void {
    for (let i = 0; i < this.agents; i++) {
      this.obstacles.place(stream, this.positions, i)
      const heading = 2 * Math.PI * stream.uniform()
      directions[2 * i] = length * cos(heading)
      directions[2 * i + 1] = length * sin(heading)
    }
  }

  /** Moves agent `i` by (dx, dy) and brings it, with its direction or velocity, back into the space and out of the obstacles. */
  protected move(i: number, dx: number, dy: number, directions: Float64Array): void {
    const { positions } = this
    positions[2 * i] += dx
    positions[2 * i + 1] += dy
    if (!(Math.abs(positions[2 * i]) <= FARTHEST && Math.abs(positions[2 * i + 1]) <= FARTHEST)) {
      const place = `${positions[2 * i]}, ${positions[2 * i + 1]}`
      throw new GauntletError(
        'diverged',
        `${this.name}: got agent ${i} at ${place}, expected finite positions; take a smaller timeStep`,
      )
    }
    this.space.settle(positions, directions, i)
    this.obstacles.keepOut(positions, directions, i)
  }
}

/** A rule of who sees whom, and the lists that it fills. */
export class Sight {
  readonly lists: NeighbourLists
  private readonly rule: NeighbourRule

  /** Errors: ParameterError where the rule is for another number of agents than the model. */
  constructor(model: string, space: Space, agents: number, rule: NeighbourRule) {
    requireRule(model, space, agents, rule)
    this.lists = new NeighbourLists(agents)
    this.rule = rule
  }

  /** Whom the agents see as they stand. */
  look({ positions, active }: Crowd): NeighbourLists {
    this.rule.find(positions, this.lists, active)
    return this.lists
  }
}
