/** A stochastic policy on a perceptron, for either side of a game: the part `SIDE_MLP`. */
import { activationField, hiddenField } from '../configuration.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { mlpActor } from './mlp.ts'

/** All agents of both sides share its parameters, and which side an agent is on it knows from its observation alone. */
export const SIDE_MLP: PartDefinition<'policy'> = definePart({
  id: 'side-mlp',
  slot: 'policy',
  parameters: { hidden: hiddenField(64, 64), activation: activationField('tanh') },
  columns: {
    reads: [],
    adds: [],
    needs: {
      sides: 2,
      opponent: true,
      actions: ['discrete', 'multi-discrete', 'box'],
      protocol: 'episodic',
      objectives: 1,
    },
  },
  build: (shape, { backend, spec, seed }) => mlpActor(backend, spec, shape, seed),
})
