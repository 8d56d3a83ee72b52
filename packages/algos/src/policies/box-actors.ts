/** Policies of boxes that learn through a critic: the parts `SQUASHED_GAUSSIAN`, `DETERMINISTIC` and `BOUNDED_MLP`; `pathwiseHeadOf`. */
import { type BoxSpace, GauntletError, type Requirement, number, product } from '@gauntlet/core'
import { Actor } from '../actor.ts'
import { activationField, hiddenField } from '../configuration.ts'
import type { PathwiseHead } from '../heads/pathwise-head.ts'
import { SquashedGaussianHead } from '../heads/squashed-gaussian.ts'
import { SquashedMeanHead } from '../heads/squashed-mean.ts'
import type { MlpArchitecture } from '../networks/network.ts'
import { mlpActor } from './mlp.ts'
import { type BuildContext, type PartDefinition, definePart } from '../recipe/part.ts'

const BOXES: Requirement = {
  agents: 'one',
  sides: 1,
  actions: ['box'],
  protocol: 'episodic',
  objectives: 1,
  activity: false,
}

const SHAPE = { hidden: hiddenField(256, 256), activation: activationField('relu') }

/** A perceptron under a head that `make` makes. */
function boxActor(
  shape: Pick<MlpArchitecture, 'hidden' | 'activation'>,
  { backend, spec, seed }: BuildContext,
  make: (space: BoxSpace) => PathwiseHead,
): Actor {
  const { action, observation } = spec
  if (action.kind !== 'box') throw new GauntletError('action', `got ${action.kind} actions, expected a box`)
  return new Actor(() => {
    const head = make(action)
    const inputs = product(observation.shape)
    const architecture = { ...shape, inputs, outputs: head.width, initialisation: 'uniform' } as const
    return { head, network: backend.mlp(architecture, seed.fold('actor').stream()) }
  })
}

export const SQUASHED_GAUSSIAN: PartDefinition<'policy'> = definePart({
  id: 'squashed-gaussian',
  slot: 'policy',
  parameters: SHAPE,
  columns: { reads: [], adds: ['policy', 'likelihood'], needs: BOXES },
  build: (shape, context) => boxActor(shape, context, (space) => new SquashedGaussianHead(space)),
})

/** Noise is in units of the box's half-widths. */
export const DETERMINISTIC: PartDefinition<'policy'> = definePart({
  id: 'deterministic',
  slot: 'policy',
  parameters: {
    ...SHAPE,
    noise: number({ default: 0.1, minimum: 0, description: 'Standard deviation of what explores' }),
  },
  columns: { reads: [], adds: ['policy'], needs: BOXES },
  build: ({ noise, ...shape }, context) =>
    boxActor(shape, context, (space) => new SquashedMeanHead(space, noise)),
})

/** A softmax over choices; in a box a squashed Gaussian. */
export const BOUNDED_MLP: PartDefinition<'policy'> = definePart({
  id: 'bounded-mlp',
  slot: 'policy',
  parameters: SHAPE,
  columns: {
    reads: [],
    adds: ['policy', 'likelihood'],
    needs: { ...BOXES, actions: ['discrete', 'box'] },
  },
  build: (shape, context) =>
    context.spec.action.kind === 'box'
      ? boxActor(shape, context, (space) => new SquashedGaussianHead(space))
      : mlpActor(context.backend, context.spec, shape, context.seed),
})

/** Errors: GauntletError where the actor has another head, which is a mistake of the recipe's. */
export function pathwiseHeadOf({ head }: Actor): PathwiseHead {
  if ('draw' in head) return head as PathwiseHead
  throw new GauntletError('composition', 'the recipe has no policy whose draws have a derivative')
}
