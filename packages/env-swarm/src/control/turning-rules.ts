/** What happens in the worlds of `swarm/vicsek` and `swarm/kuramoto`: `TurningRules`. */
import {
  type ActionArray,
  type Buffers,
  type Instance,
  type RuleFaces,
  type Rules,
  type Stream,
  WorldMemory,
  atan2,
} from '@gauntlet/core'
import { CellGrid } from '../cells/cell-grid.ts'
import { ListSums } from '../cells/list-sums.ts'
import { MetricNeighbours } from '../neighbours/metric.ts'
import { type SwarmPicture, swarmSvg, swarmText } from '../pictures/swarm-picture.ts'
import { cosineOf, sineOf } from '../sine-cosine.ts'
import { Space } from '../space.ts'
import type { SwarmMemory } from '../swarm-kernel.ts'
import { Population } from './population.ts'
import { meanAngle } from './pairs.ts'
import { turningFace } from './turning-face.ts'
import type { TurningParameters } from './turning.ts'

const TURN = 2 * Math.PI

/** Symbols: n agents and zealots; phi headings in [0, 2 pi]; u actions. */
export class TurningRules implements Rules {
  readonly meanField: NonNullable<RuleFaces['meanField']>
  private readonly id: string
  private readonly parameters: TurningParameters
  private readonly buffers: Buffers
  private readonly space: Space
  private readonly population: Population
  private readonly near: CellGrid | ListSums
  /** [batch, n], and [batch, n, 2] of their cosines and sines */
  private readonly headings: Float64Array
  private readonly directions: Float64Array
  private readonly kernel: SwarmMemory['kernel']
  private readonly directionsOf: readonly Float64Array[]
  /** [batch] */
  private readonly returns: Float64Array
  private readonly elapsed: Int32Array
  /** [n, 2] and [n], of one world: sums over neighbours, and their numbers */
  private readonly sums: Float64Array
  private readonly counts: Float64Array
  /** [agents]: the noise of one world; and room for up to n numbers to be sorted, by how many */
  private readonly noise: Float64Array
  private readonly rooms: readonly Float64Array[]
  private readonly memory: WorldMemory
  private readonly turns: readonly Stream[]
  private readonly departures: readonly Stream[]

  /** Numbers that it needs of a memory, beside a population's and a grid's. */
  static size(batch: number, n: number): number {
    return 3 * batch * n + 3 * n + 1
  }

  constructor(id: string, parameters: TurningParameters, buffers: Buffers, memory: SwarmMemory) {
    const { batch } = buffers
    const { agents, radius } = parameters
    this.id = id
    this.parameters = parameters
    this.buffers = buffers
    this.space = new Space(parameters.space, parameters.side)
    this.population = new Population(parameters, buffers, memory)
    const n = this.population.size
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
    this.returns = new Float64Array(batch)
    this.elapsed = new Int32Array(batch)
    this.noise = new Float64Array(agents)
    const room = new Float64Array(n)
    this.rooms = Array.from({ length: n + 1 }, (_, count) => room.subarray(0, count))
    const { positions, present } = this.population
    const { headings, directions, returns, elapsed } = this
    this.memory = new WorldMemory(
      id,
      batch,
      ['turns', 'departures'],
      { positions, present, headings, directions, returns, elapsed },
      {
        positions: (x) =>
          parameters.space === 'plane' ? Number.isFinite(x) : x >= 0 && x <= parameters.side,
        present: (flag) => flag <= 1,
        headings: (phi) => phi >= 0 && phi <= TURN,
        directions: (x) => Math.abs(x) <= 1,
      },
    )
    this.turns = this.memory.stream('turns')
    this.departures = this.memory.stream('departures')
    this.meanField = turningFace(this.space, this.population, headings, batch, agents)
  }

  start(w: number, instance: Instance): void {
    const { population, headings } = this
    const n = population.size
    this.memory.open(w, instance)
    const stream = instance.key.fold('start').stream()
    population.gather(w, stream, 0, this.parameters.side)
    stream.uniforms(headings, w * n, n)
    for (let k = w * n; k < (w + 1) * n; k++) headings[k] *= TURN
    this.point(w)
    this.returns[w] = 0
    this.elapsed[w] = 0
  }

