/** Zones of repulsion, orientation and attraction: `Couzin`. */
import { type Schema, type Stream, cos, number, resolveParameters, sin } from '@gauntlet/core'
import { MetricNeighbours } from '../neighbours/metric.ts'
import type { NeighbourLists } from '../neighbours/neighbour-lists.ts'
import { requireNumbers } from '../require-input.ts'
import type { Space } from '../space.ts'
import { Crowd, Sight, type Surroundings } from './crowd.ts'
import { AGENTS, quantity } from './fields.ts'

export interface CouzinParameters {
  readonly agents: number
  readonly speed: number
  readonly repulsionRadius: number
  readonly orientationWidth: number
  readonly attractionWidth: number
  readonly perceptionRad: number
  readonly turningRate: number
  readonly noiseRad: number
  readonly timeStep: number
}

export const COUZIN_PARAMETERS: Schema<CouzinParameters> = {
  agents: AGENTS,
  speed: quantity(3, 0, 'length/time', 's'),
  repulsionRadius: quantity(1, 1e-6, 'length', 'r_r: within, others are fled'),
  orientationWidth: quantity(2, 0, 'length', 'width of the zone beyond, in which they are followed'),
  attractionWidth: quantity(12, 0, 'length', 'width of the zone beyond that, in which they are approached'),
  perceptionRad: number({
    default: 1.5 * Math.PI,
    minimum: 0,
    maximum: 2 * Math.PI,
    unit: 'rad',
    description: 'alpha: the field of view, but for repulsion; what is left of the circle, behind, is blind',
  }),
  turningRate: quantity((40 / 180) * Math.PI, 0, 'rad/time', 'theta: how fast an agent turns at most'),
  noiseRad: number({
    default: 0.05,
    minimum: 0,
    maximum: 1000,
    unit: 'rad',
    description: 'sigma: standard deviation of the error in the desired direction',
  }),
  timeStep: quantity(0.1, 1e-9, 'time', 'tau: length of a step'),
}

/** A desired direction shorter than this is what rounding left of none. */
const NOTHING = 1e-12

/**
 * Agents of constant speed that flee who is too near; else fly as those do who are at a middle distance, and towards those
 * farther off, each of whom counts the same. In two dimensions:
 *
 * - with others within r_r: d_i = - sum of r_ij, r_ij the unit vector from i to j;
 * - else d_i = (d_o + d_a) / 2, or the one of both for which there are others in view: d_o = sum of the directions of those in the
 *   zone of orientation, d_a = sum of r_ij over those in the zone of attraction, its rim included;
 * - a d_i of 0, or nobody in view, leaves the direction as it is;
 * - the error turns d_i by a normal angle; then i turns towards d_i, by at most theta tau, and moves on by s tau.
 *
 * All at once. Opposite to its direction an agent turns to the left. Others in the very same place have no direction to flee.
 * Source: Couzin, Krause, James, Ruxton and Franks 2002, "Collective memory and spatial sorting in animal groups".
 * Differs: in the plane, not in space.
 */
export class Couzin extends Crowd {
  readonly parameters: CouzinParameters
  /** [agents, 2]: unit vectors */
  readonly directions: Float64Array
  /** [agents, 2]: the directions after the step */
  private readonly turned: Float64Array
  private readonly noise: Float64Array
  /** [2]: where the agent in hand wants to go. */
  private readonly desired: Float64Array = new Float64Array(2)
  private readonly sight: Sight
  /** Cosine and sine of the greatest turn in a step; cosine of half the field of view. */
  private readonly turnCos: number
  private readonly turnSin: number
  private readonly viewCos: number

  /** Errors: ParameterError naming the parameter that is unknown or out of range. */
  constructor(space: Space, given: Partial<CouzinParameters> = {}, surroundings: Surroundings = {}) {
    const parameters = resolveParameters(COUZIN_PARAMETERS, given, 'Couzin')
    const {
      agents,
      repulsionRadius,
      orientationWidth,
      attractionWidth,
      perceptionRad,
      turningRate,
      timeStep,
    } = parameters
    super('Couzin', space, agents, surroundings)
    this.parameters = parameters
    this.directions = new Float64Array(2 * agents)
    for (let i = 0; i < agents; i++) this.directions[2 * i] = 1
    this.turned = new Float64Array(2 * agents)
    this.noise = new Float64Array(agents)
    const radius = repulsionRadius + orientationWidth + attractionWidth
    this.sight = new Sight('Couzin', space, agents, new MetricNeighbours(space, agents, radius))
    const turn = Math.min(Math.PI, turningRate * timeStep)
    this.turnCos = turn === Math.PI ? -Infinity : cos(turn)
    this.turnSin = sin(turn)
    this.viewCos = perceptionRad === 2 * Math.PI ? -Infinity : cos(perceptionRad / 2)
  }

