/** Real numbers as one choice each: `binsPerDimension`. */
import {
  type AdapterDefinition,
  type BoxSpace,
  type Environment,
  type EnvironmentSpec,
  defineAdapter,
  multiDiscrete,
} from '@gauntlet/core'
import { BINS, Bins, isBounded } from './bins.ts'
import { recoded, recodedSpec } from './recoded.ts'

/**
 * Lets a learner that chooses several things at once act in a box: every number of an action is a factor of 11 values from
 * bound to bound. Experts and datasets are shown by the nearest values.
 * Source: Tang and Agrawal 2020, Discretizing continuous action space for on-policy optimization, section 4.
 */
export const binsPerDimension: AdapterDefinition = defineAdapter({
  id: 'bins-per-dimension',
  version: 1,
  stage: 'actions',
  note: 'each number of an action is a choice of 11 values from bound to bound; what lies between is out of reach',
  adapt: (spec, { actions = [] }) =>
    actions.includes('multi-discrete') && isBounded(spec) ? factoredSpec(spec) : undefined,
  wrap: (environment) => overFactors(environment),
})

function factoredSpec(spec: EnvironmentSpec): EnvironmentSpec {
  const { width } = new Bins(spec.action as BoxSpace)
  const action = multiDiscrete(Array.from({ length: width }, () => BINS))
  return recodedSpec(spec, { action, masked: false })
}

function overFactors(environment: Environment): Environment {
  const bins = new Bins(environment.spec.action as BoxSpace)
  const { width } = bins
  return recoded(environment, {
    spec: factoredSpec(environment.spec),
    decode(actions, own) {
      for (let i = 0; i < actions.length; i++) own[i] = bins.value(i % width, actions[i])
    },
    encode(own, actions, rows) {
      for (let i = 0; i < rows * width; i++) actions[i] = bins.nearest(own, i - (i % width), i % width)
    },
  })
}
