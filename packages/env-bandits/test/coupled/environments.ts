/** The environments under test, small. */
import type { EnvironmentDefinition } from '@gauntlet/core'
import { capacity } from '../../src/coupled/capacity.ts'
import { interventions } from '../../src/coupled/interventions.ts'
import { routing } from '../../src/coupled/routing.ts'
import { scheduling } from '../../src/coupled/scheduling.ts'

export const SMALL: readonly [string, EnvironmentDefinition, object][] = [
  ['capacity', capacity as EnvironmentDefinition, { arms: 7, budget: 2 }],
  ['scheduling', scheduling as EnvironmentDefinition, { arms: 7, budget: 3 }],
  ['routing', routing as EnvironmentDefinition, { arms: 7, budget: 3, network: 'random' }],
  ['interventions', interventions as EnvironmentDefinition, { arms: 12, budget: 3, interventions: 6 }],
]
