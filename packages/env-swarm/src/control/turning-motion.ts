/** How agents that turn move and what they see, whatever they are paid: `TurningMotion`, `turningExtent`. */
import {
  type ActionArray,
  type Buffers,
  type MeanFieldFace,
  type LiveMeanField,
  type Stream,
  atan2,
} from '@gauntlet/core'
import { CellGrid } from '../cells/cell-grid.ts'
import { ListSums } from '../cells/list-sums.ts'
import { MetricNeighbours } from '../neighbours/metric.ts'
import { type SwarmPicture } from '../pictures/swarm-picture.ts'
import { cosineOf, sineOf } from '../sine-cosine.ts'
import { Space } from '../space.ts'
import { SwarmMemory } from '../swarm-kernel.ts'
import { Population } from './population.ts'
import { meanAngle } from './pairs.ts'
import type { TurningParameters } from './turning-parameters.ts'

const TURN = 6.283185307179586

/** The agents of all worlds. Symbols: n agents and zealots of a world; phi headings in [0, 2 pi]; u actions. */
export class TurningMotion {
  readonly space: Space
  readonly population: Population
  /** [batch, n], and [batch, n, 2] of their cosines and sines */
  readonly headings: Float64Array
  readonly directions: Float64Array
  /** Those of each world. */
  readonly directionsOf: readonly Float64Array[]
  /** What may stand in those arrays, for snapshots. */
  readonly allowed: Readonly<
    Record<'positions' | 'present' | 'headings' | 'directions', (value: number) => boolean>
  >
  private readonly parameters: TurningParameters
  private readonly batch: number
  private readonly near: CellGrid | ListSums
  private readonly kernel: SwarmMemory['kernel']
  /** [n, 2] and [n], of one world: sums over neighbours, and their numbers */
  private readonly sums: Float64Array
  private readonly counts: Float64Array
  /** [agents]: the noise of one world; and room for up to n numbers to be sorted, by how many */
  private readonly noise: Float64Array
  private readonly rooms: readonly Float64Array[]

  constructor(parameters: TurningParameters, buffers: Buffers) {
    const { batch } = buffers
    const { agents, zealots, radius } = parameters
    const n = agents + zealots
    const memory = new SwarmMemory(
      Population.size(batch, parameters) + CellGrid.size(n) + 3 * batch * n + 3 * n + 1,
    )
    this.parameters = parameters
    this.batch = batch
    this.space = new Space(parameters.space, parameters.side)
    this.population = new Population(parameters, buffers, memory)
    // In the projective plane somebody may be near in two images.
    const twice = parameters.space === 'projective'
    const rule = twice ? new MetricNeighbours(this.space, n, radius) : undefined
    this.near = rule ? new ListSums(this.space, rule) : new CellGrid(this.space, radius, n, memory)
    this.kernel = memory.kernel
    this.headings = memory.float64(batch * n)
    this.directions = memory.float64(2 * batch * n)
    this.directionsOf = Array.from({ length: batch }, (_, w) =>
      this.directions.subarray(2 * w * n, 2 * (w + 1) * n),
    )
    this.sums = memory.float64(2 * n)
    this.counts = memory.float64(n)
    this.noise = new Float64Array(agents)
    const room = new Float64Array(n)
    this.rooms = Array.from({ length: n + 1 }, (_, count) => room.subarray(0, count))
    const { space, side } = parameters
    this.allowed = {
      positions: (x) => (space === 'plane' ? Number.isFinite(x) : x >= 0 && x <= side),
      present: (flag) => flag <= 1,
      headings: (phi) => phi >= 0 && phi <= TURN,
      directions: (x) => Math.abs(x) <= 1,
    }
  }

  /** Draws who is there as world `w` begins, where everybody is, and how they head. */
  scatter(w: number, stream: Stream): void {
    const { population, headings } = this
    const n = population.size
    population.gather(w, stream, 0, this.parameters.side)
    stream.uniforms(headings, w * n, n)
    for (let k = w * n; k < (w + 1) * n; k++) headings[k] *= TURN
    this.point(w)
  }

  /**
   * Moves and turns all of world `w` who are there. Draws one number for each agent, be it there or not.
   * Shapes: `actions` [batch, agents].
   */
  move(w: number, actions: ActionArray, stream: Stream): void {
    const { population, noise, headings, directionsOf } = this
    const { agents, speed, turn, turnNoise, zealotTurn } = this.parameters
    const first = this.parameters.actions === 'discrete' ? -1 : 0
    const n = population.size
    const positions = population.positionsOf[w]
    const present = population.presentOf[w]
    const directions = directionsOf[w]
    stream.normals(noise, 0, agents)
    for (let i = 0; i < n; i++) {
      if (present[i] === 0) continue
      let angle = turn * zealotTurn
      if (i < agents) angle = turn * (actions[w * agents + i] + first) + turnNoise * noise[i]
      positions[2 * i] += speed * directions[2 * i]
      positions[2 * i + 1] += speed * directions[2 * i + 1]
      headings[w * n + i] = turned(headings[w * n + i] + angle)
    }
    this.point(w)
    if (speed > 0) this.settle(w)
  }

  /** Mean |u| of the agents of world `w` who are there. Shapes: `actions` [batch, agents]. */
  effort(w: number, actions: ActionArray): number {
    const { agents } = this.parameters
    const first = this.parameters.actions === 'discrete' ? -1 : 0
    const present = this.population.presentOf[w]
    let effort = 0
    let count = 0
    for (let a = 0; a < agents; a++) {
      if (present[a] === 0) continue
      effort += Math.abs(actions[w * agents + a] + first)
      count++
    }
    return effort / count
  }

