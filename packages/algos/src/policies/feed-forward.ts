/** A stochastic policy on a perceptron or on set attention: the parts `FEED_FORWARD` and `SIDE_FEED_FORWARD`. */
import type { Schema } from '@gauntlet/core'
import { Actor } from '../actor.ts'
import { activationField, hiddenField } from '../configuration.ts'
import { headFor } from '../heads/head.ts'
import { type FeedForwardShape, feedForward, networkField } from '../networks/feed-forward.ts'
import { type BuildContext, type PartDefinition, definePart } from '../recipe/part.ts'
import { ONE_AGENT } from './mlp.ts'

const PARAMETERS: Schema<FeedForwardShape> = {
  network: networkField(),
  hidden: hiddenField(64, 64),
  activation: activationField('tanh'),
}

/** With the head that the action space asks for, and a small last layer, so that it begins near uniform. */
function feedForwardActor(shape: FeedForwardShape, { spec, backend, seed }: BuildContext): Actor {
  return new Actor(() => {
    const head = headFor(spec.action)
    const own = seed.fold('actor')
    return { network: feedForward(shape, spec.observation, head.width, 0.01, backend, own), head }
  })
}

export const FEED_FORWARD: PartDefinition<'policy'> = definePart({
  id: 'feed-forward',
  slot: 'policy',
  parameters: PARAMETERS,
  columns: { reads: [], adds: ['policy', 'likelihood'], needs: ONE_AGENT },
  build: feedForwardActor,
})

/** For either side of a game: agents of both share its parameters, and which side they are on they know from what they observe alone. */
export const SIDE_FEED_FORWARD: PartDefinition<'policy'> = definePart({
  id: 'side-feed-forward',
  slot: 'policy',
  parameters: PARAMETERS,
  columns: {
    reads: [],
    adds: ['policy', 'likelihood'],
    needs: {
      sides: 2,
      opponent: true,
      actions: ['discrete', 'multi-discrete', 'box'],
      protocol: 'episodic',
      objectives: 1,
    },
  },
  build: feedForwardActor,
})
