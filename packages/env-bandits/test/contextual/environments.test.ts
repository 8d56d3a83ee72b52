import { describe, expect, test } from 'vitest'
import {
  type EnvironmentDefinition,
  GauntletError,
  Seed,
  allocateActions,
  uniformPolicy,
} from '@gauntlet/core'
import { environments } from '../../src/contextual/contextual-plugin.ts'
import { linear } from '../../src/contextual/linear.ts'
import { logistic } from '../../src/contextual/logistic.ts'
import { nonLinear } from '../../src/contextual/non-linear.ts'
import { slates } from '../../src/contextual/slates.ts'
import { ActionFeatures } from '../../src/contextual/action-features.ts'
import { summaryOf } from '../episodes.ts'
import { episodesOf } from './play.ts'

const seed = Seed.from(7)

test.each(environments.map((definition) => [definition.id, definition] as const))(
  '%s: the oracle has no regret, and no other expert is known',
  async (_, definition) => {
    const parameters = { horizon: 50 } as object
    const measured = await episodesOf(
      definition,
      parameters,
      (environment) => environment.expert!.policy('oracle'),
      20,
      10,
    )
    expect(measured.regret).toEqual(Array.from({ length: 20 }, () => 0))
    const environment = await definition.make(parameters)
    expect(() => environment.expert!.policy('orcale')).toThrow('got expert orcale, expected oracle')
  },
)

test('rewards of the linear bandit are linear in what is shown', async () => {
  const environment = await linear.make({ noise: 0, horizon: 40, dimension: 3, actions: 4 })
  environment.reset(seed)
  const size = 1 / Math.sqrt(3)
  const candidates = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) =>
    [0, 1, 2].map((k) => ((bits >> k) & 1 ? size : -size)),
  )
  const fits = candidates.map(() => 0)
  for (let t = 0; t < 40; t++) {
    const x = environment.observations.slice(3 * (t % 4), 3 * (t % 4) + 3)
    environment.step(Int32Array.of(t % 4))
    candidates.forEach((theta, i) => {
      const mean = theta.reduce((sum, value, k) => sum + value * x[k], 0)
      if (Math.abs(mean - environment.rewards[0]) < 1e-6) fits[i]++
    })
  }
  expect(fits.filter((count) => count === 40)).toHaveLength(1)
})

test.each<readonly [string, (product: number) => number]>([
  ['square', (product) => 10 * product * product],
  ['cosine', (product) => Math.cos(3 * product)],
])('rewards of the %s are that of x · u', async (name, reward) => {
  const environment = await nonLinear.make({
    function: name as 'square',
    noise: 0,
    horizon: 30,
    dimension: 2,
    actions: 2,
  })
  environment.reset(seed)
  const fits = [0, 0]
  for (let t = 0; t < 30; t++) {
    const [x, y] = environment.observations
    environment.step(Int32Array.of(0))
    for (const [k, sign] of [1, -1].entries()) {
      if (Math.abs(reward((x + sign * y) / 2) - environment.rewards[0]) < 1e-5) fits[k]++
    }
  }
  expect(Math.max(...fits)).toBe(30)
})

test('the logistic bandit pays by its chances', async () => {
  const measured = await episodesOf(
    logistic,
    { horizon: 500, dimension: 1, scale: 2 },
    () => uniformPolicy(),
    40,
    40,
  )
  // The mean chance is a half by symmetry: within four standard errors of the episodes.
  const { mean, standardError } = summaryOf(measured.reward)
  expect(Math.abs(mean - 250)).toBeLessThan(4 * standardError)
})

describe('availability', () => {
  test.each<readonly [number, number]>([
    [0, 1],
    [0.3, 10 * 0.3 + 0.7 ** 10],
  ])('with probability %d leaves %d actions on average, and never none', async (availability, expected) => {
    const environment = await linear.make({ availability, horizon: 1000 }, 4)
    const policy = uniformPolicy()
    const actions = allocateActions(environment.spec.action, 4)
    environment.reset(seed)
    policy.begin(environment, seed)
    const counts: number[] = []
    for (let t = 0; t < 999; t++) {
      for (let w = 0; w < 4; w++)
        counts.push(environment.actionMask!.subarray(10 * w, 10 * w + 10).reduce((sum, bit) => sum + bit, 0))
      policy.act(environment, actions, 'sample')
      environment.step(actions)
    }
    const { mean, standardError } = summaryOf(counts)
    expect(Math.min(...counts)).toBeGreaterThan(0)
    expect(Math.abs(mean - expected)).toBeLessThanOrEqual(4 * standardError)
  })
})