  /** Places anywhere in the square but in obstacles, and any directions. */
  scatter(stream: Stream): void {
    this.spread(stream, this.directions, 1)
  }

  /** Advances time by `timeStep`; draws a normal number for each agent, whether it needs one or not. */
  step(stream: Stream): void {
    const { noise } = this
    stream.normals(noise, 0, noise.length)
    for (let i = 0; i < noise.length; i++) noise[i] *= this.parameters.noiseRad
    this.stepWith(noise)
  }

  /** The same with given errors [agents], radians. Errors: ParameterError where there are not as many. */
  stepWith(noise: Float64Array): void {
    const { agents, directions, turned, parameters } = this
    requireNumbers('Couzin.noise', noise, agents)
    const lists = this.sight.look(this)
    for (let i = 0; i < agents; i++) {
      if (!this.isFree(i)) continue
      this.desire(i, lists)
      this.turn(i, noise)
    }
    const stride = parameters.speed * parameters.timeStep
    for (let i = 0; i < agents; i++) {
      if (this.active[i] === 0) continue
      if (this.zealots[i] === 0) {
        directions[2 * i] = turned[2 * i]
        directions[2 * i + 1] = turned[2 * i + 1]
      }
      this.move(i, stride * directions[2 * i], stride * directions[2 * i + 1], directions)
    }
  }

  /** Where agent `i` wants to go; 0 where it does not mind. */
  private desire(i: number, { starts, others, images }: NeighbourLists): void {
    const { positions, directions, viewCos, parameters } = this
    const { repulsionRadius, orientationWidth } = parameters
    const following = repulsionRadius + orientationWidth
    const ux = directions[2 * i]
    const uy = directions[2 * i + 1]
    let near = 0
    let awayX = 0
    let awayY = 0
    let withX = 0
    let withY = 0
    let toX = 0
    let toY = 0
    for (let k = starts[i]; k < starts[i + 1]; k++) {
      const j = others[k]
      const { flipX, flipY, shiftX, shiftY } = this.space.images[images[k]]
      const dx = flipX * positions[2 * j] + shiftX - positions[2 * i]
      const dy = flipY * positions[2 * j + 1] + shiftY - positions[2 * i + 1]
      const distance = Math.sqrt(dx * dx + dy * dy)
      if (distance < repulsionRadius) {
        near++
        if (distance === 0) continue
        awayX -= dx / distance
        awayY -= dy / distance
      } else if (dx * ux + dy * uy < viewCos * distance) {
        continue
      } else if (distance < following) {
        withX += flipX * directions[2 * j]
        withY += flipY * directions[2 * j + 1]
      } else {
        toX += dx / distance
        toY += dy / distance
      }
    }
    // Only the direction matters: the shares need not be halved.
    this.desired[0] = near > 0 ? awayX : withX + toX
    this.desired[1] = near > 0 ? awayY : withY + toY
  }

  /** Turns agent `i` towards the desired direction, misjudged by an error. */
  private turn(i: number, noise: Float64Array): void {
    const { directions, turned, turnCos, turnSin, desired } = this
    const ux = directions[2 * i]
    const uy = directions[2 * i + 1]
    const x = desired[0]
    const y = desired[1]
    const length = Math.sqrt(x * x + y * y)
    const wantedX = length > NOTHING ? x / length : ux
    const wantedY = length > NOTHING ? y / length : uy
    const errorCos = cos(noise[i])
    const errorSin = sin(noise[i])
    let dx = wantedX * errorCos - wantedY * errorSin
    let dy = wantedX * errorSin + wantedY * errorCos
    if (dx * ux + dy * uy < turnCos) {
      const side = ux * dy - uy * dx >= 0 ? turnSin : -turnSin
      dx = ux * turnCos - uy * side
      dy = ux * side + uy * turnCos
    }
    const norm = Math.sqrt(dx * dx + dy * dy)
    turned[2 * i] = dx / norm
    turned[2 * i + 1] = dy / norm
  }
}
