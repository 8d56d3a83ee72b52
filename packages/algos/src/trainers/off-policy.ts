/** Act, remember, learn from what is drawn of it: the part `OFF_POLICY`, the trainer of DQN, SAC, TD3 and their like. */
import { type Environment, type Learner, type Seed, type TrainingEvent, integer } from '@gauntlet/core'
import { type Archive, named, pack, restore, unpack } from '../archive.ts'
import type { TransitionCollecting } from '../collectors/transitions.ts'
import { discountField } from '../configuration.ts'
import { type Explorer, explorerOf } from '../policies/explorer.ts'
import { type Built, type PartDefinition, definePart, onlyOf } from '../recipe/part.ts'
import { Replay, type TransitionStore } from '../stores/replay.ts'
import { Averages } from './averages.ts'
import { TransitionUpdates } from './transition-updates.ts'

interface OffPolicyParameters {
  readonly discount: number
  readonly learningStarts: number
  readonly trainEvery: number
  readonly policyEvery: number
  readonly batchSize: number
}

/**
 * Every step of the worlds is remembered; now and then the critic learns from a batch of what is remembered, and with every so many
 * of these updates the policy learns from the critic, where there is one that learns.
 */
export const OFF_POLICY: PartDefinition<'trainer'> = definePart<'trainer', OffPolicyParameters>({
  id: 'off-policy',
  slot: 'trainer',
  parameters: {
    discount: discountField(0.99),
    learningStarts: integer({
      default: 10_000,
      minimum: 0,
      description: 'World steps before the first update; of a store of whole episodes, episodes',
    }),
    trainEvery: integer({
      default: 1,
      minimum: 1,
      description: 'World steps from update to update; of a store of whole episodes, episodes',
    }),
    policyEvery: integer({
      default: 1,
      minimum: 1,
      description: 'Updates of the critic from one of the policy to the next',
    }),
    batchSize: integer({
      default: 128,
      minimum: 1,
      description: 'Transitions, or whole episodes, of an update',
    }),
  },
  columns: { reads: ['transitions', 'moves'], adds: [], needs: {} },
  build: (parameters, { built, seed }) => new OffPolicyLearner(built, parameters, seed),
})

/** Updates between two entries in the log, from single transitions and from whole episodes. */
const LOG_UPDATES = 100
const LOG_BATCHES_OF_EPISODES = 10

interface Running {
  readonly store: TransitionStore
  readonly collecting: TransitionCollecting
}

class OffPolicyLearner implements Learner {
  readonly policy: Learner['policy']
  private readonly built: Built
  private readonly parameters: OffPolicyParameters
  private readonly seed: Seed
  private readonly explorer: Explorer
  private readonly updates: TransitionUpdates
  /** World steps drawn, and steps of the whole batch. */
  private readonly counts = new Float64Array(2)
  /** What is as large as the environment, once there is one; until then, as it was saved; when training is over, nothing. */
  private running: Running | undefined
  private saved: Archive = {}

  constructor(built: Built, parameters: OffPolicyParameters, seed: Seed) {
    this.built = built
    this.parameters = parameters
    this.seed = seed
    this.explorer = explorerOf(built)
    this.policy = this.explorer.policy
    this.updates = new TransitionUpdates(built, parameters.policyEvery)
  }

  *train(environment: Environment, budget: number): Iterable<TrainingEvent> {
    const { counts, updates, seed, explorer } = this
    const { learningStarts, trainEvery, batchSize } = this.parameters
    const { batch } = environment
    const replay = onlyOf(
      this.built.store.filter((store) => store instanceof Replay),
      'store',
    )
    const { store, collecting } = this.begin(environment, budget, replay)
    const clock = (): number => store.clock ?? counts[0]
    const logEvery = store.clock === undefined ? LOG_UPDATES : LOG_BATCHES_OF_EPISODES
    const averages = new Averages()
    let logged = 0
    while (counts[0] + batch <= budget) {
      const stepSeed = seed.fold('step').fold(counts[1])
      const from = clock()
      for (const step of collecting.step(stepSeed, counts[0], budget)) store.add(step)
      counts[0] += batch
      counts[1]++
      if (clock() <= learningStarts || store.length === 0) continue
      const stream = stepSeed.fold('replay').stream()
      const progress = counts[0] / budget
      for (let k = crossings(from, clock(), trainEvery); k > 0; k--) {
        const drawn = store.sample(batchSize, stream, replay.importanceAt(progress))
        const errors = updates.update(drawn, stream, progress, averages)
        store.update?.(errors)
        logged++
      }
      for (let k = crossings(from, clock(), updates.followEvery); k > 0; k--) updates.follow()
      if (logged < logEvery) continue
      logged = 0
      const metrics = { ...averages.take(), ...explorer.metrics(counts[0], budget) }
      yield { kind: 'progress', steps: counts[0], metrics }
      yield { kind: 'checkpoint', steps: counts[0] }
    }
    this.running = undefined
    this.saved = {}
  }

  /** On an environment that stands where training begins, or where it did when what was saved was. */
  private begin(environment: Environment, budget: number, replay: Replay): Running {
    const { batch, spec } = environment
    const collectors = this.built.collector.filter((each) => 'start' in each)
    const discount = spec.oneStep === true ? 0 : this.parameters.discount
    const collecting = onlyOf(collectors, 'collector').start(environment, this.explorer)
    const { rows, shape, mostPerStep } = collecting
    const most = mostPerStep * Math.max(1, Math.floor(budget / batch))
    const running = { store: replay.begin({ rows, shape, discount }, most), collecting }
    if (Object.keys(this.saved).length > 0) restore(stateOf(running), this.saved)
    this.running = running
    return running
  }

  save(): Uint8Array {
    const { running } = this
    return pack({ ...this.living(), ...(running === undefined ? this.saved : stateOf(running)) })
  }

  load(state: Uint8Array): void {
    const saved = unpack(state)
    const living = this.living()
    restore(living, saved)
    this.saved = Object.fromEntries(Object.entries(saved).filter(([name]) => !Object.hasOwn(living, name)))
    this.running = undefined
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

/** Multiples of `every` in (from, to]; none where it is 0. */
function crossings(from: number, to: number, every: number): number {
  return every === 0 ? 0 : Math.floor(to / every) - Math.floor(from / every)
}

function stateOf({ store, collecting }: Running): Archive {
  return { ...named('store', store.state), ...named('record', collecting.state) }
}
