/** Which instances are played: `InstanceSampler`; the part `groups`. */
import { type Schedule, type Seed, integer } from '@gauntlet/core'
import { type PartDefinition, definePart } from '../recipe/part.ts'

export interface InstanceSampler {
  /** Worlds that play one instance, each with its own noise of the policy. */
  readonly groupSize: number
  /** The instances of a collection, whose noise is folded from `seed`. */
  schedule(seed: Seed): Schedule
}

/** Every `groupSize` worlds in a row play one instance, exogenous noise and all (common random numbers). */
export function groups(groupSize: number): InstanceSampler {
  return {
    groupSize,
    schedule(seed) {
      const root = seed.fold('instances')
      return (world, episode) => ({ key: root.fold(Math.floor(world / groupSize)).fold(episode) })
    },
  }
}

export const GROUPS: PartDefinition<'instance-sampler'> = definePart({
  id: 'groups',
  slot: 'instance-sampler',
  parameters: {
    size: integer({ default: 8, minimum: 2, description: 'Worlds that play the same instance' }),
  },
  columns: { reads: [], adds: ['groups'], needs: {} },
  build: ({ size }) => groups(size),
})
