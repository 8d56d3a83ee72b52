/** Subsets built choice by choice, by Q-values: `GreedyElements`, the part `GREEDY_ELEMENTS`. */
import type { ActionArray, Policy, Stream, View } from '@gauntlet/core'
import { choiceCriticOf } from '../critics/choice-q.ts'
import { ElementChoices } from '../element-choices.ts'
import { anyLegal, greatest } from '../heads/categorical.ts'
import { type Built, type PartDefinition, definePart } from '../recipe/part.ts'
import { SUBSET_NEEDS, feasibleOf, subsetSpace } from '../subset-space.ts'
import { EXPLORATION_FIELDS, type Exploration, explorationAt } from './epsilon-greedy.ts'
import type { Explorer } from './explorer.ts'

/** One choice: what it was made on, and what it could have been. */
export interface Choice {
  readonly inputs: Float32Array
  readonly mask: Uint8Array
  readonly taken: number
}

/** Adds the legal element of the greatest Q, or stops; while it explores, with probability ε makes any legal choice. */
export class GreedyElements implements Explorer {
  readonly policy: Policy
  /** By world, the choices that led to the last subsets. */
  made: readonly (readonly Choice[])[] = []
  private readonly exploration: Exploration
  private readonly built: Built
  private choices: ElementChoices | undefined
  private of: View | undefined

  constructor(exploration: Exploration, built: Built) {
    this.exploration = exploration
    this.built = built
    this.policy = {
      begin() {},
      act: (view, actions) => {
        const choices = choicesFor(view)
        this.build(choices, view.observations, 0, [])
        actions.set(choices.subsets)
      },
    }
  }

  explore(view: View, actions: ActionArray, streams: readonly Stream[], steps: number, budget: number): void {
    if (this.choices === undefined || this.of !== view) this.choices = choicesFor(view)
    this.of = view
    const epsilon = explorationAt(this.exploration, steps, budget)
    this.made = this.build(this.choices, view.observations, epsilon, streams)
    actions.set(this.choices.subsets)
  }

  private build(
    choices: ElementChoices,
    observations: Float32Array,
    epsilon: number,
    streams: readonly Stream[],
  ): Choice[][] {
    const critic = choiceCriticOf(this.built)
    const { count, width, open, masks, inputs } = choices
    const made: Choice[][] = Array.from(open, () => [])
    choices.begin(observations)
    while (open.includes(1)) {
      const q = critic.values(0, 'learnt', inputs, masks, open.length)
      for (let w = 0; w < open.length; w++) {
        if (open[w] === 0) continue
        const explores = epsilon > 0 && streams[w].uniform() < epsilon
        const taken = explores
          ? anyLegal(masks, w * count, count, streams[w])
          : greatest(q, masks, w * count, count)
        made[w].push({
          inputs: inputs.slice(w * width, (w + 1) * width),
          mask: masks.slice(w * count, (w + 1) * count),
          taken,
        })
        choices.take(w, taken)
      }
      choices.refresh()
    }
    return made
  }

  metrics(steps: number, budget: number): Readonly<Record<string, number>> {
    return { exploration: explorationAt(this.exploration, steps, budget) }
  }
}

function choicesFor(view: View): ElementChoices {
  const { elements, observed } = subsetSpace(view.spec)
  return new ElementChoices(feasibleOf(view), view.batch, elements, observed)
}

export const GREEDY_ELEMENTS: PartDefinition<'policy'> = definePart({
  id: 'epsilon-greedy-elements',
  slot: 'policy',
  parameters: EXPLORATION_FIELDS,
  columns: { reads: [], adds: ['policy'], needs: SUBSET_NEEDS },
  build: (exploration, { built }) => new GreedyElements(exploration, built),
})
