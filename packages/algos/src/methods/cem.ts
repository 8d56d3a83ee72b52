/** The cross-entropy method: `cem`. */
import {
  type AlgorithmDefinition,
  type Environment,
  type EnvironmentSpec,
  type Learner,
  type Part,
  type Policy,
  type Schedule,
  type Seed,
  type TrainingEvent,
  allocateActions,
  defineAlgorithm,
  integer,
  number,
} from '@gauntlet/core'
import type { Actor } from '../actor.ts'
import { type Archive, pack, restore, unpack } from '../archive.ts'
import { compose } from '../composition.ts'
import { activationField, hiddenField, worldsField } from '../configuration.ts'
import { loadBackend } from '../networks/backends.ts'
import { ONE_AGENT, mlpActor } from '../policies/mlp.ts'

export interface CemConfiguration {
  readonly worlds: number
  readonly population: number
  readonly eliteShare: number
  readonly spread: number
  readonly noise: number
  readonly noiseShare: number
  readonly steps: number
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

const POLICY: Part = {
  id: 'mlp-greedy',
  slot: 'policy',
  reads: [],
  adds: [],
  needs: { ...ONE_AGENT, finiteHorizon: true },
}
const COLLECTOR: Part = { id: 'common-episodes', slot: 'collector', reads: [], adds: ['returns'], needs: {} }
const OPTIMISER: Part = { id: 'cross-entropy', slot: 'optimiser', reads: ['returns'], adds: [], needs: {} }
const TRAINER: Part = { id: 'generations', slot: 'trainer', reads: ['returns'], adds: [], needs: {} }

/**
 * Draws a population of parameters from a normal distribution, plays every member on the same instances, and moves
 * mean and spread to those of the best. Needs no gradient. The policy is greedy, and linear unless `hidden` says more.
 *
 * Source: Rubinstein 1999; Szita and Lőrincz 2006, with their noise, whose variance falls linearly to 0. Members meet common
 * instances, so that their returns are compared without the luck of the draw.
 */
export const cem: AlgorithmDefinition<CemConfiguration> = defineAlgorithm<CemConfiguration>({
  id: 'cem',
  version: 2,
  family: 'evolution',
  summary: 'Moves a normal distribution over parameters towards the best of a population',
  source: 'Rubinstein 1999; Szita and Lőrincz 2006, Learning Tetris Using the Noisy Cross-Entropy Method',
  trains: true,
  ...compose([POLICY, COLLECTOR, OPTIMISER, TRAINER]),
  configuration: {
    worlds: worldsField(4),
    population: integer({ default: 64, minimum: 2, description: 'Members of a generation' }),
    eliteShare: number({
      default: 0.1,
      minimum: 0.01,
      maximum: 1,
      description: 'Share of the members that is kept',
    }),
    spread: number({
      default: 1,
      minimum: 0,
      description: 'Standard deviation of parameters at the beginning',
    }),
    noise: number({
      default: 0.3,
      minimum: 0,
      description: 'Standard deviation of noise added to the elite, whose variance falls linearly to 0',
    }),
    noiseShare: number({
      default: 0.8,
      minimum: 0,
      maximum: 1,
      description: 'Share of the budget over which it falls',
    }),
    steps: integer({
      default: 128,
      minimum: 1,
      maximum: 1_000_000,
      description: 'Steps of every world for a member, where every step is an episode of its own',
    }),
    hidden: hiddenField(),
    activation: activationField('tanh'),
  },
  async create({ spec, configuration, seed, backend }) {
    const actor = mlpActor(await loadBackend(backend), spec, configuration, seed)
    return new CemLearner(actor, spec, configuration, seed)
  },
})

class CemLearner implements Learner {
  readonly policy: Policy
  private readonly configuration: CemConfiguration
  private readonly spec: EnvironmentSpec
  private readonly seed: Seed
  private readonly actor: Actor
  private readonly mean: Float64Array
  private readonly spread: Float64Array
  /** World steps drawn, and generations. */
  private readonly counts = new Float64Array(2)

  constructor(actor: Actor, spec: EnvironmentSpec, configuration: CemConfiguration, seed: Seed) {
    const { length } = actor.network.parameters
    this.actor = actor
    this.spec = spec
    this.configuration = configuration
    this.seed = seed
    this.mean = new Float64Array(length)
    this.spread = new Float64Array(length).fill(configuration.spread)
    this.take(this.mean)
    const greedy = actor.policy()
    this.policy = { ...greedy, act: (view, actions) => greedy.act(view, actions, 'greedy') }
  }

