/** The agents of all worlds of a task: who is there, and where. `PopulationParameters`, `populationFields`, `checkPopulation`, `Population`. */
import { type Buffers, ParameterError, type Schema, type Stream, integer, number } from '@gauntlet/core'
import type { SwarmMemory } from '../swarm-kernel.ts'

export interface PopulationParameters {
  readonly agents: number
  readonly fewest: number
  readonly leaving: number
  readonly zealots: number
}

/** The schema, by how many agents there are unless said. */
export const populationFields = (agents: number): Schema<PopulationParameters> => ({
  agents: integer({ description: 'Agents, at most', default: agents, minimum: 1, maximum: 1_000_000 }),
  fewest: integer({
    description:
      'Where above 0, an episode begins with a number of agents from this to `agents`, each as likely, and no fewer stay',
    default: 0,
    minimum: 0,
  }),
  leaving: number({
    description: 'Chance of an agent to leave for good in a step; needs `fewest`',
    unit: '1/step',
    default: 0,
    minimum: 0,
    maximum: 1,
  }),
  zealots: integer({
    description: 'Further agents, whom no policy controls',
    default: 0,
    minimum: 0,
    maximum: 1_000_000,
  }),
})

/** Errors: ParameterError where agents may leave but never be fewer, or are to be more than there are. */
export function checkPopulation(id: string, { agents, fewest, leaving }: PopulationParameters): void {
  if (fewest > agents)
    throw new ParameterError(`${id}.fewest`, fewest, `at most the number of agents, ${agents}`)
  if (leaving > 0 && fewest === 0)
    throw new ParameterError(`${id}.leaving`, leaving, '0, or `fewest` above 0, below which no agent leaves')
}

/** Agents first, zealots behind them. Symbols: n agents and zealots of a world. */
export class Population {
  /** n */
  readonly size: number
  /** [batch, n, 2] */
  readonly positions: Float64Array
  /** [batch, n]: 1 where an agent is there */
  readonly present: Uint8Array
  /** Those of each world. */
  readonly positionsOf: readonly Float64Array[]
  readonly presentOf: readonly Uint8Array[]
  private readonly parameters: PopulationParameters
  private readonly buffers: Buffers

  /** Numbers that it needs of a memory. */
  static size(batch: number, { agents, zealots }: PopulationParameters): number {
    return 3 * batch * (agents + zealots) + 1
  }

  constructor(parameters: PopulationParameters, buffers: Buffers, memory: SwarmMemory) {
    const { batch } = buffers
    const n = parameters.agents + parameters.zealots
    this.parameters = parameters
    this.buffers = buffers
    this.size = n
    this.positions = memory.float64(2 * batch * n)
    this.present = memory.uint8(batch * n)
    const each = Array.from({ length: batch }, (_, w) => w * n)
    this.positionsOf = each.map((from) => this.positions.subarray(2 * from, 2 * (from + n)))
    this.presentOf = each.map((from) => this.present.subarray(from, from + n))
  }

  /** Draws who is there as world `w` begins, and a place in [low, low + side)² for everybody. */
  gather(w: number, stream: Stream, low: number, side: number): void {
    const { agents, fewest } = this.parameters
    const [positions, present] = [this.positionsOf[w], this.presentOf[w]]
    const count = fewest > 0 ? fewest + stream.integer(agents - fewest + 1) : agents
    present.fill(1)
    present.fill(0, count, agents)
    stream.uniforms(positions, 0, positions.length)
    for (let k = 0; k < positions.length; k++) positions[k] = low + side * positions[k]
  }

  /** Lets agents of world `w` leave while more are there than the fewest; draws for each, be it there or not. */
  depart(w: number, stream: Stream): void {
    const { agents, fewest, leaving } = this.parameters
    if (leaving === 0) return
    const present = this.presentOf[w]
    const { terminated } = this.buffers
    let count = this.count(w)
    for (let a = 0; a < agents; a++) {
      const leaves = stream.uniform() < leaving
      if (!leaves || present[a] === 0 || count <= fewest) continue
      present[a] = 0
      terminated[w * agents + a] = 1
      count--
    }
  }

  /** How many agents of world `w` are there. */
  count(w: number): number {
    const present = this.presentOf[w]
    let count = 0
    for (let a = 0; a < this.parameters.agents; a++) count += present[a]
    return count
  }

  /** Writes `active`, where it is kept. */
  observe(from: number, to: number): void {
    const { active } = this.buffers
    if (active === undefined) return
    const { agents } = this.parameters
    for (let w = from; w < to; w++) {
      for (let a = 0; a < agents; a++) active[w * agents + a] = this.presentOf[w][a]
    }
  }

  /** Pays every agent of world `w` that has not left. */
  pay(w: number, reward: number): void {
    const { rewards, terminated } = this.buffers
    const { agents } = this.parameters
    for (let i = w * agents; i < (w + 1) * agents; i++) if (terminated[i] === 0) rewards[i] = reward
  }
}
