/** The checks of an algorithm pass on sound policies, and each fails on one that is broken in its place. */
import { describe, expect, it } from 'vitest'
import {
  type AlgorithmDefinition,
  type Learner,
  type TrainingEvent,
  expertAlgorithm,
  policyAlgorithm,
} from '../../src/algorithm.ts'
import { ALGORITHM_CHECKS, type AlgorithmCheckOptions, checkAlgorithm } from '../../src/check/index.ts'
import type { Environment } from '../../src/environment.ts'
import { integer } from '../../src/parameters.ts'
import { type Policy, type View, policyStreams, uniformPolicy } from '../../src/policy.ts'
import { Seed } from '../../src/random/seed.ts'
import type { Requirement } from '../../src/applicability.ts'
import type { Stream } from '../../src/random/stream.ts'
import type { ActionArray } from '../../src/spaces.ts'
import { WORLDS, corridor, counting } from '../worlds/index.ts'
import { tinyWorld } from '../worlds/tiny.ts'

function algorithmOf(
  policy: () => Policy,
  requires: Requirement = { actions: ['discrete'] },
): AlgorithmDefinition {
  return policyAlgorithm<{ readonly patience: number }>({
    id: 'some-policy',
    version: 1,
    family: 'made up',
    summary: 'For these tests',
    source: 'these tests',
    requires,
    configuration: { patience: integer({ description: 'Steps', default: 3, minimum: 1 }) },
    policy,
  }) as unknown as AlgorithmDefinition
}

/** Chooses what it has chosen least often in this episode; draws between equals only when it samples. */
function leastTried(
  change: (sound: Policy, counts: () => Int32Array) => Partial<Policy> = () => ({}),
): Policy {
  let counts = new Int32Array(0)
  let streams: Stream[] = []
  const sound: Policy = {
    begin(view, seed) {
      counts = new Int32Array(view.batch * 3)
      streams = policyStreams(seed, view.batch)
    },
    act(view, actions, mode) {
      for (let w = 0; w < view.batch; w++) {
        if (view.ended[w] === 1) counts.fill(0, 3 * w, 3 * w + 3)
        const row = counts.subarray(3 * w, 3 * w + 3)
        const draw = mode === 'sample' ? streams[w].integer(3) : 0
        let best = draw
        for (let k = 0; k < 3; k++) if (row[(draw + k) % 3] < row[best]) best = (draw + k) % 3
        actions[w] = best
        row[best]++
      }
    },
    forget: (world) => void counts.fill(0, 3 * world, 3 * world + 3),
  }
  return { ...sound, ...change(sound, () => counts) }
}

const after = (happens: (view: View, actions: ActionArray, mode: string) => void) => (): Policy =>
  leastTried((sound) => ({
    act(view, actions, mode) {
      sound.act(view, actions, mode)
      happens(view, actions, mode)
    },
  }))

/** Adds up what it sees of random steps, and saves the steps and the sum. */
function learning(
  change: (state: Float64Array, seed: Seed) => Partial<Learner> = () => ({}),
): AlgorithmDefinition {
  const create = async ({ seed }: { readonly seed: Seed }): Promise<Learner> => {
    const state = Float64Array.of(0, 0)
    return {
      policy: leastTried(),
      train: (environment, budget) => adding(environment, budget - environment.batch, seed, state),
      save: () => new Uint8Array(state.slice().buffer),
      load: (saved) => state.set(new Float64Array(saved.slice().buffer)),
      ...change(state, seed),
    }
  }
  return { ...algorithmOf(() => leastTried()), trains: true, create }
}

function* adding(
  environment: Environment,
  most: number,
  seed: Seed,
  state: Float64Array,
  noise: () => number = () => 0,
): Iterable<TrainingEvent> {
  const actions = new Int32Array(environment.batch * environment.spec.agents)
  while (state[0] <= most) {
    const stream = seed.fold(state[0]).stream()
    for (let i = 0; i < actions.length; i++) actions[i] = stream.integer(3)
    environment.step(actions)
    state[0] += environment.batch
    state[1] += environment.observations[0] + noise()
    yield { kind: 'progress', steps: state[0], metrics: { sum: state[1] } }
    yield { kind: 'checkpoint', steps: state[0] }
  }
}

interface Row {
  readonly what: string
  readonly algorithm: AlgorithmDefinition
  readonly fails: readonly string[]
}

let learners = 0
let trainings = 0
let acts = 0

