/** The model of Cucker and Smale: `CuckerSmale`. */
import { type Schema, number, pow, resolveParameters } from '@gauntlet/core'
import type { NeighbourLists } from '../neighbours/neighbour-lists.ts'
import type { Space } from '../space.ts'
import { type SeeingSurroundings, Sight } from './crowd.ts'
import { AGENTS, INTEGRATOR, type Integrator, TIME_STEP, quantity } from './fields.ts'
import { Newtonian } from './newtonian.ts'

export interface CuckerSmaleParameters {
  readonly agents: number
  readonly coupling: number
  readonly scale: number
  readonly decay: number
  readonly timeStep: number
  readonly integrator: Integrator
}

export const CUCKER_SMALE_PARAMETERS: Schema<CuckerSmaleParameters> = {
  agents: AGENTS,
  coupling: quantity(1, 0, '1/time', 'K'),
  scale: quantity(1, 1e-6, 'length', 'sigma: the distance from which influence declines'),
  decay: number({ default: 0.25, minimum: 0, maximum: 100, description: 'beta: how fast it declines' }),
  timeStep: TIME_STEP,
  integrator: INTEGRATOR,
}

/**
 * Agents that adapt their velocities to others', the less the farther these are:
 * v_i' = (K / N) sum over j of psi(d_ij) (v_j - v_i), psi(d) = (sigma² + d²)^-beta, over all active agents j, of which there are
 * N; or over those that i sees, where a rule of who sees whom is given (N stays).
 *
 * With beta <= 1/2 all come to fly alike, from any start; beyond, if they begin near enough in place and velocity. The mean
 * velocity is constant where who sees is seen and nothing turns velocities: no mirroring seam, wall, obstacle or zealot.
 * Source: Cucker and Smale 2007, "Emergent behavior in flocks"; the division by N and the case beta = 1/2 are of Ha and Liu 2009,
 * "A simple proof of the Cucker-Smale flocking dynamics and mean-field limit".
 */
export class CuckerSmale extends Newtonian {
  readonly parameters: CuckerSmaleParameters
  private readonly sight: Sight | undefined
  private readonly way: Float64Array = new Float64Array(2)

  /** Errors: ParameterError naming the parameter that is unknown or out of range. */
  constructor(
    space: Space,
    given: Partial<CuckerSmaleParameters> = {},
    surroundings: SeeingSurroundings = {},
  ) {
    const parameters = resolveParameters(CUCKER_SMALE_PARAMETERS, given, 'CuckerSmale')
    super('CuckerSmale', space, parameters, surroundings)
    this.parameters = parameters
    const { neighbours } = surroundings
    this.sight =
      neighbours === undefined ? undefined : new Sight('CuckerSmale', space, parameters.agents, neighbours)
  }

  protected override lookAround(): void {
    if (this.sight !== undefined) this.sight.look(this)
  }

  protected override accelerate(positions: Float64Array, velocities: Float64Array, out: Float64Array): void {
    out.fill(0)
    if (this.sight === undefined) this.alignAll(positions, velocities, out)
    else this.alignSeen(this.sight.lists, positions, velocities, out)
    let live = 0
    for (let i = 0; i < this.agents; i++) live += this.active[i] === 0 ? 0 : 1
    const strength = this.parameters.coupling / Math.max(1, live)
    for (let k = 0; k < out.length; k++) out[k] *= strength
  }

  /** Each pair once: what one gains the other loses. */
  private alignAll(positions: Float64Array, velocities: Float64Array, out: Float64Array): void {
    const { space, active, way } = this
    const { scale, decay } = this.parameters
    for (let i = 0; i < this.agents; i++) {
      if (active[i] === 0) continue
      for (let j = i + 1; j < this.agents; j++) {
        if (active[j] === 0) continue
        const { flipX, flipY } = space.displacement(positions, 2 * i, positions, 2 * j, way)
        const psi = pow(scale * scale + way[0] * way[0] + way[1] * way[1], -decay)
        const dx = psi * (flipX * velocities[2 * j] - velocities[2 * i])
        const dy = psi * (flipY * velocities[2 * j + 1] - velocities[2 * i + 1])
        out[2 * i] += dx
        out[2 * i + 1] += dy
        // The other sees this one in the mirror in which it is seen.
        out[2 * j] -= flipX * dx
        out[2 * j + 1] -= flipY * dy
      }
    }
  }

  private alignSeen(
    lists: NeighbourLists,
    positions: Float64Array,
    velocities: Float64Array,
    out: Float64Array,
  ): void {
    const { starts, others, images } = lists
    const { scale, decay } = this.parameters
    for (let i = 0; i < this.agents; i++) {
      for (let k = starts[i]; k < starts[i + 1]; k++) {
        const j = others[k]
        const { flipX, flipY, shiftX, shiftY } = this.space.images[images[k]]
        const dx = flipX * positions[2 * j] + shiftX - positions[2 * i]
        const dy = flipY * positions[2 * j + 1] + shiftY - positions[2 * i + 1]
        const psi = pow(scale * scale + dx * dx + dy * dy, -decay)
        out[2 * i] += psi * (flipX * velocities[2 * j] - velocities[2 * i])
        out[2 * i + 1] += psi * (flipY * velocities[2 * j + 1] - velocities[2 * i + 1])
      }
    }
  }
}
