/** Critics of what is done, for recipes. */
import { integer, number, product } from '@gauntlet/core'
import { activationField, hiddenField } from '../configuration.ts'
import { UnitBox } from '../heads/unit-box.ts'
import type { MlpArchitecture } from '../networks/network.ts'
import { type BuildContext, type PartDefinition, definePart } from '../recipe/part.ts'
import { subsetSpace } from '../subset-space.ts'
import { ChoiceQ } from './choice-q.ts'
import { PairQ } from './pair-q.ts'
import type { Following, QCritic } from './q.ts'

interface QParameters extends Following {
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

const PARAMETERS = {
  hidden: hiddenField(120, 84),
  activation: activationField('relu'),
  every: integer({
    default: 500,
    minimum: 0,
    description:
      'World steps, or episodes where those are replayed whole, from one move of the target network to the next; 0 for none such',
  }),
  rate: number({
    default: 1,
    minimum: 0,
    maximum: 1,
    description: 'Share of the way that the target network moves',
  }),
}

function build(
  { hidden, activation, ...following }: QParameters,
  { spec, backend, seed }: BuildContext,
  count: number,
  duels: boolean,
  identities: number = 0,
): QCritic {
  const { action, observation } = spec
  const observed = product(observation.shape) + identities
  const make = (inputs: number, outputs: number) => (k: number) => {
    const shape: MlpArchitecture = { inputs, hidden, outputs, activation, initialisation: 'uniform' }
    return backend.mlp(shape, seed.fold(k === 0 ? 'q' : `q${k}`).stream())
  }
  if (action.kind === 'discrete') {
    const outputs = action.n + (duels ? 1 : 0)
    return new ChoiceQ(action.n, duels, count, make(observed, outputs), following, identities)
  }
  if (action.kind === 'box') {
    const box = new UnitBox(action)
    return new PairQ(box, observed, count, make(observed + box.width, 1), following)
  }
  const { elements } = subsetSpace(spec)
  return new ChoiceQ(elements + 1, duels, count, make(observed + elements, elements + 1), following)
}

const ADDS = { reads: ['transitions'], adds: ['q-values'] } as const
const CHOICE = { ...ADDS, needs: { actions: ['discrete'] } } as const

export const Q_PARTS: readonly PartDefinition<'critic'>[] = [
  definePart({
    id: 'q',
    slot: 'critic',
    parameters: PARAMETERS,
    // Of subsets, every choice of an element beside those chosen so far, and to stop.
    columns: { ...ADDS, needs: { actions: ['discrete', 'box', 'combinatorial'] } },
    build: (parameters, context) => build(parameters, context, 1, false),
  }),
  definePart({
    id: 'twin-q',
    slot: 'critic',
    parameters: PARAMETERS,
    columns: { ...ADDS, adds: [...ADDS.adds, 'twin-q-values'], needs: { actions: ['discrete', 'box'] } },
    build: (parameters, context) => build(parameters, context, 2, false),
  }),
  definePart({
    id: 'dueling-q',
    slot: 'critic',
    parameters: PARAMETERS,
    columns: CHOICE,
    build: (parameters, context) => build(parameters, context, 1, true),
  }),
  // All agents of a team share its parameters, and each sees which it is.
  definePart({
    id: 'team-q',
    slot: 'critic',
    parameters: PARAMETERS,
    columns: { ...CHOICE, reads: ['team-transitions'] },
    build: (parameters, context) => build(parameters, context, 1, false, context.spec.agents),
  }),
]