const ROWS: readonly Row[] = [
  { what: 'nothing is broken', algorithm: algorithmOf(() => leastTried()), fails: [] },
  {
    what: 'it has no source',
    algorithm: { ...algorithmOf(() => leastTried()), source: '' },
    fails: ['algorithm/identity'],
  },
  {
    what: 'a default is out of its bounds',
    algorithm: {
      ...algorithmOf(() => leastTried()),
      configuration: { patience: integer({ description: 'Steps', default: 0, minimum: 1 }) },
    } as AlgorithmDefinition,
    fails: ['algorithm/configuration'],
  },
  {
    what: 'any configuration is taken',
    algorithm: { ...algorithmOf(() => leastTried()), resolve: () => ({}) },
    fails: ['algorithm/configuration'],
  },
  {
    what: 'greedy actions leave their space',
    algorithm: algorithmOf(
      after((view, actions, mode) => void (mode === 'greedy' && view.batch === 3 && actions.fill(9))),
    ),
    fails: ['algorithm/legal'],
  },
  {
    what: 'a world is forgotten by the policy',
    algorithm: algorithmOf(() =>
      leastTried((sound) => ({
        act(view, actions, mode) {
          const last = actions[2]
          sound.act(view, actions, mode)
          if (view.batch === 3 && mode === 'greedy') actions[2] = last
        },
      })),
    ),
    fails: ['algorithm/legal'],
  },
  {
    what: 'every learner is another',
    algorithm: algorithmOf(() => {
      const offset = learners++
      return after((view, actions) => {
        if (view.batch === 3) actions.forEach((action, i) => void (actions[i] = (action + offset) % 3))
      })()
    }),
    fails: ['algorithm/deterministic', 'algorithm/begin-again'],
  },
  {
    what: 'it remembers what came before it began',
    algorithm: algorithmOf(() => {
      let begun = 0
      return leastTried((sound) => ({
        begin(view, seed) {
          begun++
          sound.begin(view, seed)
        },
        act(view, actions, mode) {
          sound.act(view, actions, mode)
          if (begun > 1) actions.fill(0)
        },
      }))
    }),
    fails: ['algorithm/begin-again'],
  },
  {
    what: 'worlds draw from one stream',
    algorithm: algorithmOf(() => {
      let stream: Stream | undefined
      return leastTried((sound) => ({
        begin(view, seed) {
          stream = seed.fold('policy').stream()
          sound.begin(view, seed)
        },
        act(view, actions, mode) {
          sound.act(view, actions, mode)
          if (mode === 'sample') actions.forEach((_, w) => void (actions[w] = stream!.integer(3)))
        },
      }))
    }),
    fails: ['algorithm/batch-size'],
  },
  {
    what: 'it writes into the observations',
    algorithm: algorithmOf(after((view) => void (view.observations[0] = 0))),
    fails: ['algorithm/only-acts'],
  },
  {
    what: 'it acts later',
    algorithm: algorithmOf(() =>
      leastTried((sound) => ({
        act: (async (...given: Parameters<Policy['act']>) => sound.act(...given)) as Policy['act'],
      })),
    ),
    fails: ['algorithm/synchronous'],
  },
  {
    what: 'it adds a property to its environment',
    algorithm: algorithmOf(after((view) => void Object.assign(view, { seen: true }))),
    fails: ['algorithm/hands-off'],
  },
  {
    what: 'it replaces a method of its environment',
    algorithm: algorithmOf(
      after((view) => {
        const { step } = view as Environment
        Object.assign(view, { step: (actions: ActionArray) => step(actions) })
      }),
    ),
    fails: ['algorithm/hands-off'],
  },
  {
    what: 'it changes the spec of its environment',
    algorithm: algorithmOf(after((view) => void Object.assign(view.spec, { acts: ++acts }))),
    fails: ['algorithm/hands-off'],
  },
  {
    what: 'it resets its environment as it begins',
    algorithm: algorithmOf(() =>
      leastTried((sound) => ({
        begin(view, seed) {
          if (view.batch === 2) (view as Environment).reset(seed)
          sound.begin(view, seed)
        },
      })),
    ),
    fails: ['algorithm/hands-off'],
  },
  {
    what: 'it draws when it is greedy',
    algorithm: algorithmOf(() =>
      leastTried((sound) => ({ act: (view, actions) => sound.act(view, actions, 'sample') })),
    ),
    fails: ['algorithm/greedy-draws-nothing', 'algorithm/ended', 'algorithm/forget'],
  },
  {
    what: 'it remembers the episode before',
    algorithm: algorithmOf(() =>
      leastTried((sound, counts) => ({
        act(view, actions, mode) {
          const before = counts().slice()
          sound.act(view, actions, mode)
          if (mode === 'greedy' && view.batch === 1 && view.ended[0] === 1) {
            counts().set(before)
            actions[0] = before.indexOf(Math.max(...before))
          }
        },
      })),
    ),
    fails: ['algorithm/ended'],
  },
  {
    what: 'it cannot forget',
    algorithm: algorithmOf(() => leastTried(() => ({ forget: () => undefined }))),
    fails: ['algorithm/forget'],
  },
  { what: 'nothing is broken in training', algorithm: learning(), fails: [] },
  {
    what: 'it draws beyond its budget',
    algorithm: learning((state, seed) => ({
      train: (environment, budget) => adding(environment, budget, seed, state),
    })),
    fails: ['learner/trains'],
  },
  {
    what: 'it learns otherwise every time',
    algorithm: learning((state, seed) => ({
      train: (environment, budget) =>
        adding(environment, budget - environment.batch, seed, state, () => trainings++),
    })),
    fails: ['learner/deterministic', 'learner/checkpoints'],
  },
  {
    what: 'it takes up nothing of what it saved',
    algorithm: learning(() => ({ load: () => undefined })),
    fails: ['learner/saves', 'learner/checkpoints'],
  },
  {
    what: 'it saves a part of what it goes on from',
    algorithm: learning((state) => ({
      save: () => new Uint8Array(state.slice(0, 1).buffer),
      load: (saved) => state.set(new Float64Array(saved.slice().buffer)),
    })),
    fails: ['learner/checkpoints'],
  },
]

