/** A policy that is a Q-function: the part `Q_NETWORK`. */
import { GauntletError, product } from '@gauntlet/core'
import { Actor } from '../actor.ts'
import { activationField, hiddenField } from '../configuration.ts'
import { NormedLayers } from '../dense/normed-layers.ts'
import { EpsilonGreedyHead } from '../heads/epsilon-greedy.ts'
import { LayeredNetwork } from '../networks/layered-network.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { CHOOSES, EXPLORATION_FIELDS, explorationAt } from './epsilon-greedy.ts'

/** Its hidden layers are normalised. For learners that forget what they collect; those that replay it have Q in their critic. */
export const Q_NETWORK: PartDefinition<'policy'> = definePart({
  id: 'q-network',
  slot: 'policy',
  parameters: { hidden: hiddenField(120, 84), activation: activationField('relu'), ...EXPLORATION_FIELDS },
  columns: { reads: [], adds: ['policy', 'q-values'], needs: CHOOSES },
  build({ hidden, activation, start, end, share }, { spec, seed }) {
    const { action, observation } = spec
    if (action.kind !== 'discrete')
      throw new GauntletError('action', `got ${action.kind} actions, expected discrete ones`)
    return new Actor(() => {
      const head = new EpsilonGreedyHead(action.n, (progress) =>
        explorationAt({ start, end, share }, progress, 1),
      )
      const architecture = { inputs: product(observation.shape), hidden, outputs: action.n, activation }
      const own = seed.fold('q')
      return {
        head,
        network: new LayeredNetwork((arena) => new NormedLayers(architecture, arena, own.stream())),
      }
    })
  },
})
