/** What happens in the worlds of `swarm/aggregation`: `AggregationRules`. */
import {
  type ActionArray,
  type Buffers,
  type Instance,
  type LiveMeanField,
  type Rules,
  type Stream,
  WorldMemory,
} from '@gauntlet/core'
import { type SwarmPicture, swarmSvg, swarmText } from '../pictures/swarm-picture.ts'
import type { SwarmMemory } from '../swarm-kernel.ts'
import type { AggregationParameters } from './aggregation.ts'
import { Population } from './population.ts'
import { meanDistance } from './pairs.ts'

/** Symbols: n agents and zealots; x positions; y what an agent sees of its own; u actions, of length 1 at most. */
export class AggregationRules implements Rules {
  readonly meanField: LiveMeanField
  private readonly parameters: AggregationParameters
  private readonly buffers: Buffers
  private readonly population: Population
  /** [batch, agents, 2]: y */
  private readonly seen: Float64Array
  /** [batch] */
  private readonly returns: Float64Array
  private readonly elapsed: Int32Array
  /** [agents, 2]: the noise of one world; and room for up to n numbers to be sorted, by how many */
  private readonly noise: Float64Array
  private readonly rooms: readonly Float64Array[]
  private readonly memory: WorldMemory
  private readonly motion: readonly Stream[]
  private readonly sight: readonly Stream[]
  private readonly departures: readonly Stream[]

  constructor(parameters: AggregationParameters, buffers: Buffers, memory: SwarmMemory) {
    const { batch } = buffers
    const { agents } = parameters
    this.parameters = parameters
    this.buffers = buffers
    this.population = new Population(parameters, buffers, memory)
    this.seen = new Float64Array(2 * batch * agents)
    this.returns = new Float64Array(batch)
    this.elapsed = new Int32Array(batch)
    this.noise = new Float64Array(2 * agents)
    const room = new Float64Array(this.population.size)
    this.rooms = Array.from({ length: room.length + 1 }, (_, count) => room.subarray(0, count))
    const { positions, present } = this.population
    const { seen, returns, elapsed } = this
    this.memory = new WorldMemory(
      'swarm/aggregation',
      batch,
      ['motion', 'sight', 'departures'],
      { positions, present, seen, returns, elapsed },
      {
        positions: (x) => Math.abs(x) <= parameters.box,
        present: (flag) => flag <= 1,
        seen: (x) => Math.abs(x) <= parameters.box,
      },
    )
    this.motion = this.memory.stream('motion')
    this.sight = this.memory.stream('sight')
    this.departures = this.memory.stream('departures')
    this.meanField = this.face()
  }

  start(w: number, instance: Instance): void {
    const { population, parameters } = this
    this.memory.open(w, instance)
    population.gather(w, instance.key.fold('start').stream(), -parameters.box, 2 * parameters.box)
    this.returns[w] = 0
    this.elapsed[w] = 0
    this.look(w)
  }

  step(actions: ActionArray): void {
    const { population, returns, elapsed, parameters } = this
    for (let w = 0; w < this.buffers.batch; w++) {
      const distance = this.distance(w)
      const effort = this.move(w, actions)
      const reward = -parameters.distanceCost * distance - parameters.controlCost * effort
      population.pay(w, reward)
      returns[w] += reward
      elapsed[w]++
      population.depart(w, this.departures[w])
      this.look(w)
    }
  }

  observe(from: number, to: number): void {
    const { seen, population } = this
    const { agents } = this.parameters
    const { observations, state } = this.buffers
    population.observe(from, to)
    for (let w = from; w < to; w++) {
      const present = population.presentOf[w]
      const positions = population.positionsOf[w]
      for (let a = 0; a < agents; a++) {
        const i = 2 * (w * agents + a)
        observations[i] = present[a] * seen[i]
        observations[i + 1] = present[a] * seen[i + 1]
      }
      for (let i = 0; i < population.size; i++) {
        const row = 3 * (w * population.size + i)
        state![row] = present[i] * positions[2 * i]
        state![row + 1] = present[i] * positions[2 * i + 1]
        state![row + 2] = present[i]
      }
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.returns[w]
    metrics[offset + 1] = this.distance(w)
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

  /** Mean |x_i - x_j|_1 of those who are there. */
  private distance(w: number): number {
    const { population, rooms } = this
    const present = population.presentOf[w]
    const positions = population.positionsOf[w]
    const there = population.count(w) + this.parameters.zealots
    const room = rooms[there]
    let sum = 0
    for (let k = 0; k < 2; k++) {
      let count = 0
      for (let i = 0; i < population.size; i++) if (present[i] === 1) room[count++] = positions[2 * i + k]
      sum += meanDistance(room)
    }
    return sum
  }

  /** Moves the agents of world `w`; gives the mean |u|_1. Draws two numbers for each agent, be it there or not. */
  private move(w: number, actions: ActionArray): number {
    const { population, noise } = this
    const { agents, box, speed, motionNoise } = this.parameters
    const positions = population.positionsOf[w]
    const present = population.presentOf[w]
    this.motion[w].normals(noise, 0, 2 * agents)
    let effort = 0
    let count = 0
    for (let a = 0; a < agents; a++) {
      if (present[a] === 0) continue
      const at = 2 * (w * agents + a)
      const length = Math.sqrt(actions[at] * actions[at] + actions[at + 1] * actions[at + 1])
      const share = length > 1 ? 1 / length : 1
      for (let k = 0; k < 2; k++) {
        const u = actions[at + k] * share
        effort += Math.abs(u)
        const moved = positions[2 * a + k] + speed * u + motionNoise * noise[2 * a + k]
        positions[2 * a + k] = Math.max(-box, Math.min(box, moved))
      }
      count++
    }
    return effort / count
  }

  /** Draws what the agents of world `w` see; two numbers for each, be it there or not. */
  private look(w: number): void {
    const { population, noise, seen } = this
    const { agents, box, sightNoise } = this.parameters
    const positions = population.positionsOf[w]
    this.sight[w].normals(noise, 0, 2 * agents)
    for (let k = 0; k < 2 * agents; k++) {
      const glimpse = positions[k] + sightNoise * noise[k]
      seen[2 * w * agents + k] = Math.max(-box, Math.min(box, glimpse))
    }
  }

  private face(): LiveMeanField {
    const { population, parameters } = this
    const { agents, box } = parameters
    const extent = { low: -box, high: box, periodic: false }
    return {
      dimensions: 2,
      extent: [extent, extent],
      coordinates: (out) => {
        for (let w = 0; w < this.buffers.batch; w++) {
          for (let k = 0; k < 2 * agents; k++) {
            out[2 * w * agents + k] =
              population.presentOf[w][k >> 1] === 1 ? population.positionsOf[w][k] : NaN
          }
        }
      },
      distance(from, to) {
        const dx = to[0] - from[0]
        const dy = to[1] - from[1]
        return Math.sqrt(dx * dx + dy * dy)
      },
    }
  }

  private picture(w: number): SwarmPicture {
    const { population, parameters } = this
    const { box, horizon, agents } = parameters
    return {
      heading: `swarm/aggregation  step ${this.elapsed[w]} of ${horizon}  distance ${this.distance(w).toFixed(3)}`,
      low: -box,
      side: 2 * box,
      positions: population.positionsOf[w],
      present: population.presentOf[w],
      zealotsFrom: agents,
    }
  }
}
