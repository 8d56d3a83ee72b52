/** What a view shows of its base, and what it refuses. */
import {
  type Environment,
  type EnvironmentSpec,
  type ParameterError,
  Seed,
  box,
  flatArray,
  integer,
} from '@gauntlet/core'
import { expect, test } from 'vitest'
import { fixedRule } from '../../src/mean-field/fixed-rule.ts'
import { type MeanFieldParameters, meanField } from '../../src/mean-field/mean-field.ts'
import { type RingParameters, ring, ringField } from './ring.ts'

const seed = Seed.from(5)
const CIRCLE = [{ low: 0, high: 1, periodic: true }]

/** Steps a view beside the base that it sees, by rules of which every agent's actions are known. */
async function beside(
  parameters: Partial<RingParameters & MeanFieldParameters>,
  xi: number[],
  actionOf: (place: number) => number,
  steps: number,
  compare: (view: Environment, base: Environment, t: number) => void,
): Promise<void> {
  const view = await ringField.make({ centres: 2, width: 0.001, ...parameters }, 3)
  const { features: _, ...rest } = parameters as MeanFieldParameters
  const base = await ring.make(rest as Partial<RingParameters>, 3)
  for (const environment of [view, base]) environment.reset(seed)
  for (let t = 0; t < steps; t++) {
    compare(view, base, t)
    const actions = base.observations.map(actionOf)
    view.step(Float32Array.from({ length: 3 * xi.length }, (_value, k) => xi[k % xi.length]))
    base.step(base.spec.action.kind === 'box' ? actions : Int32Array.from(actions))
  }
}

test.each([{}, { leaving: true }] as const)(
  'agents do what the rule of their centre says, and the rest is as in the base: %o',
  async (parameters) => {
    // The half circle from 0 turns left, the other right: hardly any spread.
    const xi = [-1, -1, 1, -1]
    const compare = (view: Environment, base: Environment): void => {
      for (let w = 0; w < 3; w++) {
        const leader = Math.max(
          0,
          [0, 1, 2, 3, 4, 5].findIndex((a) => base.rewards[6 * w + a] !== 0),
        )
        expect(view.rewards[w]).toBeCloseTo(base.rewards[6 * w + leader], 6)
        expect(view.costs![w]).toBeCloseTo(base.costs![w], 5)
        expect(view.ended[w]).toBe(base.ended[w])
        expect(view.metrics[w]).toBeCloseTo(base.metrics[w], 6)
        if (base.ended[w] === 0) continue
        const cut = base.truncated.subarray(6 * w, 6 * w + 6).includes(1)
        expect([view.terminated[w], view.truncated[w]]).toEqual(cut ? [0, 1] : [1, 0])
        expect(view.lengths[w]).toBe(base.lengths[w])
      }
    }
    await beside(parameters, xi, (place) => (place <= 0.5 ? -1 : 1), 40, compare)
  },
)

test('what is seen is the population, also at the end of an episode', async () => {
  // Nobody moves but by noise.
  const sharesOf = (places: ArrayLike<number>, w: number): number[] =>
    [0, 1, 2, 3, 4].map(
      (bin) =>
        Array.from({ length: 6 }, (_, a) => places[6 * w + a]).filter((x) => Math.ceil(x * 5) - 1 === bin)
          .length / 6,
    )
  const compare = (view: Environment, base: Environment): void => {
    for (let w = 0; w < 3; w++) {
      const seen = [...view.observations.subarray(5 * w, 5 * w + 5)]
      sharesOf(base.observations, w).forEach((share, b) => expect(seen[b]).toBeCloseTo(share, 6))
      if (base.ended[w] === 0) continue
      const last = [...view.finalObservations.subarray(5 * w, 5 * w + 5)]
      sharesOf(base.finalObservations, w).forEach((share, b) => expect(last[b]).toBeCloseTo(share, 6))
    }
  }
  const stand = [1, -1, -1, 1, -1, -1]
  await beside({ actions: 'discrete', features: 'histogram' }, stand, () => 0, 30, compare)
})

