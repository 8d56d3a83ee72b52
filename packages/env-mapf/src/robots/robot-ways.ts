/** Shortest ways of robots on the maps of a batch of worlds: `RobotWays`. */
import type { GridMap } from '../grid-map.ts'
import { turning } from '../planning/motion.ts'
import { Ways } from '../planning/ways.ts'
import type { Robots } from './robots.ts'

/** Ways by world, which worlds with the same map share; states and cells are those of `turning`. */
export class RobotWays {
  private readonly robots: Robots
  private readonly ways: Ways[] = []

  constructor(robots: Robots) {
    this.robots = robots
  }

  /** The ways on world `w`'s map. */
  of(w: number): Ways {
    const { maps, agents } = this.robots.worlds
    const map: GridMap = maps[w]
    if (this.ways[w]?.motion.map === map) return this.ways[w]
    const known = this.ways.find((ways) => ways?.motion.map === map)
    this.ways[w] = known ?? new Ways(turning(map), agents)
    return this.ways[w]
  }

  /** The cell of world `w`'s map that is a cell of its frame. */
  cellOf(w: number, frameCell: number): number {
    const { border, columnOf, maps, rowOf } = this.robots.worlds
    return (rowOf[frameCell] - border) * maps[w].columns + columnOf[frameCell] - border
  }
}
