/** Every choice of an element a transition of its own: `ElementCollector`, the part `ELEMENTS`. */
import {
  type ActionArray,
  allocateActions,
  discrete,
  type Environment,
  GauntletError,
  policyStreams,
  type Seed,
} from '@gauntlet/core'
import type { Archive } from '../archive.ts'
import type { Explorer } from '../policies/explorer.ts'
import { type Choice, GreedyElements } from '../policies/greedy-elements.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import type { StepRows } from '../stores/step-record.ts'
import type { TransitionShape } from '../stores/transitions.ts'
import { subsetSpace } from '../subset-space.ts'
import type { TransitionCollecting, TransitionCollector } from './transitions.ts'

/** Errors: Error of `start` where the explorer builds no subsets, which is a mistake of the recipe's. */
class ElementCollector implements TransitionCollector {
  start(environment: Environment, explorer: Explorer): TransitionCollecting {
    if (explorer instanceof GreedyElements) return new CollectingElements(environment, explorer)
    throw new GauntletError(
      'composition',
      'the recipe has a policy that makes no choices of elements, expected one that does',
    )
  }
}

/** Within a step every choice leads to the next, for which γ does not count; the last is paid, and leads to the first of the next step. */
class CollectingElements implements TransitionCollecting {
  readonly rows = 1
  readonly mostPerStep: number
  readonly shape: TransitionShape
  readonly state: Archive = {}
  private readonly environment: Environment
  private readonly explorer: GreedyElements
  private readonly observed: number
  private readonly actions: ActionArray

  constructor(environment: Environment, explorer: GreedyElements) {
    const { spec, batch } = environment
    const { elements, observed } = subsetSpace(spec)
    this.environment = environment
    this.explorer = explorer
    this.observed = observed
    this.actions = allocateActions(spec.action, batch)
    const action = discrete(elements + 1)
    this.shape = { observationWidth: observed + elements, action, maskWidth: action.n }
    this.mostPerStep = batch * action.n
  }

  *step(seed: Seed, steps: number, budget: number): Iterable<StepRows> {
    const { environment, explorer, actions } = this
    explorer.explore(environment, actions, policyStreams(seed, environment.batch), steps, budget)
    environment.step(actions)
    for (const [w, choices] of explorer.made.entries()) {
      for (const [k, choice] of choices.entries()) {
        yield choices.length - 1 > k ? within(choice, choices[k + 1]) : this.last(choice, choices[0], w)
      }
    }
  }

  private last(choice: Choice, first: Choice, w: number): StepRows {
    const { observed, environment, shape } = this
    const { rewards, terminated, truncated, ended, observations, finalObservations } = environment
    const after = ended[w] === 1 ? finalObservations : observations
    const next = new Float32Array(shape.observationWidth)
    next.set(after.subarray(w * observed, (w + 1) * observed))
    return {
      ...rowOf(choice, next, first.mask),
      rewards: rewards.slice(w, w + 1),
      terminated: terminated.slice(w, w + 1),
      truncated: truncated.slice(w, w + 1),
      ended: ended.slice(w, w + 1),
    }
  }
}

const NONE = new Uint8Array(1)

function within(choice: Choice, next: Choice): StepRows {
  return { ...rowOf(choice, next.inputs, next.mask), within: Uint8Array.of(1) }
}

/** A choice for which nothing is paid. */
function rowOf(
  { inputs, mask, taken }: Choice,
  nextObservations: Float32Array,
  nextMasks: Uint8Array,
): StepRows {
  return {
    observations: inputs,
    masks: mask,
    actions: Int32Array.of(taken),
    rewards: new Float32Array(1),
    terminated: NONE,
    truncated: NONE,
    nextObservations,
    nextMasks,
    states: undefined,
    nextStates: undefined,
    running: Uint8Array.of(1),
    ended: NONE,
  }
}

export const ELEMENTS: PartDefinition<'collector'> = definePart({
  id: 'element-choices',
  slot: 'collector',
  parameters: {},
  columns: {
    reads: ['policy'],
    adds: ['observations', 'actions', 'rewards', 'ends', 'successors'],
    needs: { actions: ['combinatorial'] },
  },
  build: () => new ElementCollector(),
})
