import {
  type Environment,
  type Policy,
  Seed,
  type SnapshotFace,
  type View,
  allocateActions,
} from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../src/evaluate.ts'
import { meter } from '../src/meter.ts'
import { episodeInstance } from '../src/seeds.ts'
import { walk } from './plugins/walk.ts'

const right: Policy = { begin() {}, act: (_, actions) => void actions.fill(1) }
const seed = Seed.from(5).fold('evaluation')
const plan = { episodes: 7, instances: null, mode: 'sample', seed } as const

/** Episode `j` played alone. */
async function alone(j: number): Promise<number[]> {
  const environment = await walk.make({}, 1)
  environment.reset(seed, () => episodeInstance(seed, j, null))
  const actions = allocateActions(environment.spec.action, 1).fill(1)
  while (environment.ended[0] === 0) environment.step(actions)
  return [...environment.metrics]
}

describe('evaluate', () => {
  it('plays episode j as the instance keyed by j, whatever the batch', async () => {
    const expected = await Promise.all([0, 1, 2, 3, 4, 5, 6].map(alone))
    for (const batch of [1, 2, 3, 7]) {
      const { episodes, lengths, score } = evaluate(await walk.make({}, batch), right, plan)
      expect(episodes.noise).toEqual(expected.map(([, noise]) => noise))
      expect(episodes.reward).toEqual(expected.map(([reward]) => reward))
      expect(lengths).toEqual(expected.map(([reward]) => -reward))
      expect(score).toBe(expected.reduce((sum, [reward]) => sum + reward, 0) / 7)
    }
  })

  it('counts the first episodes of every world, not those that end first', async () => {
    const { lengths } = evaluate(await walk.make({ slip: 0.45, length: 8 }, 4), right, {
      ...plan,
      episodes: 4,
    })
    expect(lengths).toHaveLength(4)
    expect(lengths.every((length) => length > 0)).toBe(true)
    expect(new Set(lengths).size).toBeGreaterThan(1)
  })

  it('tells the course of episodes that all last to the horizon', async () => {
    const inner = await walk.make({}, 3)
    let played = 0
    const spec = { ...inner.spec, horizon: 4, horizonEnd: 'terminated' } as const
    const ended = new Uint8Array(3)
    const metrics = new Float64Array(3 * spec.metrics.length)
    const environment: Environment = {
      ...inner,
      spec,
      ended,
      metrics,
      step() {
        played++
        ended.fill(played % 4 === 0 ? 1 : 0)
        metrics.fill(100)
      },
      scoreSoFar: (w) => 10 * w + (played % 4),
    }
    const { course } = evaluate(environment, right, { ...plan, episodes: 4 })
    // Episodes 0 to 2 are of worlds 0 to 2, episode 3 of world 0.
    expect(course).toEqual([
      ...[1, 2, 3].map((steps) => ({ steps, score: steps + 30 / 4 })),
      { steps: 4, score: 100 },
    ])
  })

  it.each([
    ['metrics', 'metric reward of episode 0 is NaN'],
    ['observations', 'observations[0] is NaN'],
    ['rewards', 'the reward of agent 0 is NaN'],
  ] as const)('refuses %s that are not finite', async (field, message) => {
    const inner = await walk.make({}, 1)
    const environment: Environment = {
      ...inner,
      step(actions) {
        inner.step(actions)
        inner[field][0] = NaN
      },
    }
    expect(() => evaluate(environment, right, plan)).toThrow(message)
  })
})

describe('a policy that is evaluated', () => {
  const snapshot = { cloneable: true, save: () => ({}), restore() {} } as unknown as SnapshotFace
  const evaluated = async (policy: Policy) =>
    evaluate({ ...(await walk.make({ slip: 0.3 }, 2)), snapshot }, policy, plan)
  const acting = (act: (view: View) => void): Policy => ({
    begin() {},
    act(view, actions) {
      actions.fill(1)
      act(view)
    },
  })

  it.each<[string, (view: View) => void]>([
    ['calls step', (view) => (view as Environment).step(allocateActions(view.spec.action, view.batch))],
    ['calls reset', (view) => (view as Environment).reset(seed)],
    ['restarts a world', (view) => view.instance?.restart(0, { key: seed })],
    ['restores a world', (view) => view.snapshot?.restore(0, view.snapshot.save(0))],
    ['puts a step of its own in place', (view) => Object.assign(view, { step() {} })],
    ['puts a face of its own in place', (view) => Object.assign(view.instance ?? {}, { restart() {} })],
  ])('is refused where it %s', async (_, act) => {
    await expect(evaluated(acting(act))).rejects.toThrow(Error)
  })

  it('changes nothing by writing into what it sees', async () => {
    const scribble = acting((view) => {
      const { metrics, lengths, ended, terminated, truncated, rewards, returns } = view
      for (const buffer of [metrics, lengths, ended, terminated, truncated, rewards, returns]) buffer.fill(1)
    })
    const { score, lengths, episodes } = await evaluated(right)
    expect(await evaluated(scribble)).toMatchObject({ score, lengths, episodes })
  })

  it.each<[string, Policy]>([
    ['act of the policy', { begin() {}, async act() {} }],
    ['begin of the policy', { async begin() {}, act() {} }],
  ])('is refused where %s returns a promise', async (what, policy) => {
    await expect(evaluated(policy)).rejects.toThrow(`${what} returned a promise`)
  })
})

describe('meter', () => {
  it('counts world steps and refuses those beyond the budget', async () => {
    const counted = meter(await walk.make({}, 4), 10)
    counted.environment.reset(seed)
    const actions = new Int32Array(4)
    counted.environment.step(actions)
    counted.environment.step(actions)
    expect(counted.steps()).toBe(8)
    expect(() => counted.environment.step(actions)).toThrow(
      'the learner draws world step 12 of a budget of 10; with 4 worlds it must stop at 8',
    )
  })
})
