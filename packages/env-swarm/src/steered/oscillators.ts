/** `swarm/oscillators`: Kuramoto's model, whose oscillators a policy drives. */
import {
  type ActionArray,
  type EnvironmentDefinition,
  type Instance,
  type Stream,
  createEnvironment,
  defineEnvironment,
  expertFace,
} from '@gauntlet/core'
import { FREQUENCY_PARAMETERS, type FrequencyParameters, drawFrequencies } from '../kuramoto/frequencies.ts'
import { KURAMOTO_PARAMETERS, Kuramoto, type KuramotoParameters } from '../kuramoto/kuramoto.ts'
import { AGENTS } from '../models/fields.ts'
import type { SwarmPicture } from '../pictures/swarm-picture.ts'
import { cosineOf, sineOf } from '../sine-cosine.ts'
import { SwarmMemory } from '../swarm-kernel.ts'
import { oscillatorSettings } from './oscillator-settings.ts'
import { steeredExpert } from './steered-experts.ts'
import { SteeredRules, type SteeredWorld } from './steered-rules.ts'
import { type SteeredParameters, loadNumbers, steeredFields, steeredSpec } from './steered-spec.ts'

export interface OscillatorParameters extends KuramotoParameters, FrequencyParameters, SteeredParameters {
  readonly agents: number
}

const ID = 'swarm/oscillators'
const TURN = 6.283185307179586

/**
 * Oscillators pull each other's phases, all to all (`Kuramoto`); then each is turned by omega_0 u, as the policy says. With u = 0
 * throughout it is the model itself, whose order rises with the coupling: the settings span that curve. All are paid the order
 * r that they have. Phases begin anywhere, each as likely.
 * Source: Kuramoto 1984, Chemical oscillations, waves, and turbulence, chapter 5.
 */
export const oscillators: EnvironmentDefinition<OscillatorParameters> =
  defineEnvironment<OscillatorParameters>({
    id: ID,
    version: 2,
    summary: 'Kuramoto’s model, whose oscillators a policy drives',
    source: 'Kuramoto 1984, Chemical oscillations, waves, and turbulence, chapter 5',
    parameters: { agents: AGENTS, ...KURAMOTO_PARAMETERS, ...FREQUENCY_PARAMETERS, ...steeredFields },
    settings: oscillatorSettings,
    describe: (parameters) => describeOscillators(parameters),
    make(parameters, batch) {
      const spec = describeOscillators(parameters)
      const { agents, burnIn, horizon, turn } = parameters
      const memory = new SwarmMemory(batch * Kuramoto.size(agents, 0))
      return createEnvironment(ID, spec, batch, (buffers) => ({
        rules: new SteeredRules(
          { id: ID, agents, burnIn, horizon },
          buffers,
          Array.from({ length: batch }, () => new OscillatorWorld(parameters, memory)),
        ),
        faces: { expert: expertFace(ID, spec, (name) => steeredExpert(name, turn)) },
      }))
    },
  })

const describeOscillators = (parameters: OscillatorParameters) =>
  steeredSpec(
    ID,
    parameters,
    parameters.agents,
    'mean of cos(theta_j - theta) and of sin(theta_j - theta) over all; -1 to 1',
  )

class OscillatorWorld implements SteeredWorld {
  private readonly parameters: OscillatorParameters
  private readonly model: Kuramoto
  /** [agents, 2]: where phases are on the circle, for pictures */
  private readonly places: Float64Array
  private readonly present: Uint8Array

  constructor(parameters: OscillatorParameters, memory: SwarmMemory) {
    const { agents, coupling, normalisation, method, timeStep, diffusion } = parameters
    const given = { coupling, normalisation, method, timeStep, diffusion }
    this.parameters = parameters
    this.model = new Kuramoto(given, new Float64Array(agents), undefined, memory)
    this.places = new Float64Array(2 * agents)
    this.present = new Uint8Array(agents).fill(1)
  }

  begin({ key }: Instance): void {
    const { phases, frequencies, agents } = this.model
    const { frequencies: distribution, width, spread } = this.parameters
    drawFrequencies(
      { frequencies: distribution, width, spread },
      key.fold('frequencies').stream(),
      frequencies,
    )
    key.fold('start').stream().uniforms(phases, 0, agents)
    for (let i = 0; i < agents; i++) phases[i] *= TURN
  }

  step(noise: Stream, actions: ActionArray, at: number): void {
    const { phases, agents } = this.model
    const { turn } = this.parameters
    this.model.step(noise)
    for (let i = 0; i < agents; i++) phases[i] += turn * actions[at + i]
  }

  order(): number {
    return this.model.order()
  }

  writeViews(out: Float32Array, at: number): void {
    this.model.writeViews(out, at)
  }

  save(): Readonly<Record<string, Float64Array>> {
    const { phases, frequencies } = this.model
    return { phases: phases.slice(), frequencies: frequencies.slice() }
  }

  load(content: Readonly<Record<string, Float64Array>>): void {
    const { phases, frequencies } = this.model
    loadNumbers(ID, { phases, frequencies }, content)
  }

  picture(heading: string): SwarmPicture {
    const { places, present, model } = this
    for (let i = 0; i < model.agents; i++) {
      places[2 * i] = cosineOf(model.phases[i])
      places[2 * i + 1] = sineOf(model.phases[i])
    }
    return { heading, low: -1.2, side: 2.4, positions: places, present, zealotsFrom: model.agents }
  }
}
