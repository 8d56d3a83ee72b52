/** `toy/coordination`: agents that must agree on one of two ways; one pays more, and both hold once most have taken them. */
import {
  type ActionArray,
  type Buffers,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type Instance,
  type KnownScores,
  type Rules,
  type Setting,
  type Stream,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertFace,
  flatArray,
  integer,
  layout,
  number,
  perWorld,
} from '@gauntlet/core'
import { horizonField, studySpec } from './study-spec.ts'

export interface CoordinationParameters {
  readonly agents: number
  readonly margin: number
  readonly slip: number
  readonly horizon: number
}

const ID = 'toy/coordination'

/**
 * Every agent is in 0 or 1. Its action is where it will be next, and with probability `slip` it comes to be in the other. All
 * are then paid for where they are: 3 where more than `margin` more are in 0 than in 1, 2 where it is the other way round, and
 * where neither holds 1 if fewer are in 0 than in 1, else 0. Cut off at the horizon.
 *
 * That all go to 1 is an equilibrium, but pays less than that all go to 0.
 *
 * Shapes: observations [2 agents]: where each agent is, and which agent this one is, one-hot; state [agents]: where each is.
 * An agent begins in 0 with probability 1 / agents.
 * Source: Chen and Zhang 2023, Context-aware Bayesian network actor-critic; payoffs, margins, slip and start of its code
 * (dchen48/BNPG). Differs: there an agent is not told which one it is.
 */
export const coordination: EnvironmentDefinition<CoordinationParameters> =
  defineEnvironment<CoordinationParameters>({
    id: ID,
    version: 1,
    summary: 'Two ways to agree, of which the better one is easily missed',
    source: 'Chen and Zhang 2023 (dchen48/BNPG)',
    parameters: {
      agents: integer({ default: 3, minimum: 2, maximum: 64, unit: 'agents', description: 'Agents' }),
      margin: integer({
        default: 1,
        minimum: 0,
        maximum: 64,
        unit: 'agents',
        description: 'Difference up to which neither way counts as agreed on',
      }),
      slip: number({
        default: 0.1,
        minimum: 0,
        maximum: 1,
        description: 'Probability of coming to be where one did not choose to be',
      }),
      horizon: horizonField(25, 100_000),
    },
    settings: {
      'agents-2': setting(2, 1),
      'agents-3': setting(3, 1),
      'agents-5': setting(5, 2),
      'agents-10': setting(10, 3),
    },
    describe,
    make: (parameters, batch) => {
      const spec = describe(parameters)
      const { agents } = parameters
      return createEnvironment(ID, spec, batch, (buffers) => ({
        rules: new CoordinationRules(buffers, parameters),
        faces: {
          expert: expertFace(ID, spec, () =>
            perWorld((w, actions) => void actions.fill(0, w * agents, (w + 1) * agents)),
          ),
        },
      }))
    },
    known,
  })

function setting(agents: number, margin: number): Setting<CoordinationParameters> {
  const parameters = { agents, margin, slip: 0.1, horizon: 25 }
  return {
    description: `${agents} agents, margin ${margin}`,
    parameters,
    ...known(parameters),
    evaluation: { episodes: 100, batch: 10, mode: 'greedy' },
  }
}

/** Where agents come to be depends on their actions alone, so that the best joint action of one step is the best of all. */
function known(parameters: CoordinationParameters): KnownScores {
  const { agents, slip, horizon } = parameters
  let best = -Infinity
  for (let aimed = 0; aimed <= agents; aimed++) best = Math.max(best, expectedPay(parameters, aimed, slip))
  return {
    references: {
      random: {
        score: horizon * expectedPay(parameters, agents, 0.5),
        source: 'exact: each agent is in 0 with probability ½',
      },
      best: { score: horizon * best, source: 'exact: the best joint action, in every step' },
    },
  }
}

/** The expected reward of a step in which `aimed` agents choose 0, and each of all agents slips with a probability. */
function expectedPay({ agents, margin }: CoordinationParameters, aimed: number, slip: number): number {
  let chances = [1]
  for (let a = 0; a < agents; a++) {
    const p = a < aimed ? 1 - slip : slip
    const next = Array.from({ length: a + 2 }, () => 0)
    for (const [zeros, chance] of chances.entries()) {
      next[zeros] += chance * (1 - p)
      next[zeros + 1] += chance * p
    }
    chances = next
  }
  return chances.reduce((sum, chance, zeros) => sum + chance * payOf(zeros, agents, margin), 0)
}