describe('an algorithm under check', () => {
  const world = tinyWorld({ spec: { horizon: 11 } })

  for (const { what, algorithm, fails } of ROWS) {
    it(`fails ${fails.join(', ') || 'nothing'} where ${what}`, async () => {
      const report = await checkAlgorithm(algorithm, world, { steps: 40 })
      const failed = report.checks.filter(({ status }) => status === 'failed')
      const details = failed.map(({ id, detail }) => `${id}: ${detail}`).join('\n')
      expect(
        failed.map(({ id }) => id),
        details,
      ).toEqual(fails)
      expect(report.passed).toBe(fails.length === 0)
    })
  }

  it('meets no vacuous check: each fails somewhere in this table', () => {
    const failing = new Set(ROWS.flatMap(({ fails }) => fails))
    expect(ALGORITHM_CHECKS.map(({ id }) => id).filter((id) => !failing.has(id))).toEqual([])
  })

  for (const environment of WORLDS) {
    it(`may be the uniform policy on ${environment.id}`, async () => {
      const uniform = { ...algorithmOf(uniformPolicy, {}), alwaysDraws: true }
      const options: AlgorithmCheckOptions = { steps: 24 }
      const report = await checkAlgorithm(uniform, environment, options)
      expect(report.checks.filter(({ status }) => status === 'failed')).toEqual([])
    })
  }

  it('may be an expert of the environment', async () => {
    const expert = expertAlgorithm({
      id: 'toy/rightward',
      version: 1,
      family: 'scripted',
      summary: 'Goes right',
      source: 'these tests',
      expert: 'rightward',
      environments: [corridor.id],
    })
    expect(await checkAlgorithm(expert, corridor, { steps: 24 })).toMatchObject({ passed: true })
  })

  it('is refused on an environment on which it does not run', async () => {
    const elsewhere = { ...algorithmOf(() => leastTried()), requires: { environments: ['toy/other'] } }
    await expect(checkAlgorithm(elsewhere, counting)).rejects.toThrow(
      /does not run on toy\/counting: is made for toy\/other/,
    )
  })

  it('is trained first where a budget is given', async () => {
    const budgets: number[] = []
    const trained: AlgorithmDefinition = {
      ...algorithmOf(() => leastTried()),
      trains: true,
      create: async () => ({
        policy: leastTried(),
        *train(environment, budget) {
          // Of worlds that have yet to be reset, it would throw.
          environment.instance!.current(0)
          budgets.push(budget)
          yield { kind: 'progress', steps: budget, metrics: {} }
        },
      }),
    }
    const report = await checkAlgorithm(trained, world, { steps: 8, budget: 64, only: ['algorithm/legal'] })
    expect(report.passed).toBe(true)
    expect(budgets).toEqual([64, 64])
  })
})
