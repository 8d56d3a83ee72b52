/** Boids: `Boids`. */
import { ParameterError, type Schema, type Stream, resolveParameters } from '@gauntlet/core'
import { MetricNeighbours } from '../neighbours/metric.ts'
import type { NeighbourLists } from '../neighbours/neighbour-lists.ts'
import type { Space } from '../space.ts'
import { Crowd, type SeeingSurroundings, Sight } from './crowd.ts'
import { AGENTS, TIME_STEP, quantity } from './fields.ts'

export interface BoidsParameters {
  readonly agents: number
  readonly perception: number
  readonly personalSpace: number
  readonly separation: number
  readonly alignment: number
  readonly cohesion: number
  readonly leastSpeed: number
  readonly mostSpeed: number
  readonly timeStep: number
}

export const BOIDS_PARAMETERS: Schema<BoidsParameters> = {
  agents: AGENTS,
  perception: quantity(2, 1e-6, 'length', 'radius within which others are seen'),
  personalSpace: quantity(0.5, 0, 'length', 'r_s: from whom is nearer, an agent keeps away'),
  separation: quantity(0.5, 0, 'length²/time²', 'w_s: weight of keeping away'),
  alignment: quantity(1, 0, '1/time', 'w_a: weight of flying as the others do'),
  cohesion: quantity(0.5, 0, '1/time²', 'w_c: weight of staying among them'),
  leastSpeed: quantity(0.5, 0, 'length/time', 'speed below which no agent falls'),
  mostSpeed: quantity(1, 1e-6, 'length/time', 'speed that none exceeds'),
  timeStep: TIME_STEP,
}

/**
 * Agents that keep away from the nearest, fly as their neighbours do, and stay among them:
 * v_i' = w_s sum over j with d_ij < r_s of (x_i - x_j) / d_ij² + w_a (mean v_j - v_i) + w_c (mean x_j - x_i), j whom i sees, in
 * Euler steps, v_i then brought within the limits of speed, and x_i moved by the new v_i.
 *
 * Seen are all within `perception`, or those of another rule of who sees whom. Agents in the very same place do not part. An
 * agent that is brought to a halt goes on in its old direction at the least speed.
 * Source: Reynolds 1987, "Flocks, herds, and schools", which gives the three rules in words; the sum of weighted accelerations is
 * the simpler of the two ways to combine them of which it speaks.
 */
export class Boids extends Crowd {
  readonly parameters: BoidsParameters
  /** [agents, 2] */
  readonly velocities: Float64Array
  /** [agents, 2]: the velocities after the step */
  private readonly turned: Float64Array
  private readonly sight: Sight

  /** Errors: ParameterError naming the parameter that is unknown or out of range. */
  constructor(space: Space, given: Partial<BoidsParameters> = {}, surroundings: SeeingSurroundings = {}) {
    const parameters = resolveParameters(BOIDS_PARAMETERS, given, 'Boids')
    const { agents, perception, leastSpeed, mostSpeed } = parameters
    if (leastSpeed > mostSpeed)
      throw new ParameterError('Boids.leastSpeed', leastSpeed, `a number up to mostSpeed, ${mostSpeed}`)
    super('Boids', space, agents, surroundings)
    const { neighbours = new MetricNeighbours(space, agents, perception) } = surroundings
    this.parameters = parameters
    this.velocities = new Float64Array(2 * agents)
    this.turned = new Float64Array(2 * agents)
    this.sight = new Sight('Boids', space, agents, neighbours)
  }

  /** Places anywhere in the square but in obstacles, and velocities of the greatest length in any direction. */
  scatter(stream: Stream): void {
    this.spread(stream, this.velocities, this.parameters.mostSpeed)
  }

  /** Advances time by `timeStep`. */
  step(): void {
    const { velocities, turned } = this
    const { timeStep } = this.parameters
    const lists = this.sight.look(this)
    for (let i = 0; i < this.agents; i++) if (this.isFree(i)) this.turn(i, lists)
    for (let i = 0; i < this.agents; i++) {
      if (this.active[i] === 0) continue
      if (this.zealots[i] === 0) {
        velocities[2 * i] = turned[2 * i]
        velocities[2 * i + 1] = turned[2 * i + 1]
      }
      this.move(i, timeStep * velocities[2 * i], timeStep * velocities[2 * i + 1], velocities)
    }
  }

  private turn(i: number, { starts, others, images }: NeighbourLists): void {
    const { positions, velocities, turned, parameters } = this
    const { timeStep, personalSpace, separation, alignment, cohesion } = parameters
    const seen = starts[i + 1] - starts[i]
    let awayX = 0
    let awayY = 0
    let meanX = 0
    let meanY = 0
    let meanVX = 0
    let meanVY = 0
    for (let k = starts[i]; k < starts[i + 1]; k++) {
      const j = others[k]
      const { flipX, flipY, shiftX, shiftY } = this.space.images[images[k]]
      const dx = flipX * positions[2 * j] + shiftX - positions[2 * i]
      const dy = flipY * positions[2 * j + 1] + shiftY - positions[2 * i + 1]
      const d2 = dx * dx + dy * dy
      if (d2 > 0 && d2 < personalSpace * personalSpace) {
        awayX -= dx / d2
        awayY -= dy / d2
      }
      meanX += dx / seen
      meanY += dy / seen
      meanVX += (flipX * velocities[2 * j] - velocities[2 * i]) / seen
      meanVY += (flipY * velocities[2 * j + 1] - velocities[2 * i + 1]) / seen
    }
    turned[2 * i] =
      velocities[2 * i] + timeStep * (separation * awayX + alignment * meanVX + cohesion * meanX)
    turned[2 * i + 1] =
      velocities[2 * i + 1] + timeStep * (separation * awayY + alignment * meanVY + cohesion * meanY)
    this.limit(i)
  }

  /** Brings the new speed of agent `i` within its limits. */
  private limit(i: number): void {
    const { velocities, turned } = this
    const { leastSpeed, mostSpeed } = this.parameters
    let speed = length(turned, i)
    const allowed = Math.min(mostSpeed, Math.max(leastSpeed, speed))
    if (speed === 0) {
      turned[2 * i] = velocities[2 * i]
      turned[2 * i + 1] = velocities[2 * i + 1]
      speed = length(turned, i)
    }
    if (speed === 0 || speed === allowed) return
    turned[2 * i] *= allowed / speed
    turned[2 * i + 1] *= allowed / speed
  }
}

function length(vectors: Float64Array, i: number): number {
  return Math.sqrt(vectors[2 * i] * vectors[2 * i] + vectors[2 * i + 1] * vectors[2 * i + 1])
}
