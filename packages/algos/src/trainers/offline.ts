/** Learn from what was recorded, and never act: the part `OFFLINE`, the trainer of cloning and of offline learners. */
import { type Environment, type Learner, type Seed, type TrainingEvent, integer } from '@gauntlet/core'
import { pack, restore, unpack } from '../archive.ts'
import { discountField } from '../configuration.ts'
import { explorerOf } from '../policies/explorer.ts'
import { type Built, type PartDefinition, definePart, onlyOf } from '../recipe/part.ts'
import { Recorded } from '../stores/recorded.ts'
import { Averages } from './averages.ts'
import { TransitionUpdates } from './transition-updates.ts'

interface OfflineParameters {
  readonly discount: number
  readonly policyEvery: number
  readonly batchSize: number
  readonly stepsPerUpdate: number
}

/**
 * One update, a gradient step of every network that is due, for so many steps of the budget: for each, unless told otherwise, as offline
 * learners are compared elsewhere, and as SAC makes one for each world step. No world step is drawn. Target networks count updates
 * as steps.
 *
 * Source: CORL (Tarasov et al. 2022), whose budgets are gradient steps: a million, of batches of 256.
 */
export const OFFLINE: PartDefinition<'trainer'> = definePart<'trainer', OfflineParameters>({
  id: 'offline',
  slot: 'trainer',
  parameters: {
    discount: discountField(0.99),
    policyEvery: integer({
      default: 1,
      minimum: 1,
      description: 'Updates of the critic from one of the policy to the next',
    }),
    batchSize: integer({ default: 256, minimum: 1, description: 'Transitions of an update' }),
    stepsPerUpdate: integer({
      default: 1,
      minimum: 1,
      description: 'Steps of the budget that an update costs; none is drawn from the worlds',
    }),
  },
  columns: { reads: ['policy', 'transitions', 'moves'], adds: [], needs: {} },
  build: (parameters, { built, seed }) => new OfflineLearner(built, parameters, seed),
})

/** Updates between two entries in the log, but that there are no more entries than these. */
const LOG_UPDATES = 100
const MOST_ENTRIES = 200

class OfflineLearner implements Learner {
  readonly policy: Learner['policy']
  private readonly built: Built
  private readonly parameters: OfflineParameters
  private readonly seed: Seed
  private readonly updates: TransitionUpdates

  constructor(built: Built, parameters: OfflineParameters, seed: Seed) {
    this.built = built
    this.parameters = parameters
    this.seed = seed
    this.policy = explorerOf(built).policy
    this.updates = new TransitionUpdates(built, parameters.policyEvery)
  }

  *train(environment: Environment, budget: number): Iterable<TrainingEvent> {
    const { updates, seed, parameters } = this
    const { batchSize, stepsPerUpdate } = parameters
    const stores = this.built.store.filter((store) => store instanceof Recorded)
    const discount = environment.spec.oneStep === true ? 0 : parameters.discount
    const store = onlyOf(stores, 'store').begin(environment, discount)
    const averages = new Averages()
    const all = Math.floor(budget / stepsPerUpdate)
    const every = Math.max(LOG_UPDATES, Math.ceil(all / MOST_ENTRIES))
    while (updates.made < all) {
      const stream = seed.fold('update').fold(updates.made).stream()
      updates.update(store.sample(batchSize, stream), stream, updates.made / all, averages)
      if (updates.followEvery > 0 && updates.made % updates.followEvery === 0) updates.follow()
      if (updates.made % every !== 0) continue
      yield { kind: 'progress', steps: 0, metrics: { ...averages.take(), updates: updates.made } }
      yield { kind: 'checkpoint', steps: 0 }
    }
  }

  save(): Uint8Array {
    return pack(this.updates.state)
  }

  load(state: Uint8Array): void {
    restore(this.updates.state, unpack(state))
    this.updates.changed()
  }

  dispose(): void {
    this.updates.dispose()
  }
}
