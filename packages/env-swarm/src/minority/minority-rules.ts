/** What happens in the worlds of `swarm/minority`: `MinorityRules`. */
import {
  type ActionArray,
  type Buffers,
  type Instance,
  type LiveMeanField,
  type Rules,
  type Stream,
  WorldMemory,
} from '@gauntlet/core'
import { asAction, turnTo } from '../control/turning-experts.ts'
import { TurningMotion } from '../control/turning-motion.ts'
import { type SwarmPicture, swarmSvg, swarmText } from '../pictures/swarm-picture.ts'
import { AttackView } from './attack-view.ts'
import type { MinorityParameters } from './minority.ts'

/** Symbols: n agents, those of the majority first; u actions. */
export class MinorityRules implements Rules {
  readonly meanField: LiveMeanField
  private readonly id: string
  private readonly parameters: MinorityParameters
  private readonly buffers: Buffers
  private readonly motion: TurningMotion
  private readonly view: AttackView
  /** Agents of the majority; and the first agent that the policy plays */
  private readonly victims: number
  private readonly played: number
  /** [batch, n, 2]: what `swarm/vicsek` shows of neighbours, as last observed, by which the script plays the majority */
  private readonly seen: Float32Array
  /** [batch, n]: actions of all, and the turns that they were */
  private readonly actions: ActionArray
  private readonly turns: Float64Array
  /** [batch] */
  private readonly attackReturns: Float64Array
  private readonly majorityReturns: Float64Array
  private readonly orders: Float64Array
  private readonly elapsed: Int32Array
  private readonly memory: WorldMemory
  private readonly noise: readonly Stream[]

  constructor(id: string, parameters: MinorityParameters, buffers: Buffers) {
    const { batch } = buffers
    const { agents, minority } = parameters
    const population = { zealots: 0, zealotTurn: 0, fewest: 0, leaving: 0 }
    const motion = new TurningMotion({ ...parameters, ...population }, buffers)
    this.id = id
    this.parameters = parameters
    this.buffers = buffers
    this.motion = motion
    this.view = new AttackView(parameters, motion)
    this.victims = agents - minority
    this.played = parameters.majority === 'policy' ? 0 : this.victims
    this.seen = new Float32Array(2 * batch * agents)
    this.actions =
      parameters.actions === 'box' ? new Float32Array(batch * agents) : new Int32Array(batch * agents)
    this.turns = new Float64Array(batch * agents)
    this.attackReturns = new Float64Array(batch)
    this.majorityReturns = new Float64Array(batch)
    this.orders = new Float64Array(batch)
    this.elapsed = new Int32Array(batch)
    const { positions } = motion.population
    const { headings, directions, allowed } = motion
    const { turns, attackReturns, majorityReturns, orders, elapsed } = this
    this.memory = new WorldMemory(
      id,
      batch,
      ['turns'],
      { positions, headings, directions, turns, attackReturns, majorityReturns, orders, elapsed },
      { ...allowed, turns: (u) => Math.abs(u) <= 1 },
    )
    this.noise = this.memory.stream('turns')
    this.meanField = motion.face(this.played, agents)
  }

  start(w: number, instance: Instance): void {
    const { agents } = this.parameters
    this.memory.open(w, instance)
    this.motion.scatter(w, instance.key.fold('start').stream())
    this.turns.fill(0, w * agents, (w + 1) * agents)
    this.attackReturns[w] = 0
    this.majorityReturns[w] = 0
    this.orders[w] = 0
    this.elapsed[w] = 0
  }

  step(given: ActionArray): void {
    const { motion, parameters, actions, turns, seen, victims, played } = this
    const { agents, turn, angleCost, controlCost } = parameters
    const first = parameters.actions === 'discrete' ? -1 : 0
    // All in one function, of which engines then make turnTo a part: as a call it would need memory for its result.
    for (let w = 0; w < this.buffers.batch; w++) {
      const at = w * agents
      for (let i = at; i < at + played; i++)
        actions[i] = asAction(turnTo(seen[2 * i], seen[2 * i + 1], turn), first)
      for (let a = played; a < agents; a++) actions[at + a] = given[w * (agents - played) + a - played]
      let defending = 0
      let attacking = 0
      for (let a = 0; a < agents; a++) {
        const u = actions[at + a] + first
        turns[at + a] = u
        if (a < victims) defending += Math.abs(u)
        else attacking += Math.abs(u)
      }
      const angle = angleCost * motion.angle(w, 0, victims)
      const defence = -angle - (controlCost * defending) / victims
      const attack = angle - (controlCost * attacking) / (agents - victims)
      for (let a = played; a < agents; a++)
        this.buffers.rewards[w * (agents - played) + a - played] = a < victims ? defence : attack
      this.majorityReturns[w] += defence
      this.attackReturns[w] += attack
      motion.move(w, actions, this.noise[w])
      this.orders[w] += motion.order(w, 0, victims)
      this.elapsed[w]++
    }
  }

  observe(from: number, to: number): void {
    for (let w = from; w < to; w++) {
      this.motion.look(w, this.seen)
      this.writeObservations(w)
      this.writeState(w)
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const { motion, victims } = this
    metrics[offset] = this.attackReturns[w]
    metrics[offset + 1] = this.majorityReturns[w]
    metrics[offset + 2] = motion.order(w, 0, victims)
    metrics[offset + 3] = this.orders[w] / this.elapsed[w]
    metrics[offset + 4] = motion.angle(w, 0, victims)
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

  private writeObservations(w: number): void {
    const { view, turns, seen, victims, played, parameters } = this
    const { observations } = this.buffers
    const { agents } = parameters
    const width = 3 + AttackView.width(parameters)
    for (let a = played; a < agents; a++) {
      const row = width * (w * (agents - played) + a - played)
      observations[row] = seen[2 * (w * agents + a)]
      observations[row + 1] = seen[2 * (w * agents + a) + 1]
      observations[row + 2] = a < victims ? 0 : 1
      if (a < victims) observations.fill(0, row + 3, row + width)
      else view.write(w, a, turns, observations, row + 3)
    }
  }

  private writeState(w: number): void {
    const { motion, turns, victims } = this
    const { state } = this.buffers
    const { agents, side } = this.parameters
    const positions = motion.population.positionsOf[w]
    const directions = motion.directionsOf[w]
    for (let a = 0; a < agents; a++) {
      const row = 6 * (w * agents + a)
      state![row] = positions[2 * a] / side
      state![row + 1] = positions[2 * a + 1] / side
      state![row + 2] = directions[2 * a]
      state![row + 3] = directions[2 * a + 1]
      state![row + 4] = turns[w * agents + a]
      state![row + 5] = a < victims ? 0 : 1
    }
  }

  private picture(w: number): SwarmPicture {
    const { motion, id, elapsed, victims } = this
    const order = motion.order(w, 0, victims)
    const heading = `${id}  step ${elapsed[w]} of ${this.parameters.horizon}  order of the majority ${order.toFixed(3)}`
    return motion.picture(w, heading, victims)
  }
}
