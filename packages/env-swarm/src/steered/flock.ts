/** `swarm/flock`: Vicsek's model, whose agents a policy steers. */
import {
  type ActionArray,
  type EnvironmentDefinition,
  type Instance,
  type Stream,
  choice,
  createEnvironment,
  defineEnvironment,
  expertFace,
  number,
} from '@gauntlet/core'
import { polarOrder } from '../metrics/order.ts'
import type { SwarmPicture } from '../pictures/swarm-picture.ts'
import { cosineOf, sineOf } from '../sine-cosine.ts'
import { Space, type SpaceKind } from '../space.ts'
import { SwarmMemory } from '../swarm-kernel.ts'
import { VICSEK_PARAMETERS, Vicsek, type VicsekParameters } from '../vicsek/vicsek.ts'
import { flockSettings } from './flock-settings.ts'
import { steeredExpert } from './steered-experts.ts'
import { SteeredRules, type SteeredWorld } from './steered-rules.ts'
import { type SteeredParameters, loadNumbers, steeredFields, steeredSpec } from './steered-spec.ts'

export interface FlockParameters extends VicsekParameters, SteeredParameters {
  readonly space: SpaceKind
  readonly side: number
}

const ID = 'swarm/flock'

/**
 * Agents take the mean direction of those near them, but for noise, and move on (`Vicsek`); then each turns by omega_0 u, as the
 * policy says. With u = 0 throughout it is the model itself, whose order falls with noise: the settings span that curve.
 * All are paid the polar order that they have.
 * Source: Vicsek, Czirók, Ben-Jacob, Cohen and Shochet 1995, Phys. Rev. Lett. 75, 1226.
 */
export const flock: EnvironmentDefinition<FlockParameters> = defineEnvironment<FlockParameters>({
  id: ID,
  version: 2,
  summary: 'Vicsek’s model, whose agents a policy steers',
  source: 'Vicsek, Czirók, Ben-Jacob, Cohen and Shochet 1995, Phys. Rev. Lett. 75, 1226',
  parameters: {
    ...VICSEK_PARAMETERS,
    space: choice({
      description: 'The surface on which agents move',
      options: ['plane', 'box', 'torus', 'moebius', 'klein', 'projective'],
      default: 'torus',
    }),
    side: number({
      description: 'Side of the square in which agents begin',
      unit: 'length',
      default: 5,
      minimum: 1e-6,
      maximum: 1e6,
    }),
    ...steeredFields,
  },
  settings: flockSettings,
  describe: (parameters) => describeFlock(parameters),
  make(parameters, batch) {
    const spec = describeFlock(parameters)
    const memory = new SwarmMemory(batch * Vicsek.size(parameters.agents))
    const { agents, burnIn, horizon, turn } = parameters
    return createEnvironment(ID, spec, batch, (buffers) => ({
      rules: new SteeredRules(
        { id: ID, agents, burnIn, horizon },
        buffers,
        Array.from({ length: batch }, () => new FlockWorld(parameters, memory)),
      ),
      faces: { expert: expertFace(ID, spec, (name) => steeredExpert(name, turn)) },
    }))
  },
})

const describeFlock = (parameters: FlockParameters) =>
  steeredSpec(
    ID,
    parameters,
    parameters.agents,
    'mean direction of those it sees and itself, ahead and to its left; -1 to 1',
  )

class FlockWorld implements SteeredWorld {
  private readonly model: Vicsek
  private readonly turn: number

  constructor({ turn, side, ...parameters }: FlockParameters, memory: SwarmMemory) {
    const { agents, speed, radius, neighbours, noise, eta, order } = parameters
    const space = new Space(parameters.space, side)
    this.turn = turn
    this.model = new Vicsek(space, { agents, speed, radius, neighbours, noise, eta, order }, {}, memory)
  }

  begin({ key }: Instance): void {
    this.model.scatter(key.fold('start').stream())
    this.model.changed()
  }

  step(noise: Stream, actions: ActionArray, at: number): void {
    const { model, turn } = this
    const { directions } = model
    model.step(noise)
    for (let i = 0; i < model.agents; i++) {
      const u = actions[at + i]
      if (u === 0) continue
      const c = cosineOf(turn * u)
      const s = sineOf(turn * u)
      const x = directions[2 * i]
      const y = directions[2 * i + 1]
      directions[2 * i] = x * c - y * s
      directions[2 * i + 1] = x * s + y * c
    }
  }

  order(): number {
    return polarOrder(this.model.directions)
  }

  writeViews(out: Float32Array, at: number): void {
    this.model.writeViews(out, at)
  }

  save(): Readonly<Record<string, Float64Array>> {
    const { positions, directions } = this.model
    return { positions: positions.slice(), directions: directions.slice() }
  }

  load(content: Readonly<Record<string, Float64Array>>): void {
    const { positions, directions } = this.model
    loadNumbers(ID, { positions, directions }, content)
    this.model.changed()
  }

  picture(heading: string): SwarmPicture {
    const { positions, directions, active, space, agents } = this.model
    return { heading, low: 0, side: space.side, positions, directions, present: active, zealotsFrom: agents }
  }
}