/** What all are paid where `zeros` agents are in 0. */
function payOf(zeros: number, agents: number, margin: number): number {
  const lead = 2 * zeros - agents
  if (Math.abs(lead) > margin) return lead > 0 ? 3 : 2
  return lead < 0 ? 1 : 0
}

function describe({ agents, horizon }: CoordinationParameters): EnvironmentSpec {
  return studySpec({
    agents,
    observation: {
      shape: [2 * agents],
      low: 0,
      high: 1,
      layout: layout(
        { name: 'places', shape: [agents], axis: 'flat', kind: 'real', unit: '0 or 1' },
        { name: 'agent', shape: [agents], axis: 'flat', kind: 'real', unit: 'one-hot' },
      ),
    },
    state: flatArray('places', agents, 0, 1),
    action: discrete(2),
    horizon,
    rewardStructure: 'common',
    rewardRange: [0, 3],
    experts: [
      {
        name: 'zeros',
        description: 'all choose 0',
        seesHiddenState: false,
        source: 'the better equilibrium',
      },
    ],
  })
}

class CoordinationRules implements Rules {
  private readonly buffers: Buffers
  private readonly parameters: CoordinationParameters
  /** [batch, agents]: 0 or 1 */
  private readonly places: Uint8Array
  /** [batch] */
  private readonly streams: Stream[] = []

  constructor(buffers: Buffers, parameters: CoordinationParameters) {
    this.buffers = buffers
    this.parameters = parameters
    this.places = new Uint8Array(buffers.batch * parameters.agents)
  }

  start(w: number, { key }: Instance): void {
    const { agents } = this.parameters
    const stream = key.stream()
    this.streams[w] = stream
    for (let i = w * agents; i < (w + 1) * agents; i++) this.places[i] = stream.uniform() < 1 / agents ? 0 : 1
  }

  step(actions: ActionArray): void {
    const { places } = this
    const { agents, margin, slip } = this.parameters
    const { batch, rewards } = this.buffers
    for (let w = 0; w < batch; w++) {
      const stream = this.streams[w]
      let zeros = 0
      for (let i = w * agents; i < (w + 1) * agents; i++) {
        places[i] = stream.uniform() < slip ? 1 - actions[i] : actions[i]
        if (places[i] === 0) zeros++
      }
      rewards.fill(payOf(zeros, agents, margin), w * agents, (w + 1) * agents)
    }
  }

  observe(from: number, to: number): void {
    const { places } = this
    const { agents } = this.parameters
    const { observations, state } = this.buffers
    observations.fill(0, 2 * from * agents * agents, 2 * to * agents * agents)
    for (let w = from; w < to; w++) {
      for (let k = 0; k < agents; k++) state![w * agents + k] = places[w * agents + k]
      for (let a = 0; a < agents; a++) {
        const row = 2 * (w * agents + a) * agents
        for (let k = 0; k < agents; k++) observations[row + k] = places[w * agents + k]
        observations[row + agents + a] = 1
      }
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.buffers.returns[w * this.parameters.agents]
  }

  renderText(w: number): string {
    return [...this.placesOf(w)].join(' ')
  }

  renderSvg(w: number): string {
    const dots = [...this.placesOf(w)].map(
      (place, a) => `<circle cx="${15 + 20 * a}" cy="${place === 0 ? 15 : 45}" r="8" fill="#333"/>`,
    )
    const width = 10 + 20 * dots.length
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 60"><rect width="${width}" height="30" fill="#cfc"/>${dots.join('')}</svg>`
  }

  private placesOf(w: number): Uint8Array {
    const { agents } = this.parameters
    return this.places.slice(w * agents, (w + 1) * agents)
  }

  save(w: number): { readonly places: Uint8Array; readonly stream: Uint32Array } {
    const stream = new Uint32Array(4)
    this.streams[w].save(stream)
    return { places: this.placesOf(w), stream }
  }

  load(w: number, content: unknown): void {
    const { places, stream } = content as ReturnType<CoordinationRules['save']>
    this.places.set(places, w * this.parameters.agents)
    this.streams[w].load(stream)
  }
}
