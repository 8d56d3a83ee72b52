/** Self-propelled agents with Morse potentials: `MorseSwarm`. */
import { type Schema, exp, resolveParameters } from '@gauntlet/core'
import type { Space } from '../space.ts'
import type { Surroundings } from './crowd.ts'
import { AGENTS, INTEGRATOR, type Integrator, TIME_STEP, quantity } from './fields.ts'
import { Newtonian } from './newtonian.ts'

export interface MorseSwarmParameters {
  readonly agents: number
  readonly propulsion: number
  readonly friction: number
  readonly repulsion: number
  readonly repulsionLength: number
  readonly attraction: number
  readonly attractionLength: number
  readonly mass: number
  readonly timeStep: number
  readonly integrator: Integrator
}

export const MORSE_SWARM_PARAMETERS: Schema<MorseSwarmParameters> = {
  agents: AGENTS,
  propulsion: quantity(1, 0, 'mass/time', 'alpha'),
  friction: quantity(0.5, 0, 'mass time/length²', 'beta'),
  repulsion: quantity(1, 0, 'energy', 'C_r: height of the repulsive potential'),
  repulsionLength: quantity(0.5, 1e-6, 'length', 'l_r: its range'),
  attraction: quantity(0.5, 0, 'energy', 'C_a: depth of the attractive potential'),
  attractionLength: quantity(3, 1e-6, 'length', 'l_a: its range'),
  mass: quantity(1, 1e-6, 'mass', 'm'),
  timeStep: TIME_STEP,
  integrator: INTEGRATOR,
}

/**
 * Agents that drive themselves against a friction, repelled and attracted by all others:
 * m v_i' = (alpha - beta |v_i|²) v_i - grad_i sum over j of U(d_ij), U(d) = C_r exp(-d / l_r) - C_a exp(-d / l_a).
 *
 * Alone an agent comes to the speed sqrt(alpha / beta). Where repulsion is the stronger and shorter, with C = C_r / C_a > 1 and
 * l = l_r / l_a < 1, swarms are H-stable if C l² > 1: they grow with N, and keep their distances; else catastrophic: they
 * collapse as N grows, and mill (C l² = 1/18 by default). Without propulsion and friction energy is kept.
 * On spaces with seams each other acts from its nearest image alone. Agents in the very same place do not push each other.
 * Source: D'Orsogna, Chuang, Bertozzi and Chayes 2006, Physical Review Letters 96, 104302.
 */
export class MorseSwarm extends Newtonian {
  readonly parameters: MorseSwarmParameters
  private readonly way: Float64Array = new Float64Array(2)

  /** Errors: ParameterError naming the parameter that is unknown or out of range. */
  constructor(space: Space, given: Partial<MorseSwarmParameters> = {}, surroundings: Surroundings = {}) {
    const parameters = resolveParameters(MORSE_SWARM_PARAMETERS, given, 'MorseSwarm')
    super('MorseSwarm', space, parameters, surroundings)
    this.parameters = parameters
  }

  protected override accelerate(positions: Float64Array, velocities: Float64Array, out: Float64Array): void {
    const { propulsion, friction, mass } = this.parameters
    for (let i = 0; i < this.agents; i++) {
      const vx = velocities[2 * i]
      const vy = velocities[2 * i + 1]
      const drive = propulsion - friction * (vx * vx + vy * vy)
      out[2 * i] = drive * vx
      out[2 * i + 1] = drive * vy
    }
    this.addForces(positions, out)
    for (let k = 0; k < out.length; k++) out[k] /= mass
  }

  /** Each pair once: forces are opposite, but for the mirror of a twisted seam. */
  private addForces(positions: Float64Array, out: Float64Array): void {
    const { space, active, way } = this
    for (let i = 0; i < this.agents; i++) {
      if (active[i] === 0) continue
      for (let j = i + 1; j < this.agents; j++) {
        if (active[j] === 0) continue
        const { flipX, flipY } = space.displacement(positions, 2 * i, positions, 2 * j, way)
        const distance = Math.sqrt(way[0] * way[0] + way[1] * way[1])
        if (distance === 0) continue
        const pull = this.slope(distance) / distance
        out[2 * i] += pull * way[0]
        out[2 * i + 1] += pull * way[1]
        out[2 * j] -= flipX * pull * way[0]
        out[2 * j + 1] -= flipY * pull * way[1]
      }
    }
  }

  /** U'(d) */
  private slope(d: number): number {
    const { repulsion, repulsionLength, attraction, attractionLength } = this.parameters
    return (
      (attraction / attractionLength) * exp(-d / attractionLength) -
      (repulsion / repulsionLength) * exp(-d / repulsionLength)
    )
  }
}
