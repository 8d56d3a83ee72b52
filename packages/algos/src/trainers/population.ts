/** Draw a population, play every member, move towards the best: the part `POPULATION`, the trainer of CEM, CMA-ES and OpenAI-ES. */
import type { Environment, Learner, Policy, Seed, TrainingEvent } from '@gauntlet/core'
import type { Actor } from '../actor.ts'
import { type Archive, pack, restore, unpack } from '../archive.ts'
import { type Trials, trialsOf } from '../collectors/common-episodes.ts'
import { type Evolution, onlyPopulation } from '../optimisers/evolution.ts'
import { type Built, type PartDefinition, definePart, only, actorOf } from '../recipe/part.ts'

/**
 * Generation after generation; every member of one meets the same instances, so that returns are compared without the luck of
 * the draw. The policy is greedy. A generation that the budget does not allow whole is given up.
 */
export const POPULATION: PartDefinition<'trainer'> = definePart<'trainer', Record<string, never>>({
  id: 'population',
  slot: 'trainer',
  parameters: {},
  columns: { reads: ['returns', 'moves'], adds: [], needs: {} },
  build: (_, { built, seed }) => new PopulationLearner(built, seed),
})

class PopulationLearner implements Learner {
  readonly policy: Policy
  private readonly seed: Seed
  private readonly actor: Actor
  private readonly trials: Trials
  private readonly evolution: Evolution
  /** World steps drawn, and generations. */
  private readonly counts = new Float64Array(2)

  constructor(built: Built, seed: Seed) {
    this.seed = seed
    this.actor = actorOf(built)
    this.trials = trialsOf(only(built, 'collector'))
    const { parameters } = this.actor.network
    this.evolution = onlyPopulation(built.optimiser).make(parameters.slice(), built.optimiser)
    this.take(this.evolution.mean)
    const greedy = this.actor.policy()
    this.policy = { ...greedy, act: (view, actions) => greedy.act(view, actions, 'greedy') }
  }

  *train(environment: Environment, budget: number): Iterable<TrainingEvent> {
    const { counts, seed, evolution } = this
    for (;;) {
      const generation = seed.fold('generation').fold(counts[1])
      const returns = this.play(environment, evolution.draw(generation.fold('members')), generation, budget)
      if (returns === undefined) return this.take(evolution.mean)
      const moved = evolution.move(returns, { steps: counts[0], budget })
      counts[1]++
      this.take(evolution.mean)
      const best_return = returns.reduce((top, value) => Math.max(top, value), -Infinity)
      const mean_return = returns.reduce((sum, value) => sum + value, 0) / returns.length
      yield { kind: 'progress', steps: counts[0], metrics: { best_return, mean_return, ...moved } }
      yield { kind: 'checkpoint', steps: counts[0] }
    }
  }

  /** What every member is paid; undefined where the budget is spent before all have played. */
  private play(
    environment: Environment,
    members: readonly Float64Array[],
    generation: Seed,
    budget: number,
  ): Float64Array | undefined {
    const { counts, trials, policy } = this
    const returns = new Float64Array(members.length)
    for (const [j, member] of members.entries()) {
      this.take(member)
      const { drawn, value } = trials.play(environment, policy, generation, budget - counts[0])
      counts[0] += drawn
      if (value === undefined) return undefined
      returns[j] = value
    }
    return returns
  }

  /** Lets the network act by these parameters. */
  private take(parameters: Float32Array | Float64Array): void {
    this.actor.network.parameters.set(parameters)
    this.actor.network.changed()
  }

  save(): Uint8Array {
    return pack(this.living())
  }

  load(state: Uint8Array): void {
    restore(this.living(), unpack(state))
    this.take(this.evolution.mean)
  }

  private living(): Archive {
    return { ...this.evolution.state, counts: this.counts }
  }

  dispose(): void {
    this.actor.network.dispose()
  }
}