  /**
   * Writes what each agent of world `w` sees of those near it, divided: the sum of sin(phi_j - phi) and of cos(phi_j - phi).
   * Shapes: `seen` [batch, agents, 2].
   */
  look(w: number, seen: Float32Array): void {
    const { population, near, sums, counts } = this
    const { agents, zealots, observation } = this.parameters
    const present = population.presentOf[w]
    const directions = this.directionsOf[w]
    near.sort(population.size, population.positionsOf[w], directions, present)
    near.sum(sums, counts)
    const all = population.count(w) + zealots
    for (let a = 0; a < agents; a++) {
      const share = present[a] === 0 ? 0 : 1 / (observation === 'sums' ? all : counts[a])
      const c = directions[2 * a]
      const s = directions[2 * a + 1]
      const row = 2 * (w * agents + a)
      seen[row] = share === 0 ? 0 : share * (sums[2 * a + 1] * c - sums[2 * a] * s)
      seen[row + 1] = share === 0 ? 0 : share * (sums[2 * a] * c + sums[2 * a + 1] * s)
    }
  }

  /** Mean angle of all pairs of those from `from` to `to - 1` who are there. */
  angle(w: number, from: number, to: number): number {
    const { population, rooms, headings } = this
    const present = population.presentOf[w]
    let there = 0
    for (let i = from; i < to; i++) there += present[i]
    const room = rooms[there]
    let count = 0
    for (let i = from; i < to; i++) if (present[i] === 1) room[count++] = headings[w * population.size + i]
    return meanAngle(room)
  }

  /** Length of the mean direction of those from `from` to `to - 1` who are there. */
  order(w: number, from: number, to: number): number {
    const { population, directionsOf } = this
    const present = population.presentOf[w]
    let x = 0
    let y = 0
    let count = 0
    for (let i = from; i < to; i++) {
      if (present[i] === 0) continue
      x += directionsOf[w][2 * i]
      y += directionsOf[w][2 * i + 1]
      count++
    }
    return Math.sqrt(x * x + y * y) / count
  }

  /**
   * Positions and headings of the agents from `from` to `to - 1` of every world; two points are as far apart as positions and
   * headings together.
   */
  face(from: number, to: number): LiveMeanField {
    const { population, space, headings, batch } = this
    const way = new Float64Array(2)
    return {
      dimensions: 3,
      extent: turningExtent(space),
      coordinates(out) {
        for (let w = 0; w < batch; w++) {
          for (let a = from; a < to; a++) {
            const row = 3 * (w * (to - from) + a - from)
            const there = population.presentOf[w][a] === 1
            out[row] = there ? population.positionsOf[w][2 * a] : NaN
            out[row + 1] = there ? population.positionsOf[w][2 * a + 1] : NaN
            out[row + 2] = there ? headings[w * population.size + a] : NaN
          }
        }
      },
      distance(p, q) {
        space.displacement(p, 0, q, 0, way)
        const apart = Math.abs(q[2] - p[2]) % TURN
        const angle = Math.min(apart, TURN - apart)
        return Math.sqrt(way[0] * way[0] + way[1] * way[1] + angle * angle)
      },
    }
  }

  picture(w: number, heading: string, zealotsFrom: number): SwarmPicture {
    const { population, directionsOf } = this
    return {
      heading,
      low: 0,
      side: this.parameters.side,
      positions: population.positionsOf[w],
      directions: directionsOf[w],
      present: population.presentOf[w],
      zealotsFrom,
    }
  }

  /** Writes the directions of world `w` by its headings. */
  private point(w: number): void {
    const { population, headings, directionsOf, kernel } = this
    const n = population.size
    const directions = directionsOf[w]
    if (kernel !== undefined) {
      kernel.writeDirections(n, headings.byteOffset + 8 * w * n, directions.byteOffset)
      return
    }
    for (let i = 0; i < n; i++) {
      directions[2 * i] = cosineOf(headings[w * n + i])
      directions[2 * i + 1] = sineOf(headings[w * n + i])
    }
  }

  /** Brings agents of world `w` that have left the square back. */
  private settle(w: number): void {
    const { population, headings, space, directionsOf } = this
    const { side } = this.parameters
    const positions = population.positionsOf[w]
    const directions = directionsOf[w]
    for (let i = 0; i < population.size; i++) {
      const x = positions[2 * i]
      const y = positions[2 * i + 1]
      if (x >= 0 && x < side && y >= 0 && y < side) continue
      const c = directions[2 * i]
      const s = directions[2 * i + 1]
      space.settle(positions, directions, i)
      // Mirrored by a wall or a twisted seam.
      if (directions[2 * i] !== c || directions[2 * i + 1] !== s)
        headings[w * population.size + i] = turned(atan2(directions[2 * i + 1], directions[2 * i]))
    }
  }
}

/** The heading in [0, 2 pi]. */
function turned(heading: number): number {
  return Math.max(0, heading - TURN * Math.floor(heading / TURN))
}

/** The extent of positions and headings. */
export function turningExtent(space: Space): MeanFieldFace['extent'] {
  const along = (axis: 0 | 1) => {
    const open = space.kind === 'plane'
    return { low: open ? -Infinity : 0, high: open ? Infinity : space.side, periodic: space.periodic(axis) }
  }
  return [along(0), along(1), { low: 0, high: TURN, periodic: true }]
}
