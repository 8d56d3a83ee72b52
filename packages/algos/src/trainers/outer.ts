/** On-policy training against whom a scheduler says: the part `OUTER`. */
import type { Environment, Learner, Policy, Seed, TrainingEvent } from '@gauntlet/core'
import { type Archive, named, pack, restore, unpack, without } from '../archive.ts'
import { type PartDefinition, actorOf, only } from '../recipe/part.ts'
import { League } from '../schedulers/league.ts'
import type { Opposition } from '../schedulers/scheduler.ts'
import { ON_POLICY } from './on-policy.ts'

const PREFIX = 'scheduler'

/**
 * The trainer `on-policy`, of which it has the parameters, on a game with opponents. After each collection the scheduler may change
 * them, or measure them in games, whose steps are part of the budget.
 */
export const OUTER: PartDefinition<'trainer'> = {
  id: 'outer',
  slot: 'trainer',
  parameters: ON_POLICY.parameters,
  describe(parameters) {
    const { reads, ...part } = ON_POLICY.describe(parameters)
    return { ...part, id: 'outer', reads: [...reads, 'opponents'] }
  },
  build(parameters, context) {
    const seed = context.seed.fold(PREFIX)
    const opposition = only(context.built, 'scheduler').oppose(actorOf(context.built), seed)
    return new OuterLearner(ON_POLICY.build(parameters, context), opposition, seed)
  },
}

class OuterLearner implements Learner {
  readonly policy: Policy
  private readonly inner: Learner
  private readonly opposition: Opposition
  private readonly seed: Seed
  /** Collections made, and world steps that the scheduler drew. */
  private readonly counts = new Float64Array(2)
  /** Of the league; empty before there is one. */
  private seating: Archive = { episodes: new Int32Array(0), seats: new Int32Array(0) }

  constructor(inner: Learner, opposition: Opposition, seed: Seed) {
    this.policy = opposition.policy
    this.inner = inner
    this.opposition = opposition
    this.seed = seed
  }

  *train(environment: Environment, budget: number): Iterable<TrainingEvent> {
    const { counts, inner, opposition } = this
    const league = new League(environment, opposition, this.seed)
    league.begin(this.seating)
    this.seating = league.state
    for (let ended = false; !ended;) {
      ended = true
      league.renew(counts[0])
      const spent = counts[1]
      let metrics: Readonly<Record<string, number>> = {}
      for (const event of inner.train!(league.environment, budget - spent) as Iterable<TrainingEvent>) {
        if (event.kind === 'progress') {
          metrics = event.metrics
          continue
        }
        const left = budget - spent - event.steps
        const { drawn, whole, metrics: more } = opposition.advance(event.steps, environment, left)
        counts[0]++
        counts[1] += drawn
        const steps = event.steps + counts[1]
        yield { kind: 'progress', steps, metrics: { ...metrics, ...more } }
        if (!whole) return
        yield { kind: 'checkpoint', steps }
        ended = drawn === 0
        // What is left to the inner learner is less now.
        if (!ended) break
        league.renew(counts[0])
      }
    }
  }

  save(): Uint8Array {
    const { counts, seating, opposition } = this
    return pack({
      ...unpack(this.inner.save!()),
      ...named(PREFIX, { counts, ...seating }),
      ...named('opposition', opposition.state()),
    })
  }

  load(state: Uint8Array): void {
    const saved = unpack(state)
    this.inner.load!(state)
    const own = without(PREFIX, saved)
    restore({ counts: this.counts }, own)
    this.seating = { episodes: own.episodes, seats: own.seats }
    this.opposition.load(without('opposition', saved))
  }

  dispose(): void {
    this.inner.dispose?.()
    this.opposition.dispose()
  }
}
