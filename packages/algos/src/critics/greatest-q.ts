/** V(s) of a policy that is a Q-function: `GreatestQ`, the part `GREATEST_Q`. */
import type { Actor } from '../actor.ts'
import { greatest } from '../estimators/value-targets.ts'
import { type PartDefinition, actorOf, definePart } from '../recipe/part.ts'
import type { Rollout } from '../rollout.ts'

/** max_a Q(s, a) over legal a, by the policy's own network: there is nothing beside it to be learnt. */
export class GreatestQ {
  private readonly actor: Actor

  constructor(actor: Actor) {
    this.actor = actor
  }

  /** Fills the rollout's values, and those of the successors that are not in it. */
  evaluate(rollout: Rollout): void {
    const { steps, rows, observations, masks, values, nextValues } = rollout
    const { lastObservations, lastMasks, finalObservations, finalMasks, finalPlaces } = rollout
    values.set(this.value(observations, masks, steps * rows))
    nextValues.set(this.value(lastObservations, lastMasks, rows), (steps - 1) * rows)
    finalPlaces.forEach((place, k) => {
      nextValues[place] = this.value(finalObservations[k], finalMasks[k], 1)[0]
    })
  }

  private value(observations: Float32Array, masks: Uint8Array | undefined, rows: number): Float64Array {
    const { network } = this.actor
    const out = new Float64Array(rows)
    greatest(network.predict(observations, rows), masks, network.outputs, out)
    return out
  }
}

export const GREATEST_Q: PartDefinition<'critic'> = definePart({
  id: 'greatest-q',
  slot: 'critic',
  parameters: {},
  columns: {
    reads: ['observations', 'ends', 'successors', 'q-values'],
    adds: ['values'],
    needs: { actions: ['discrete'] },
  },
  build: (_parameters, { built }) => new GreatestQ(actorOf(built)),
})
