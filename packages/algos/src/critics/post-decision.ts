/** Vˣ(sˣ): what is to come, from the state after a decision and before chance acts; the part `POST_DECISION_VALUE`. */
import { GauntletError, product } from '@gauntlet/core'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { pick } from '../trainers/minibatch.ts'
import { COEFFICIENT_FIELD, type Critic, SHAPE_FIELDS, valueNetwork } from './critic.ts'
import { squaredError } from './value-loss.ts'

/** Errors: GauntletError where the environment shows no post-decision states. */
export const POST_DECISION_VALUE: PartDefinition<'critic'> = definePart({
  id: 'post-decision-value',
  slot: 'critic',
  parameters: { ...SHAPE_FIELDS, coefficient: COEFFICIENT_FIELD },
  columns: { reads: ['post-decisions'], adds: ['post-values'], needs: {} },
  build({ coefficient, ...shape }, context): Critic {
    const { postDecision, faces } = context.spec
    if (postDecision === undefined) {
      throw new GauntletError(
        'faces',
        `got an environment with the faces ${faces.join(', ')}, expected postDecision among them`,
      )
    }
    const network = valueNetwork(product(postDecision.shape), shape, context, 'post-decision-critic')
    return {
      network,
      metric: 'post_value_loss',
      loss: squaredError,
      coefficient,
      state: {},
      evaluate({ steps, rows, postDecisions, postValues }) {
        postValues.set(network.predict(postDecisions, steps * rows))
      },
      forward: ({ postDecisions, rows }) => network.forward(postDecisions, rows),
      backward: (outputGradient) => network.backward(outputGradient),
      oldValues: ({ postValues }) => postValues,
      targets: ({ rollout, places }) => pick(rollout.postReturns, places),
    }
  },
})
