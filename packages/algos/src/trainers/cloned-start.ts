/** Games that a policy begins with what it has cloned: the part `CLONED_START`. */
import {
  type Environment,
  type Learner,
  type Policy,
  type Schema,
  type TrainingEvent,
  integer,
  resolveParameters,
} from '@gauntlet/core'
import { named, pack, unpack, without } from '../archive.ts'
import { learningRateField } from '../configuration.ts'
import { ADAM } from '../optimisers/parts.ts'
import type { BuildContext, PartDefinition } from '../recipe/part.ts'
import { OFFLINE } from './offline.ts'
import { OUTER } from './outer.ts'

export interface CloningParameters {
  readonly cloningUpdates: number
  readonly cloningBatchSize: number
  readonly cloningRate: number
}

export const CLONING_FIELDS: Schema<CloningParameters> = {
  cloningUpdates: integer({
    default: 2000,
    minimum: 1,
    description: 'Gradient steps of cloning before the first game; none is part of the budget',
  }),
  cloningBatchSize: integer({ default: 256, minimum: 1, description: 'Recorded decisions of such a step' }),
  cloningRate: learningRateField(1e-3),
}

const ID = 'cloned-start'
const PREFIX = 'cloning'

/**
 * The trainer `offline` with an Adam of its own, and then `outer`, of which it has the parameters. The scheduler comes to be when
 * cloning is over, so that the first policy that it takes down is the clone. Cloning draws no world steps and costs none of the
 * budget; it says so at 0 steps, and can be taken up from its checkpoints like the rest.
 */
export const CLONED_START: PartDefinition<'trainer'> = {
  id: ID,
  slot: 'trainer',
  parameters: { ...CLONING_FIELDS, ...OUTER.parameters },
  describe(parameters) {
    const { reads, ...part } = OUTER.describe(parted(parameters).rest)
    return { ...part, id: ID, reads: [...reads, 'transitions'] }
  },
  build(parameters, context) {
    const { cloning, rest } = parted(parameters)
    return new ClonedStart(clonerOf(cloning, context), cloning.cloningUpdates, () =>
      OUTER.build(rest, context),
    )
  },
}

/** Its own parameters, and those of `outer`. Errors: as `resolveParameters`. */
function parted(given: Readonly<Record<string, unknown>>): {
  readonly cloning: CloningParameters
  readonly rest: Readonly<Record<string, unknown>>
} {
  const entries = Object.entries(given)
  const isOwn = ([name]: (typeof entries)[number]): boolean => Object.hasOwn(CLONING_FIELDS, name)
  return {
    cloning: resolveParameters(CLONING_FIELDS, Object.fromEntries(entries.filter(isOwn)), `trainer ${ID}`),
    rest: Object.fromEntries(entries.filter((entry) => !isOwn(entry))),
  }
}

/** The learner that clones, whose budget is counted in updates. */
function clonerOf(parameters: CloningParameters, context: BuildContext): Learner {
  const { cloningBatchSize: batchSize, cloningRate: learningRate } = parameters
  const optimiser = [ADAM.build({ learningRate }, context)]
  return OFFLINE.build({ batchSize }, { ...context, built: { ...context.built, optimiser } })
}

class ClonedStart implements Learner {
  private readonly cloner: Learner
  private readonly updates: number
  private readonly start: () => Learner
  /** Who plays, as soon as cloning is over. */
  private player: Learner | undefined

  /** `start` makes the learner that goes on from the policy as it then is. */
  constructor(cloner: Learner, updates: number, start: () => Learner) {
    this.cloner = cloner
    this.updates = updates
    this.start = start
  }

  get policy(): Policy {
    return (this.player ?? this.cloner).policy
  }

  *train(environment: Environment, budget: number): Iterable<TrainingEvent> {
    if (this.player === undefined) {
      yield* this.cloner.train!(environment, this.updates) as Iterable<TrainingEvent>
      this.player = this.start()
    }
    yield* this.player.train!(environment, budget) as Iterable<TrainingEvent>
  }

  save(): Uint8Array {
    return this.player?.save!() ?? pack(named(PREFIX, unpack(this.cloner.save!())))
  }

  load(state: Uint8Array): void {
    const cloning = without(PREFIX, unpack(state))
    if (Object.keys(cloning).length > 0) {
      this.cloner.load!(pack(cloning))
    } else {
      this.player ??= this.start()
      this.player.load!(state)
    }
  }

  /** The one who plays holds all networks. */
  dispose(): void {
    this.player ??= this.start()
    this.player.dispose?.()
  }
}
