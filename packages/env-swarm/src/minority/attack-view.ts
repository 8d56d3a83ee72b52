/** What the attacker's agents see of both sides: `AttackView`. */
import type { TurningMotion } from '../control/turning-motion.ts'
import type { MinorityParameters } from './minority.ts'

/** Numbers of a side, and of a victim. */
const OF_SIDE = 3
const OF_VICTIM = 5

/** Symbols: n agents, those of the majority first; d displacement; c and s cosine and sine of the agent's own heading. */
export class AttackView {
  private readonly parameters: MinorityParameters
  private readonly motion: TurningMotion
  /** [2, 3]: of each side the sum of the directions of those near, and their number */
  private readonly sides: Float64Array
  /** [victims]: the nearest of the majority, nearest first, and how far they are, squared */
  private readonly nearest: Int32Array
  private readonly distances: Float64Array
  /** [2] */
  private readonly way: Float64Array

  /** Numbers that it writes of each agent. */
  static width({ victims }: MinorityParameters): number {
    return 2 * OF_SIDE + OF_VICTIM * victims
  }

  constructor(parameters: MinorityParameters, motion: TurningMotion) {
    this.parameters = parameters
    this.motion = motion
    this.sides = new Float64Array(2 * OF_SIDE)
    this.nearest = new Int32Array(parameters.victims)
    this.distances = new Float64Array(parameters.victims)
    this.way = new Float64Array(2)
  }

  /**
   * Writes, from `out[at]` on, what agent `a` of world `w` sees: of each side the sums over its neighbours, itself among them;
   * then its nearest victims, nearest first, of those equally near the ones with lower numbers.
   * Shapes: `turns` [batch, agents], what each did last.
   */
  write(w: number, a: number, turns: Float64Array, out: Float32Array, at: number): void {
    this.lookAround(w, a)
    this.writeSides(w, a, out, at)
    for (let k = 0; k < this.nearest.length; k++)
      this.writeVictim(w, a, this.nearest[k], turns, out, at + 2 * OF_SIDE + OF_VICTIM * k)
  }

  /** Finds sums and victims, in time proportional to the number of agents. */
  private lookAround(w: number, a: number): void {
    const { motion, sides, nearest, distances, way } = this
    const { agents, minority, radius } = this.parameters
    const positions = motion.population.positionsOf[w]
    const directions = motion.directionsOf[w]
    const most = distances.length
    sides.fill(0)
    distances.fill(Infinity)
    for (let j = 0; j < agents; j++) {
      const image = motion.space.displacement(positions, 2 * a, positions, 2 * j, way)
      const d2 = way[0] * way[0] + way[1] * way[1]
      const victim = j < agents - minority
      if (d2 <= radius * radius) {
        const side = victim ? 0 : OF_SIDE
        sides[side] += image.flipX * directions[2 * j]
        sides[side + 1] += image.flipY * directions[2 * j + 1]
        sides[side + 2]++
      }
      if (!victim || d2 >= distances[most - 1]) continue
      let k = most - 1
      for (; k > 0 && d2 < distances[k - 1]; k--) {
        distances[k] = distances[k - 1]
        nearest[k] = nearest[k - 1]
      }
      distances[k] = d2
      nearest[k] = j
    }
  }

  private writeSides(w: number, a: number, out: Float32Array, at: number): void {
    const { sides } = this
    const { agents, observation } = this.parameters
    const c = this.motion.directionsOf[w][2 * a]
    const s = this.motion.directionsOf[w][2 * a + 1]
    for (let k = 0; k < 2 * OF_SIDE; k += OF_SIDE) {
      const share = 1 / (observation === 'sums' ? agents : Math.max(1, sides[k + 2]))
      out[at + k] = share * (sides[k + 1] * c - sides[k] * s)
      out[at + k + 1] = share * (sides[k] * c + sides[k + 1] * s)
      out[at + k + 2] = sides[k + 2] / agents
    }
  }

  private writeVictim(
    w: number,
    a: number,
    j: number,
    turns: Float64Array,
    out: Float32Array,
    at: number,
  ): void {
    const { motion, way } = this
    const { agents, side } = this.parameters
    const positions = motion.population.positionsOf[w]
    const directions = motion.directionsOf[w]
    const c = directions[2 * a]
    const s = directions[2 * a + 1]
    const { flipX, flipY } = motion.space.displacement(positions, 2 * a, positions, 2 * j, way)
    const x = flipX * directions[2 * j]
    const y = flipY * directions[2 * j + 1]
    out[at] = (way[0] * c + way[1] * s) / side
    out[at + 1] = (way[1] * c - way[0] * s) / side
    out[at + 2] = y * c - x * s
    out[at + 3] = x * c + y * s
    // In a mirror left is right.
    out[at + 4] = flipX * flipY * turns[w * agents + j]
  }
}
