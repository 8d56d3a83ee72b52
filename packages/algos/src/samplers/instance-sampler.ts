/** Which instances are played: `InstanceSampler`, `groups`, `numberedGroups`; the part `groups`. */
import { GauntletError, type Schedule, type Seed, boolean, integer } from '@gauntlet/core'
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

/** Every `groupSize` worlds in a row play one of so many numbered instances, each with its own noise. */
export function numberedGroups(groupSize: number, instances: number): InstanceSampler {
  return {
    groupSize,
    schedule(seed) {
      const root = seed.fold('instances')
      return (world, episode) => ({
        key: root.fold('noise').fold(world).fold(episode),
        index: root
          .fold(Math.floor(world / groupSize))
          .fold(episode)
          .stream()
          .integer(instances),
      })
    },
  }
}

export const GROUPS: PartDefinition<'instance-sampler'> = definePart({
  id: 'groups',
  slot: 'instance-sampler',
  parameters: {
    size: integer({ default: 8, minimum: 2, description: 'Worlds that play the same instance' }),
    commonNoise: boolean({ default: true, description: 'Whether they meet the same chance in it too' }),
  },
  columns: { reads: [], adds: ['groups'], needs: {} },
  build({ size, commonNoise }, { spec: { instances } }) {
    if (commonNoise) return groups(size)
    if (instances !== undefined) return numberedGroups(size, instances)
    throw new GauntletError(
      'groups',
      'got commonNoise false, expected true: the environment’s instances are not numbered, and one is its chance',
    )
  },
})