describe('slates', () => {
  test('a cascade is seen up to its first click, a semi-bandit whole', async () => {
    for (const feedback of ['cascade', 'semi-bandit'] as const) {
      const environment = await slates.make({ items: 6, slots: 3, attraction: 0.4, feedback, horizon: 200 })
      environment.reset(seed)
      let clicks = 0
      for (let t = 0; t < 199; t++) {
        environment.step(Uint8Array.of(1, 0, 1, 0, 1, 0))
        const seen = [...environment.observations.subarray(-6)]
        const first = [0, 2, 4].find((k) => seen[k] === 1) ?? 6
        const hidden = (k: number): boolean => k % 2 === 1 || (feedback === 'cascade' && k > first)
        for (let k = 0; k < 6; k++) expect(seen[k] === -1).toBe(hidden(k))
        const attracted = seen.filter((value) => value === 1).length
        expect(environment.rewards[0]).toBe(attracted)
        clicks += attracted
      }
      expect(clicks).toBeGreaterThan(0)
    }
  })

  test('refuse slates of another size, and more slots than items', async () => {
    const environment = await slates.make({ items: 4, slots: 2 }, 2)
    environment.reset(seed)
    expect(() => environment.step(Uint8Array.of(1, 1, 0, 0, 1, 1, 1, 0))).toThrow(
      'world 1, agent 0: action [1,1,1,0] is not legal; expected exactly 2 items',
    )
    expect(() => slates.describe({ items: 4, slots: 5 })).toThrow(
      'bandits/slates.slots: got 5, expected at most 4, the number of items',
    )
  })

  test('that are too many to look at one by one are bounded, and the gap says what may be missed', async () => {
    const environment = await slates.make({ items: 60, slots: 10, availability: 0.5 })
    environment.reset(seed)
    const face = environment.feasible!
    expect(face.enumerate(0, 0, 1000)).toBeUndefined()
    const scores = Float64Array.from({ length: 60 }, (_, k) => (7 * k) % 60)
    const best = new Uint8Array(60)
    face.oracle(scores, best)
    const linearNetwork = {
      context: Float64Array.of(2),
      layers: [{ weights: Float64Array.of(...scores, 3), biases: Float64Array.of(-1) }],
    }
    const total = scores.reduce((sum, score, k) => sum + score * best[k], 0)
    const { subset, value, gap } = face.maximise(0, 0, linearNetwork)
    expect(face.isFeasible(0, 0, subset)).toBe(true)
    expect(value).toBe(scores.reduce((sum, score, k) => sum + score * subset[k], 0) + 5)
    expect(value).toBeLessThanOrEqual(total + 5)
    expect(value + gap).toBeGreaterThanOrEqual(total + 5)
  })

  test('are not chosen by scores or networks that hold no numbers', async () => {
    const environment = await slates.make({ items: 4, slots: 2 }, 2)
    environment.reset(seed)
    const { oracle, maximise } = environment.feasible!
    expect(() => oracle(Float64Array.of(1, 2, 3, 4, 5, NaN, 7, 8), new Uint8Array(8))).toThrow(
      'bandits/slates: world 1: got NaN as the score of item 1, expected a finite number',
    )
    const layer = (weights: readonly number[]) => ({
      context: new Float64Array(0),
      layers: [{ weights: Float64Array.from(weights), biases: Float64Array.of(0) }],
    })
    expect(() => maximise(0, 0, layer([1, 2, NaN, 4]))).toThrow(
      'bandits/slates: layer 0, weights: got NaN at 2',
    )
    expect(() => maximise(0, 0, layer([1, 2, 3]))).toThrow(
      'layer 0: got 3 weights and 1 biases, expected 1 x 4',
    )
  })
})

test.each([
  [
    linear,
    { availability: 1.5 },
    'bandits/linear.availability: got 1.5, expected a finite number from 0 to 1',
  ],
  [linear, { noise: -1 }, 'bandits/linear.noise: got -1'],
  [slates, { attraction: 0.6 }, 'bandits/slates.attraction: got 0.6, expected a finite number from 0 to 0.5'],
  [logistic, { actions: 1 }, 'bandits/logistic.actions: got 1'],
] as const)('%#: bad parameters are refused', (definition, parameters, message) => {
  expect(() => (definition as EnvironmentDefinition).describe(parameters as object)).toThrow(message)
})

test('rows of features that are not one for each action are refused', async () => {
  const environment = await linear.make({ actions: 3, dimension: 2 })
  const [block] = environment.spec.observation.layout
  const observation = { ...environment.spec.observation, layout: [{ ...block, shape: [2, 3] }] }
  const view = { ...environment, spec: { ...environment.spec, observation } }
  expect(() => new ActionFeatures(view)).toThrow(GauntletError)
  expect(() => new ActionFeatures(view)).toThrow('got shape [2,3], expected 3 rows, one for each action')
})

test('a world as text and as picture says what may be done and what was', async () => {
  const environment = await linear.make({ actions: 2, dimension: 1, noise: 0, availability: 0, horizon: 9 })
  environment.reset(seed)
  const action = environment.actionMask![0] === 1 ? 0 : 1
  environment.step(Int32Array.of(action))
  const text = environment.renderText(0)
  expect(text).toMatch(/^bandits\/linear {2}step 1 of 9 {2}regret 0\.00\n/)
  expect(text).toContain(`> ${String(action).padStart(6)}`)
  expect(environment.renderSvg(0)).toContain('not now')
})
