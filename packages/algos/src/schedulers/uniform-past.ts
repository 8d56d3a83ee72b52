/** Against what the policy once was: the part `UNIFORM_PAST`. */
import type { Policy, Seed, Stream } from '@gauntlet/core'
import type { Actor } from '../actor.ts'
import { type Archive, restore } from '../archive.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { intervalField, membersField } from './fields.ts'
import { mixturePolicy } from './mixture.ts'
import { Population } from './population.ts'
import { type Advance, type Opposition, advanced } from './scheduler.ts'

/**
 * A uniform sample of the past, by which the policy is opposed and which is evaluated: a member for an episode.
 *
 * Of n policies taken down so far, more than the sample holds, each is in it with the same probability (reservoir sampling).
 */
class UniformPast implements Opposition {
  readonly policy: Policy
  private readonly actor: Actor
  private readonly seed: Seed
  private readonly interval: number
  private readonly most: number
  private readonly population: Population
  /** Intervals that are over, policies taken down, and those of them that are members. */
  private readonly counts = Float64Array.of(0, 1, 1)

  constructor(actor: Actor, seed: Seed, interval: number, most: number) {
    this.actor = actor
    this.seed = seed
    this.interval = interval
    this.most = most
    this.population = new Population(actor)
    const { population } = this
    this.policy = mixturePolicy(
      () => population.policies(),
      () => population.actors.map(() => 1 / population.actors.length),
    )
  }

  players(): readonly Policy[] {
    return this.population.policies()
  }

  draw(stream: Stream): number {
    return stream.integer(this.population.actors.length)
  }

  advance(trained: number): Advance {
    const { counts, population, interval, most, seed } = this
    const over = Math.floor(trained / interval)
    if (over > counts[0]) {
      counts[0] = over
      const place =
        counts[1] < most
          ? counts[1]
          : seed
              .fold(counts[1])
              .stream()
              .integer(counts[1] + 1)
      if (place < most) population.keep(place, this.actor)
      counts[1]++
      counts[2] = population.actors.length
    }
    return advanced({ members: counts[2] })
  }

  state(): Archive {
    return { counts: this.counts, ...this.population.state }
  }

  load(saved: Archive): void {
    restore({ counts: this.counts }, saved)
    this.population.load(this.counts[2], saved)
  }

  dispose(): void {
    this.population.dispose()
  }
}

/** Source: Brown 1951, iterative solution of games by fictitious play; Algorithm R of Vitter 1985. */
export const UNIFORM_PAST: PartDefinition<'scheduler'> = definePart({
  id: 'uniform-past',
  slot: 'scheduler',
  parameters: { interval: intervalField(10_000), members: membersField(20) },
  columns: { reads: [], adds: ['opponents'], needs: {} },
  build: ({ interval, members }) => ({
    oppose: (actor, seed) => new UniformPast(actor, seed, interval, members),
  }),
})
