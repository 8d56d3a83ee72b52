import { expect, test } from 'vitest'
import { settingOf } from '@gauntlet/core'
import { linear } from '../../src/contextual/linear.ts'
import { logistic } from '../../src/contextual/logistic.ts'
import { expectedRegret } from './expected-maximum.ts'

test.each(Object.keys(linear.settings))(
  'linear:%s: the random reference is the exact expectation',
  (name) => {
    const { parameters, references } = settingOf(linear, name)
    const { actions, dimension, availability, horizon } = linear.resolve(parameters)
    const gap = expectedRegret(actions, dimension, availability, (sum) => sum / Math.sqrt(dimension))
    expect(references.random.score).toBeCloseTo(horizon * gap, 2)
  },
)

test.each(Object.keys(logistic.settings))(
  'logistic:%s: the random reference is the exact expectation',
  (name) => {
    const { parameters, references } = settingOf(logistic, name)
    const { actions, dimension, availability, horizon, scale } = logistic.resolve(parameters)
    const odds = scale / Math.sqrt(dimension)
    const gap = expectedRegret(actions, dimension, availability, (sum) => 1 / (1 + Math.exp(-odds * sum)))
    expect(references.random.score).toBeCloseTo(horizon * gap, 2)
  },
)