  step(actions: ActionArray): void {
    const { population, returns, elapsed } = this
    const { angleCost, controlCost } = this.parameters
    for (let w = 0; w < this.buffers.batch; w++) {
      const angle = this.angle(w)
      const effort = this.move(w, actions)
      const reward = -angleCost * angle - controlCost * effort
      population.pay(w, reward)
      returns[w] += reward
      elapsed[w]++
      population.depart(w, this.departures[w])
    }
  }

  observe(from: number, to: number): void {
    const { population, near, sums, counts } = this
    const { observations } = this.buffers
    const { agents, zealots, observation } = this.parameters
    population.observe(from, to)
    for (let w = from; w < to; w++) {
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
        observations[row] = share === 0 ? 0 : share * (sums[2 * a + 1] * c - sums[2 * a] * s)
        observations[row + 1] = share === 0 ? 0 : share * (sums[2 * a] * c + sums[2 * a + 1] * s)
      }
      this.writeState(w)
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.returns[w]
    metrics[offset + 1] = this.order(w)
    metrics[offset + 2] = this.angle(w)
  }

  renderText(w: number): string {
    return swarmText(this.picture(w))
  }

  renderSvg(w: number): string {
    return swarmSvg(this.picture(w))
  }

  save(w: number): unknown {
    return this.memory.save(w)
  }

  load(w: number, content: unknown): void {
    this.memory.load(w, content)
  }

  /** Moves and turns all who are there; gives the mean |u|. Draws one number for each agent, be it there or not. */
  private move(w: number, actions: ActionArray): number {
    const { population, noise, headings, directionsOf } = this
    const { agents, speed, turn, turnNoise, zealotTurn } = this.parameters
    const first = this.parameters.actions === 'discrete' ? -1 : 0
    const n = population.size
    const positions = population.positionsOf[w]
    const present = population.presentOf[w]
    const directions = directionsOf[w]
    this.turns[w].normals(noise, 0, agents)
    let effort = 0
    let count = 0
    for (let i = 0; i < n; i++) {
      if (present[i] === 0) continue
      let angle = turn * zealotTurn
      if (i < agents) {
        const u = actions[w * agents + i] + first
        angle = turn * u + turnNoise * noise[i]
        effort += Math.abs(u)
        count++
      }
      positions[2 * i] += speed * directions[2 * i]
      positions[2 * i + 1] += speed * directions[2 * i + 1]
      headings[w * n + i] = turned(headings[w * n + i] + angle)
    }
    this.point(w)
    if (speed > 0) this.settle(w)
    return effort / count
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

  /** Mean angle of all pairs of those who are there. */
  private angle(w: number): number {
    const { population, rooms, headings } = this
    const present = population.presentOf[w]
    const room = rooms[population.count(w) + this.parameters.zealots]
    let count = 0
    for (let i = 0; i < population.size; i++)
      if (present[i] === 1) room[count++] = headings[w * population.size + i]
    return meanAngle(room)
  }

  /** Length of the mean direction of those who are there. */
  private order(w: number): number {
    const { population, directionsOf } = this
    const present = population.presentOf[w]
    let x = 0
    let y = 0
    let count = 0
    for (let i = 0; i < population.size; i++) {
      if (present[i] === 0) continue
      x += directionsOf[w][2 * i]
      y += directionsOf[w][2 * i + 1]
      count++
    }
    return Math.sqrt(x * x + y * y) / count
  }

  private writeState(w: number): void {
    const { population } = this
    const { state } = this.buffers
    const { side } = this.parameters
    const positions = population.positionsOf[w]
    const directions = this.directionsOf[w]
    for (let i = 0; i < population.size; i++) {
      const there = population.presentOf[w][i]
      const row = 5 * (w * population.size + i)
      state![row] = (there * positions[2 * i]) / side
      state![row + 1] = (there * positions[2 * i + 1]) / side
      state![row + 2] = there * directions[2 * i]
      state![row + 3] = there * directions[2 * i + 1]
      state![row + 4] = there
    }
  }

  private picture(w: number): SwarmPicture {
    const { population, id } = this
    const { side, horizon, agents } = this.parameters
    return {
      heading: `${id}  step ${this.elapsed[w]} of ${horizon}  polar order ${this.order(w).toFixed(3)}`,
      low: 0,
      side,
      positions: population.positionsOf[w],
      directions: this.directionsOf[w],
      present: population.presentOf[w],
      zealotsFrom: agents,
    }
  }
}

/** The heading in [0, 2 pi]. */
function turned(heading: number): number {
  return Math.max(0, heading - TURN * Math.floor(heading / TURN))
}
