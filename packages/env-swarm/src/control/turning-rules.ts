/** What happens in the worlds of `swarm/vicsek` and `swarm/kuramoto`: `TurningRules`. */
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
import { TurningMotion } from './turning-motion.ts'
import type { TurningParameters } from './turning-parameters.ts'

/** Symbols: n agents and zealots. */
export class TurningRules implements Rules {
  readonly meanField: LiveMeanField
  private readonly id: string
  private readonly parameters: TurningParameters
  private readonly buffers: Buffers
  private readonly motion: TurningMotion
  /** [batch] */
  private readonly returns: Float64Array
  private readonly elapsed: Int32Array
  private readonly memory: WorldMemory
  private readonly turns: readonly Stream[]
  private readonly departures: readonly Stream[]

  constructor(id: string, parameters: TurningParameters, buffers: Buffers) {
    const { batch } = buffers
    const motion = new TurningMotion(parameters, buffers)
    this.id = id
    this.parameters = parameters
    this.buffers = buffers
    this.motion = motion
    this.returns = new Float64Array(batch)
    this.elapsed = new Int32Array(batch)
    const { positions, present } = motion.population
    const { headings, directions, allowed } = motion
    const { returns, elapsed } = this
    this.memory = new WorldMemory(
      id,
      batch,
      ['turns', 'departures'],
      { positions, present, headings, directions, returns, elapsed },
      allowed,
    )
    this.turns = this.memory.stream('turns')
    this.departures = this.memory.stream('departures')
    this.meanField = motion.face(0, parameters.agents)
  }

  start(w: number, instance: Instance): void {
    this.memory.open(w, instance)
    this.motion.scatter(w, instance.key.fold('start').stream())
    this.returns[w] = 0
    this.elapsed[w] = 0
  }

  step(actions: ActionArray): void {
    const { motion, returns, elapsed } = this
    const { angleCost, controlCost } = this.parameters
    const { population } = motion
    for (let w = 0; w < this.buffers.batch; w++) {
      const angle = motion.angle(w, 0, population.size)
      const effort = motion.effort(w, actions)
      motion.move(w, actions, this.turns[w])
      const reward = -angleCost * angle - controlCost * effort
      population.pay(w, reward)
      returns[w] += reward
      elapsed[w]++
      population.depart(w, this.departures[w])
    }
  }

  observe(from: number, to: number): void {
    const { motion, buffers } = this
    motion.population.observe(from, to)
    for (let w = from; w < to; w++) {
      motion.look(w, buffers.observations)
      this.writeState(w)
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const { motion } = this
    metrics[offset] = this.returns[w]
    metrics[offset + 1] = motion.order(w, 0, motion.population.size)
    metrics[offset + 2] = motion.angle(w, 0, motion.population.size)
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

  private writeState(w: number): void {
    const { population } = this.motion
    const { state } = this.buffers
    const { side } = this.parameters
    const positions = population.positionsOf[w]
    const directions = this.motion.directionsOf[w]
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
    const { motion, id, elapsed } = this
    const { horizon, agents } = this.parameters
    const order = motion.order(w, 0, motion.population.size)
    const heading = `${id}  step ${elapsed[w]} of ${horizon}  polar order ${order.toFixed(3)}`
    return motion.picture(w, heading, agents)
  }
}
