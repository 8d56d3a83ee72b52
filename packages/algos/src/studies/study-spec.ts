/** What the specs of the tasks in this folder share: `studySpec`, `RETURN`. */
import type { EnvironmentSpec, MetricSpec } from '@gauntlet/core'

type Own = 'observation' | 'action' | 'horizon' | 'rewardRange'

/** The score of most tasks. */
export const RETURN: MetricSpec = {
  name: 'return',
  unit: 'reward',
  direction: 'maximise',
  description: 'Sum of the rewards of an episode',
}

/** A spec of one agent, scored by its return, unless `own` says otherwise. */
export function studySpec(
  own: Pick<EnvironmentSpec, Own> & Partial<Omit<EnvironmentSpec, Own | 'faces'>>,
): EnvironmentSpec {
  return {
    agents: 1,
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    metrics: [RETURN],
    score: RETURN.name,
    engine: 'own',
    ...(own.experts === undefined
      ? {
          faces: ['snapshot', 'instance'],
          missingFaces: { expert: 'it is solved by learning; no scripted policy is needed' },
        }
      : { faces: ['snapshot', 'instance', 'expert'] }),
    ...own,
  }
}