test('an instance played again draws the same actions, whatever the policy drew', async () => {
  const environment = await ringField.make({}, 1)
  const policy = fixedRule(new Float32Array(6))
  const actions = new Float32Array(6)
  const play = (worlds: Environment): number[] =>
    Array.from({ length: 12 }, () => {
      policy.act(worlds, actions, 'sample')
      worlds.step(actions)
      return worlds.rewards[0]
    })
  environment.reset(seed)
  const instance = environment.instance!.current(0)
  const first = play(environment)
  environment.reset(Seed.from(6))
  expect(play(environment)).not.toEqual(first)
  environment.instance!.restart(0, instance)
  expect(play(environment)).toEqual(first)
})

test('a view has the settings, the score and the parameters of its base, and rises with its version', () => {
  expect(ringField.id).toBe('toy/ring-mean-field')
  expect(ringField.version).toBe(ring.version)
  expect(ringField.settings).toEqual(ring.settings)
  const spec = ringField.describe({ agents: 50, centres: 4, features: 'moments', actions: 'masked' })
  expect(spec).toMatchObject({
    agents: 1,
    score: 'gathered',
    metrics: ring.describe().metrics,
    horizon: 12,
    action: box([12], -1, 1),
    observation: { shape: [3] },
    masked: false,
  })
  expect(Object.keys(ringField.parameters)).toEqual([
    ...Object.keys(ring.parameters),
    'features',
    'bins',
    'bandwidth',
    'centres',
    'width',
    'centreScale',
  ])
})

test('closed-form scores of the base are those of its view', () => {
  const references = ring.settings.main.references
  const known = meanField(
    {
      ...ring,
      known: (given) => ({ references: { ...references, best: { score: given!.agents!, source: 's' } } }),
    },
    { extent: () => CIRCLE },
  )
  expect(known.known!({ agents: 9 }).references.best.score).toBe(9)
})

/** The ring under another spec. */
const respecified = (changes: Partial<EnvironmentSpec>): typeof ring => ({
  ...ring,
  describe: (given) => ({ ...ring.describe(given), ...changes }),
})

const observation = flatArray('place', 1)
const layout = [{ ...observation.layout[0], kind: 'category', categories: 2 }] as const

test.each<readonly [string, Partial<EnvironmentSpec>]>([
  ['the base has no meanField face', { faces: ['snapshot', 'instance'] }],
  ['the base has no snapshot face', { faces: ['meanField', 'instance'] }],
  ["the base's protocol is online, expected episodic", { protocol: 'online' }],
  ['the base has 2 sides, expected 1', { sides: 2 }],
  ["the base's rewards are individual, expected common", { rewardStructure: 'individual' }],
  [
    "the base's block place holds categories, expected real numbers",
    { observation: { ...observation, layout } },
  ],
  ['observed number 0 is -Infinity to Infinity, expected finite bounds', { observation }],
])('a base is refused where %s', (message, changes) => {
  const view = meanField(respecified(changes), { extent: () => CIRCLE })
  expect(() => view.describe()).toThrow(`toy/ring-mean-field: ${message}`)
})

test('bounds may be given where the spec has none, one pair for each number', async () => {
  const unbounded = respecified({ observation })
  const view = meanField(unbounded, { extent: () => CIRCLE, observed: () => [[0, 1]] })
  expect(view.describe().action).toEqual(ringField.describe().action)
  const two = meanField(unbounded, {
    extent: () => CIRCLE,
    observed: () => [
      [0, 1],
      [0, 1],
    ],
  })
  expect(() => two.describe()).toThrow('got bounds of 2 observed numbers, expected 1')
})

test('what does not fit the base is refused by name', async () => {
  const shorter = meanField(ring, { extent: () => [{ low: 0, high: 0.5, periodic: true }] })
  await expect(shorter.make()).rejects.toThrow(
    'toy/ring-mean-field: extent: got 0 to 0.5, joined; the base has 0 to 1, joined',
  )
  const parameters = { ...ring.parameters, bins: integer({ description: 'bins', default: 3 }) }
  expect(() => meanField({ ...ring, parameters }, { extent: () => CIRCLE })).toThrow(
    'toy/ring has a parameter bins of its own',
  )
  const cube = meanField(ring, { extent: () => [...CIRCLE, ...CIRCLE, ...CIRCLE] })
  expect(() => cube.describe({ bins: 41 })).toThrow(
    expect.objectContaining({ path: 'toy/ring-mean-field.bins' }) as ParameterError,
  )
  const environment = await ringField.make()
  expect(() => fixedRule([0, 0]).begin(environment, seed)).toThrow('fixed rule: got 2 numbers, expected 6')
})
