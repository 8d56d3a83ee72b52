/** Several objectives as one: `scalarise`. */
import { type AdapterDefinition, type Environment, type EnvironmentSpec, defineAdapter } from '@gauntlet/core'
import { adapted, expertsThrough, onlyFaces, sameActions } from './adapted.ts'
import { OwnRewards } from './own-rewards.ts'

/**
 * Lets a learner of one reward learn from several: it is paid their mean. Metrics and score are the environment's own.
 * Source: Roijers, Vamplew, Whiteson and Dazeley 2013, A survey of multi-objective sequential decision-making, section 4.1
 * (linear scalarisation), with equal weights.
 */
export const scalarise: AdapterDefinition = defineAdapter({
  id: 'scalarise',
  version: 1,
  stage: 'needs',
  note: 'is paid the mean of all objectives, as if they weighed the same',
  adapt: (spec, { objectives }) => (objectives === 1 && spec.objectives > 1 ? scalarSpec(spec) : undefined),
  wrap: (environment) => overObjectives(environment),
})

function scalarSpec(spec: EnvironmentSpec): EnvironmentSpec {
  const kept = spec.faces.filter((face) => face !== 'differentiable' && face !== 'dataset')
  return { ...onlyFaces(spec, kept), objectives: 1 }
}

function overObjectives(environment: Environment): Environment {
  const { spec, rewards } = environment
  const { agents, objectives } = spec
  const own = new OwnRewards(environment, agents)
  return adapted(environment, {
    spec: scalarSpec(spec),
    buffers: { rewards: own.rewards, returns: own.returns },
    faces: expertsThrough(environment, sameActions),
    follow(from, to, cause) {
      for (let w = from; w < to; w++) {
        if (cause === 'begin') own.begin(w)
        if (cause !== 'step') continue
        for (let i = w * agents; i < (w + 1) * agents; i++) {
          let sum = 0
          for (let k = 0; k < objectives; k++) sum += rewards[i * objectives + k]
          own.rewards[i] = sum / objectives
        }
        own.count(w)
      }
    },
    save: (w) => own.save(w),
    load: (w, saved) => own.load(w, saved),
  })
}
