/** Against the equilibrium of the population: the part `META_NASH`. */
import type { Environment, Policy, Seed, Stream } from '@gauntlet/core'
import type { Actor } from '../actor.ts'
import { type Archive, restore } from '../archive.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { instancesField, intervalField, membersField } from './fields.ts'
import { playMembers } from './member-games.ts'
import { drawShare, mixturePolicy } from './mixture.ts'
import { Population } from './population.ts'
import { type Advance, type Opposition, advanced } from './scheduler.ts'
import { maximin } from './zero-sum.ts'

interface MetaNashParameters {
  readonly interval: number
  readonly members: number
  readonly instances: number
}

/**
 * A population, what its members come to against each other, and the equilibrium of that game, by which the policy is opposed and
 * which is evaluated: a member for an episode.
 *
 * Symbols: M most members; P_ij what i comes to against j, share of games won less that of games lost; σ the equilibrium.
 */
class MetaNash implements Opposition {
  readonly policy: Policy
  private readonly actor: Actor
  private readonly seed: Seed
  private readonly parameters: MetaNashParameters
  private readonly population: Population
  /** Intervals that are over, and members. */
  private readonly counts = Float64Array.of(0, 1)
  /** P, [M, M] of which the first members' rows and columns count, and σ, [M] */
  private readonly payoffs: Float64Array
  private readonly shares: Float64Array

  constructor(actor: Actor, seed: Seed, parameters: MetaNashParameters) {
    this.actor = actor
    this.seed = seed
    this.parameters = parameters
    this.population = new Population(actor)
    this.payoffs = new Float64Array(parameters.members * parameters.members)
    this.shares = new Float64Array(parameters.members)
    this.shares[0] = 1
    this.policy = mixturePolicy(
      () => this.population.policies(),
      () => this.shares.subarray(0, this.size),
    )
  }

  private get size(): number {
    return this.population.actors.length
  }

  players(): readonly Policy[] {
    return this.population.policies()
  }

  draw(stream: Stream): number {
    return drawShare(this.shares.subarray(0, this.size), stream.uniform())
  }

  advance(trained: number, game: Environment, budget: number): Advance {
    const { counts, population } = this
    const over = Math.floor(trained / this.parameters.interval)
    if (over === counts[0]) return advanced({ members: this.size })
    const { instances } = this.parameters
    const plan = { instances, budget, seed: this.seed.fold('games') }
    const { drawn, payoffs } = playMembers(game, this.actor.policy(), population.policies(), plan)
    if (payoffs === undefined) return { drawn, whole: false, metrics: { members: this.size } }
    let response = 0
    for (const [k, payoff] of payoffs.entries()) response += this.shares[k] * payoff
    this.admit(payoffs)
    counts[0] = over
    counts[1] = this.size
    return { drawn, whole: true, metrics: { members: this.size, response } }
  }

  /** Takes the policy in as it is, in the place of the member that matters least where there is no other. */
  private admit(payoffs: Float64Array): void {
    const { population, shares } = this
    const most = this.parameters.members
    let place = this.size
    if (place === most) {
      place = 0
      for (let k = 1; k < most; k++) if (shares[k] < shares[place]) place = k
    }
    population.keep(place, this.actor)
    for (const [k, payoff] of payoffs.entries()) {
      this.payoffs[place * most + k] = k === place ? 0 : payoff
      this.payoffs[k * most + place] = k === place ? 0 : -payoff
    }
    this.solve()
  }

  private solve(): void {
    const { size } = this
    const most = this.parameters.members
    const table = Float64Array.from({ length: size * size }, (_, at) => {
      return this.payoffs[Math.floor(at / size) * most + (at % size)]
    })
    this.shares.fill(0)
    this.shares.set(maximin(table, size, size))
  }

  state(): Archive {
    const { counts, payoffs, shares } = this
    return { counts, payoffs, shares, ...this.population.state }
  }

  load(saved: Archive): void {
    const { counts, payoffs, shares } = this
    restore({ counts, payoffs, shares }, saved)
    this.population.load(counts[1], saved)
  }

  dispose(): void {
    this.population.dispose()
  }
}

/**
 * Source: McMahan, Gordon and Blum 2003 (the double oracle); Lanctot et al. 2017 (policy-space response oracles). Differs: the
 * policy that responds goes on from where the last response ended, as in VGC-Bench; and a full population forgets the member of
 * least share.
 */
export const META_NASH: PartDefinition<'scheduler'> = definePart({
  id: 'meta-nash',
  slot: 'scheduler',
  parameters: { interval: intervalField(10_000), members: membersField(20), instances: instancesField(50) },
  columns: { reads: [], adds: ['opponents'], needs: { faces: ['snapshot', 'instance'] } },
  build: (parameters) => ({
    oppose: (actor, seed) => new MetaNash(actor, seed, parameters),
  }),
})
