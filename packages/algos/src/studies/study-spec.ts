/** What the specs of the tasks in this folder share: `studySpec`, `RETURN`, `horizonField`. */
import { type EnvironmentSpec, type IntegerField, type MetricSpec, integer } from '@gauntlet/core'

type Own = 'observation' | 'action' | 'horizon' | 'rewardRange'

/** The score of most tasks. */
export const RETURN: MetricSpec = {
  name: 'return',
  unit: 'reward',
  direction: 'maximise',
  description: 'Sum of the rewards of an episode',
}

export function horizonField(steps: number, maximum: number = 2_147_483_647): IntegerField {
  return integer({
    default: steps,
    minimum: 1,
    maximum,
    unit: 'steps',
    description: 'Steps after which an episode is cut off',
  })
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
