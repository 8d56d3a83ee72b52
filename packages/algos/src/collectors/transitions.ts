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
import type { Explorer } from '../policies/explorer.ts'
import { anyLegal } from '../q-regression.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { StepRecord } from '../stores/step-record.ts'

/** Lets an explorer act, or, at the beginning, chance alone. */
export class TransitionCollector {
  private readonly uniformSteps: number

  constructor(uniformSteps: number) {
    this.uniformSteps = uniformSteps
  }

  /** Begins on an environment that stands where training begins or goes on. */
  start(environment: Environment, explorer: Explorer): CollectingTransitions {
    return new CollectingTransitions(environment, explorer, this.uniformSteps)
  }
}

export class CollectingTransitions {
  readonly record: StepRecord
  private readonly environment: Environment
  private readonly explorer: Explorer
  private readonly uniformSteps: number
  private readonly actions: ActionArray

  constructor(environment: Environment, explorer: Explorer, uniformSteps: number) {
    const { spec, batch } = environment
    this.environment = environment
    this.explorer = explorer
    this.uniformSteps = uniformSteps
    this.record = new StepRecord(environment)
    this.actions = allocateActions(spec.action, batch * spec.agents)
  }

  /** One step of every world, after so many of a budget, all of whose noise is folded from `seed`. */
  step(seed: Seed, steps: number, budget: number): StepRecord {
    const { environment, actions, record } = this
    const streams = policyStreams(seed, environment.batch)
    if (steps < this.uniformSteps) drawEvenly(environment, actions, streams)
    else this.explorer.explore(environment, actions, streams, steps, budget)
    record.before(actions)
    environment.step(actions)
    record.after()
    return record
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
    reads: [],
    adds: ['observations', 'actions', 'rewards', 'ends', 'successors'],
    needs: { actions: ['discrete', 'box'] },
  },
  build: ({ uniformSteps }) => new TransitionCollector(uniformSteps),
})
