/** Real numbers as one choice: `discretise`. */
import {
  type AdapterDefinition,
  type BoxSpace,
  type Environment,
  type EnvironmentSpec,
  defineAdapter,
  discrete,
} from '@gauntlet/core'
import { BINS, Bins, isBounded } from './bins.ts'
import { recoded, recodedSpec } from './recoded.ts'

/** Numbers of an action at most: with more of them there are too many choices to weigh each. */
const MOST_NUMBERS = 2

/**
 * Lets a learner of a single choice act in a box of one or two numbers: each takes one of 11 values from bound to bound, and
 * a choice stands for all of them, the last number running fastest. Learners that choose several things at once have
 * bins-per-dimension instead. Experts and datasets are shown by the nearest choice.
 * Source: common practice.
 */
export const discretise: AdapterDefinition = defineAdapter({
  id: 'discretise',
  version: 1,
  stage: 'actions',
  note: 'each number of an action takes one of 11 values from bound to bound; what lies between is out of reach',
  adapt(spec, { actions = [] }) {
    const fits = actions.includes('discrete') && !actions.includes('multi-discrete') && isBounded(spec)
    return fits && new Bins(spec.action as BoxSpace).width <= MOST_NUMBERS ? discreteSpec(spec) : undefined
  },
  wrap: (environment) => overGrid(environment),
})

function discreteSpec(spec: EnvironmentSpec): EnvironmentSpec {
  const { width } = new Bins(spec.action as BoxSpace)
  return recodedSpec(spec, { action: discrete(width === 1 ? BINS : BINS * BINS), masked: false })
}

function overGrid(environment: Environment): Environment {
  const bins = new Bins(environment.spec.action as BoxSpace)
  const { width } = bins
  return recoded(environment, {
    spec: discreteSpec(environment.spec),
    decode(actions, own) {
      for (let i = 0; i < actions.length; i++) {
        let rest = actions[i]
        for (let k = width - 1; k >= 0; k--) {
          own[i * width + k] = bins.value(k, rest % BINS)
          rest = Math.floor(rest / BINS)
        }
      }
    },
    encode(own, actions, rows) {
      for (let i = 0; i < rows; i++) {
        let choice = 0
        for (let k = 0; k < width; k++) choice = choice * BINS + bins.nearest(own, i * width, k)
        actions[i] = choice
      }
    },
  })
}