  *train(environment: Environment, budget: number): Iterable<TrainingEvent> {
    const { counts, configuration, seed, spec } = this
    const { population } = configuration
    const steps = spec.oneStep === true ? Math.min(configuration.steps, spec.horizon) : spec.horizon
    for (;;) {
      const generation = seed.fold('generation').fold(counts[1])
      const members = this.draw(generation.fold('members'))
      const returns: number[] = []
      for (const member of members) {
        this.take(member)
        const value = this.play(environment, generation, steps, budget)
        if (value === undefined) return this.take(this.mean)
        returns.push(value)
      }
      const noise = this.noise(budget)
      this.move(members, Float64Array.from(returns), noise)
      counts[1]++
      this.take(this.mean)
      const best = returns.reduce((top, value) => Math.max(top, value), -Infinity)
      const mean = returns.reduce((sum, value) => sum + value, 0) / population
      const spread = this.spread.reduce((sum, value) => sum + value, 0) / Math.max(1, this.spread.length)
      yield {
        kind: 'progress',
        steps: counts[0],
        metrics: { best_return: best, mean_return: mean, spread, noise },
      }
      yield { kind: 'checkpoint', steps: counts[0] }
    }
  }

  /** Standard deviation of the noise. */
  private noise(budget: number): number {
    const { noise, noiseShare } = this.configuration
    if (noiseShare === 0) return 0
    return noise * Math.sqrt(Math.max(0, 1 - this.counts[0] / (noiseShare * budget)))
  }

  private draw(seed: Seed): Float64Array[] {
    const { mean, spread } = this
    return Array.from({ length: this.configuration.population }, (_, j) => {
      const stream = seed.fold(j).stream()
      return mean.map((value, k) => value + spread[k] * stream.normal())
    })
  }

  /**
   * Mean over worlds and agents of what a member is paid in one episode of each; undefined where the budget is
   * spent before they are over.
   */
  private play(
    environment: Environment,
    generation: Seed,
    steps: number,
    budget: number,
  ): number | undefined {
    const { batch, spec } = environment
    const instances = generation.fold('instances')
    const schedule: Schedule = (world, episode) => ({ key: instances.fold(world).fold(episode) })
    const actions = allocateActions(spec.action, batch * spec.agents)
    const over = new Uint8Array(batch)
    const finished = new Uint8Array(batch * spec.agents)
    let total = 0
    environment.reset(generation, schedule)
    for (let t = 0; t < steps && over.includes(0); t++) {
      if (this.counts[0] + batch > budget) return undefined
      this.policy.act(environment, actions, 'greedy')
      environment.step(actions)
      this.counts[0] += batch
      for (let w = 0; w < batch; w++) {
        if (over[w] === 1) continue
        over[w] = environment.ended[w]
        for (let i = w * spec.agents; i < (w + 1) * spec.agents; i++) {
          if (finished[i] === 0) total += environment.rewards[i]
          finished[i] |= environment.terminated[i] | environment.truncated[i]
        }
      }
    }
    return total / (batch * spec.agents)
  }

  /** Mean and spread of the elite, its variance raised by the noise's. */
  private move(members: readonly Float64Array[], returns: Float64Array, noise: number): void {
    const { mean, spread } = this
    const size = Math.max(1, Math.round(this.configuration.eliteShare * members.length))
    // Ties go to the earlier member.
    const order = members.map((_, j) => j).sort((p, q) => returns[q] - returns[p] || p - q)
    const elite = order.slice(0, size).map((j) => members[j])
    for (let k = 0; k < mean.length; k++) {
      let sum = 0
      for (const member of elite) sum += member[k]
      mean[k] = sum / size
      let squares = 0
      for (const member of elite) squares += (member[k] - mean[k]) * (member[k] - mean[k])
      spread[k] = Math.sqrt(squares / size + noise * noise)
    }
  }

  /** Lets the network act by these parameters. */
  private take(parameters: Float64Array): void {
    this.actor.network.parameters.set(parameters)
    this.actor.network.changed()
  }

  save(): Uint8Array {
    return pack(this.living())
  }

  load(state: Uint8Array): void {
    restore(this.living(), unpack(state))
    this.take(this.mean)
  }

  private living(): Archive {
    return { mean: this.mean, spread: this.spread, counts: this.counts }
  }

  dispose(): void {
    this.actor.network.dispose()
  }
}
