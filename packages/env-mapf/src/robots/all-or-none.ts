/** Movement by the League's rules of 2023 and 2024: `AllOrNone`. */
import type { RobotMovement } from './robot-movement.ts'
import { FORWARD, type Robots } from './robots.ts'

/**
 * Where any robot would run into an obstacle or off the map, two would meet in a cell or two would change places, the whole
 * world waits; else everybody does what it is asked for. Followers and rotations move. An action takes one step.
 *
 * Symbols: `targets[a]` the cell in which robot a will be; `claims[cell]` 1 where one will.
 * Source: Start-Kit 1.1.5, `ActionModelWithRotate::is_valid` and `BaseSystem::move`, as in 2.1.2. Differs: on maps of one column, where that
 * takes the row below for the cell to the east, off the map is off the map.
 */
export class AllOrNone implements RobotMovement {
  private readonly robots: Robots
  private readonly targets: Int32Array
  private readonly claims: Uint8Array

  constructor(robots: Robots) {
    this.robots = robots
    this.targets = new Int32Array(robots.worlds.agents)
    this.claims = new Uint8Array(robots.worlds.cells)
  }

  move(w: number, actions: Int32Array): number {
    const { robots } = this
    const { agents } = robots.worlds
    this.aim(w, actions)
    if (!this.isValid(w)) return 1
    robots.lift(w)
    for (let i = w * agents; i < (w + 1) * agents; i++) robots.act(i, actions[i])
    robots.settle(w)
    return 0
  }

  private aim(w: number, actions: Int32Array): void {
    const { ahead, facings, worlds } = this.robots
    const row = w * worlds.agents
    for (let a = 0; a < worlds.agents; a++) {
      const step = actions[row + a] === FORWARD ? ahead[facings[row + a]] : 0
      this.targets[a] = worlds.positions[row + a] + step
    }
  }

  private isValid(w: number): boolean {
    const { agents, cells, obstacles, occupants, positions } = this.robots.worlds
    const { targets, claims } = this
    let valid = true
    let claimed = 0
    for (; claimed < agents && valid; claimed++) {
      const target = targets[claimed]
      const from = positions[w * agents + claimed]
      const other = occupants[w * cells + target] - 1
      const swaps = other >= 0 && target !== from && targets[other] === from
      valid = obstacles[w * cells + target] === 0 && claims[target] === 0 && !swaps
      claims[target] = 1
    }
    for (let a = 0; a < claimed; a++) claims[targets[a]] = 0
    return valid
  }
}
