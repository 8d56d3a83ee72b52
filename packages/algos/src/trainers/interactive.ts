/** Play, be told what would have been right, learn all of it: the part `INTERACTIVE`, the trainer of DAgger. */
import { type Environment, type Learner, type Seed, type TrainingEvent, integer } from '@gauntlet/core'
import { type Archive, named, pack, restore, unpack } from '../archive.ts'
import { rolloutsOf } from '../collectors/collector.ts'
import { type Built, type PartDefinition, actorOf, definePart, only, onlyOf } from '../recipe/part.ts'
import type { Rollout } from '../rollout.ts'
import { Aggregate, type Labels } from '../stores/aggregate.ts'
import { Averages } from './averages.ts'
import { TransitionUpdates } from './transition-updates.ts'

interface InteractiveParameters {
  readonly batchSize: number
  readonly updates: number
}

/**
 * A collection of labels is drawn and put beside those before it; then the policy, as it is, learns on from all of them. */
export const INTERACTIVE: PartDefinition<'trainer'> = definePart<'trainer', InteractiveParameters>({
  id: 'interactive',
  slot: 'trainer',
  parameters: {
    batchSize: integer({ default: 256, minimum: 1, description: 'Labels of an update' }),
    updates: integer({ default: 200, minimum: 1, description: 'Updates after every collection' }),
  },
  columns: { reads: ['transitions', 'moves'], adds: [], needs: {} },
  build: (parameters, { built, seed }) => new InteractiveLearner(built, parameters, seed),
})

class InteractiveLearner implements Learner {
  readonly policy: Learner['policy']
  private readonly built: Built
  private readonly parameters: InteractiveParameters
  private readonly seed: Seed
  private readonly updates: TransitionUpdates
  /** World steps drawn, and collections. */
  private readonly counts = new Float64Array(2)
  /** What is as large as the budget, once there is one; until then, as it was saved; when training is over, nothing. */
  private labels: Labels | undefined
  private saved: Archive = {}

  constructor(built: Built, parameters: InteractiveParameters, seed: Seed) {
    this.built = built
    this.parameters = parameters
    this.seed = seed
    this.policy = actorOf(built).policy()
    this.updates = new TransitionUpdates(built, 1)
  }

  *train(environment: Environment, budget: number): Iterable<TrainingEvent> {
    const { built, seed, counts, updates } = this
    const { batchSize } = this.parameters
    const collector = rolloutsOf(only(built, 'collector'))
    const collecting = collector.begin(environment, actorOf(built), seed.fold('collector'))
    const { rollout } = collecting
    const labels = this.begin(rollout, environment.batch, budget)
    const averages = new Averages()
    for (;;) {
      const { drawn, whole } = collecting.collect(counts[1], budget - counts[0])
      counts[0] += drawn
      if (!whole) break
      counts[1]++
      labels.add(rollout)
      const stream = seed.fold('updates').fold(counts[1]).stream()
      const progress = counts[0] / budget
      for (let k = 0; k < this.parameters.updates; k++)
        updates.update(labels.sample(batchSize, stream), stream, progress, averages)
      const metrics = { ...averages.take(), labels: labels.length, expert_share: expertShare(rollout) }
      yield { kind: 'progress', steps: counts[0], metrics }
      yield { kind: 'checkpoint', steps: counts[0] }
    }
    this.labels = undefined
    this.saved = {}
  }

  private begin({ rows }: Rollout, batch: number, budget: number): Labels {
    const stores = this.built.store.filter((store) => store instanceof Aggregate)
    const labels = onlyOf(stores, 'store').begin(rows * Math.max(1, Math.floor(budget / batch)))
    if (Object.keys(this.saved).length > 0) restore(named('labels', labels.state), this.saved)
    this.labels = labels
    return labels
  }

  save(): Uint8Array {
    const { labels } = this
    return pack({ ...this.living(), ...(labels === undefined ? this.saved : named('labels', labels.state)) })
  }

  load(state: Uint8Array): void {
    const saved = unpack(state)
    const living = this.living()
    restore(living, saved)
    this.saved = Object.fromEntries(Object.entries(saved).filter(([name]) => !Object.hasOwn(living, name)))
    this.labels = undefined
    this.updates.changed()
  }

  /** What lives as long as the learner. */
  private living(): Archive {
    return { ...this.updates.state, counts: this.counts }
  }

  dispose(): void {
    this.updates.dispose()
  }
}

/** The share of the decisions that the expert made itself. */
function expertShare(rollout: Rollout): number {
  const places = rollout.decisions()
  let own = 0
  for (const place of places) own += rollout.sources[place]
  return places.length === 0 ? 0 : own / places.length
}
