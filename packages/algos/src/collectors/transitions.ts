/** Single steps, to be kept and learnt from later: `TransitionCollector`, the part `TRANSITIONS`. */
import {
  type ActionArray,
  type Environment,
  type Seed,
  type Stream,
  type View,
  allocateActions,
  boundAt,
  integer,
  policyStreams,
} from '@gauntlet/core'
import type { Archive } from '../archive.ts'
import type { Explorer } from '../policies/explorer.ts'
import { anyLegal } from '../heads/categorical.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { StepRecord, type StepRows } from '../stores/step-record.ts'
import { type TransitionShape, transitionShape } from '../stores/transitions.ts'

export interface TransitionCollector {
  /** Begins on an environment that stands where training begins or goes on. */
  start(environment: Environment, explorer: Explorer): TransitionCollecting
}

export interface TransitionCollecting {
  /** Of what it brings: rows of every record, transitions of a step at most, and their widths. */
  readonly rows: number
  readonly mostPerStep: number
  readonly shape: TransitionShape
  /** One step of every world, after so many of a budget, all of whose noise is folded from `seed`; in the order of its records. */
  step(seed: Seed, steps: number, budget: number): Iterable<StepRows>
  /** What a later step depends on, for checkpoints. */
  readonly state: Archive
}

/** Lets an explorer act, or, at the beginning, chance alone. */
class ExplorerCollector implements TransitionCollector {
  private readonly uniformSteps: number

  constructor(uniformSteps: number) {
    this.uniformSteps = uniformSteps
  }

  start(environment: Environment, explorer: Explorer): CollectingTransitions {
    return new CollectingTransitions(environment, explorer, this.uniformSteps)
  }
}

class CollectingTransitions implements TransitionCollecting {
  readonly rows: number
  readonly mostPerStep: number
  readonly shape: TransitionShape
  private readonly record: StepRecord
  private readonly environment: Environment
  private readonly explorer: Explorer
  private readonly uniformSteps: number
  private readonly actions: ActionArray

  constructor(environment: Environment, explorer: Explorer, uniformSteps: number) {
    const { spec, batch } = environment
    this.environment = environment
    this.explorer = explorer
    this.uniformSteps = uniformSteps
    this.rows = batch * spec.agents
    this.mostPerStep = this.rows
    this.shape = transitionShape(spec)
    this.record = new StepRecord(environment)
    this.actions = allocateActions(spec.action, batch * spec.agents)
  }

  step(seed: Seed, steps: number, budget: number): readonly StepRows[] {
    const { environment, actions, record } = this
    const streams = policyStreams(seed, environment.batch)
    if (steps < this.uniformSteps) drawEvenly(environment, actions, streams)
    else this.explorer.explore(environment, actions, streams, steps, budget)
    record.before(actions)
    environment.step(actions)
    record.after()
    return [record]
  }

  get state(): Archive {
    return this.record.state
  }
}

/** Any legal choice, or any place in a bounded box. */
function drawEvenly({ spec, actionMask }: View, actions: ActionArray, streams: readonly Stream[]): void {
  const { action, agents } = spec
  const width = action.kind === 'box' ? actions.length / (streams.length * agents) : 1
  for (let j = 0; j < actions.length; j++) {
    const stream = streams[Math.floor(j / width / agents)]
    if (action.kind === 'box') {
      const [low, high] = [boundAt(action.low, j % width), boundAt(action.high, j % width)]
      actions[j] = low + (high - low) * stream.uniform()
    } else if (action.kind === 'discrete') {
      actions[j] = anyLegal(actionMask, j * action.n, action.n, stream)
    }
  }
}

export const TRANSITIONS: PartDefinition<'collector'> = definePart({
  id: 'transitions',
  slot: 'collector',
  parameters: {
    uniformSteps: integer({
      default: 0,
      minimum: 0,
      description: 'World steps at the beginning in which every action is as likely as the others',
    }),
  },
  columns: {
    reads: ['policy'],
    adds: ['observations', 'actions', 'rewards', 'ends', 'successors'],
    needs: { actions: ['discrete', 'box'], objectives: 1 },
  },
  build: ({ uniformSteps }) => new ExplorerCollector(uniformSteps),
})
