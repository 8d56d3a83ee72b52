/** Algorithms and an environment that fail in every way a cell can, and one that takes its time. */
import { parentPort } from 'node:worker_threads'
import {
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  type Plugin,
  type Policy,
  defineAlgorithm,
  defineEnvironment,
  definePlugin,
  policyAlgorithm,
} from '@gauntlet/core'
import { walk } from './walk.ts'

function acting(id: string, act: Policy['act']): AlgorithmDefinition {
  return policyAlgorithm({
    id,
    version: 1,
    family: 'failures',
    summary: 'fails',
    source: 'nowhere',
    requires: {},
    configuration: {},
    policy: () => ({ begin() {}, act }),
  })
}

const kept: unknown[] = []

const throws: AlgorithmDefinition = acting('fail/throws', () => {
  throw new Error('as it was told to')
})

const hangs: AlgorithmDefinition = acting('fail/hangs', () => {
  for (;;) kept.length = 0
})

const exits: AlgorithmDefinition = acting('fail/exits', () => process.exit(7))

const heap: AlgorithmDefinition = acting('fail/heap', () => {
  for (;;) kept.push(Array.from({ length: 1000 }, (_, i) => ({ i })))
})

/** One allocation beyond the limit, of which V8 dies with the process. */
const map: AlgorithmDefinition = acting('fail/map', () => {
  const numbers = new Map<number, number>()
  for (let i = 0; ; i++) numbers.set(i, i)
})

const buffers: AlgorithmDefinition = acting('fail/buffers', (_, actions) => {
  kept.push(new Uint8Array(2 ** 23).fill(1))
  actions.fill(0)
})

const illegal: AlgorithmDefinition = acting('fail/illegal', (_, actions) => void actions.fill(9))

const greedy: AlgorithmDefinition = defineAlgorithm({
  id: 'fail/greedy',
  version: 1,
  family: 'failures',
  summary: 'draws more than its budget',
  source: 'nowhere',
  trains: true,
  requires: {},
  configuration: {},
  create: () => ({
    policy: { begin() {}, act: (_, actions) => void actions.fill(1) },
    *train(environment) {
      const actions = new Int32Array(environment.batch)
      for (let steps = environment.batch; ; steps += environment.batch) {
        environment.step(actions)
        yield { kind: 'progress', steps, metrics: {} }
      }
    },
  }),
})

/** Cannot even be created. */
const stillborn: AlgorithmDefinition = defineAlgorithm({
  id: 'fail/stillborn',
  version: 1,
  family: 'failures',
  summary: 'cannot be created',
  source: 'nowhere',
  trains: true,
  requires: {},
  configuration: {},
  create: () => {
    throw new Error('no such thing')
  },
})

/** Trains until a number is none any more, after a checkpoint if there are steps for one. */
const diverges: AlgorithmDefinition = defineAlgorithm({
  id: 'fail/diverges',
  version: 1,
  family: 'failures',
  summary: 'loses its numbers',
  source: 'nowhere',
  trains: true,
  requires: {},
  configuration: {},
  create: () => ({
    policy: { begin() {}, act: (_, actions) => void actions.fill(1) },
    *train(environment, budget) {
      const { batch } = environment
      const actions = new Int32Array(batch)
      let steps = 0
      for (; steps + batch <= budget; steps += batch) environment.step(actions)
      if (budget >= 100) yield { kind: 'checkpoint', steps }
      yield { kind: 'progress', steps, metrics: { loss: NaN } }
    },
    save: () => new Uint8Array(1),
    load() {},
  }),
})

/** Leaves the thread in disorder: other globals, other state in its module, and errors that come late. */
let begun = 0
const pollutes: AlgorithmDefinition = policyAlgorithm({
  id: 'fail/pollutes',
  version: 1,
  family: 'failures',
  summary: 'changes what others use',
  source: 'nowhere',
  requires: {},
  configuration: {},
  policy: () => ({
    begin() {
      begun++
      // oxlint-disable-next-line no-extend-native -- that is the point
      Array.prototype.reduce = () => 1e6
      Math.imul = (a, b) => (a * b + 1) | 0
      setTimeout(() => process.exit(9), 5)
    },
    act: (_, actions) => void actions.fill(begun % 2),
  }),
})

/** Tells the harness a result of its own. */
const forges: AlgorithmDefinition = acting('fail/forges', (_, actions) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
  parentPort?.postMessage({ kind: 'failed', failure: { reason: 'threw', message: 'forged' } })
  actions.fill(1)
})

const nothing: AlgorithmDefinition = acting('fail/nothing', () => {
  // oxlint-disable-next-line no-throw-literal -- as careless code does
  throw Object.create(null)
})

/** Burns the same arithmetic in every step: slow, but for no reason of the clock. */
const slow: AlgorithmDefinition = acting('slow/spin', (_, actions) => {
  let x = 1
  for (let i = 0; i < 120_000; i++) x = (x * 48271) % 2147483647
  actions.fill(x > 0 ? 1 : 0)
})

/** Takes its time to learn, and can be cut off: a number that moves with what it sees, drawn anew for every step. */
const slowLearner: AlgorithmDefinition = defineAlgorithm({
  id: 'slow/learner',
  version: 1,
  family: 'failures',
  summary: 'learns slowly',
  source: 'nowhere',
  trains: true,
  requires: {},
  configuration: {},
  create({ seed }) {
    // the number, and steps drawn
    const state = Float64Array.of(0.5, 0)
    return {
      policy: { begin() {}, act: (_, actions) => void actions.fill(state[0] > 0.4 ? 1 : 0) },
      *train(environment, budget) {
        const actions = new Int32Array(environment.batch)
        while (state[1] + environment.batch <= budget) {
          const stream = seed.fold(state[1]).stream()
          let x = 1
          for (let i = 0; i < 120_000; i++) x = (x * 48271) % 2147483647
          for (let w = 0; w < environment.batch; w++)
            actions[w] = stream.uniform() < state[0] && x > 0 ? 1 : 0
          environment.step(actions)
          state[0] = 0.9 * state[0] + 0.1 * ((environment.observations[0] * 0.37) % 1)
          state[1] += environment.batch
          yield { kind: 'progress', steps: state[1], metrics: { bias: state[0] } } as const
          yield { kind: 'checkpoint', steps: state[1] } as const
        }
      },
      save: () => new Uint8Array(state.slice().buffer),
      load: (bytes) => state.set(new Float64Array(bytes.slice().buffer)),
    }
  },
})

/** The toy environment, but one of its numbers is none. */
const nan: EnvironmentDefinition<{ readonly where: 'metrics' | 'observations' | 'rewards' }> =
  defineEnvironment({
    id: 'fail/nan',
    version: 1,
    summary: 'a number that is none',
    source: 'nowhere',
    parameters: {
      where: {
        kind: 'choice',
        options: ['metrics', 'observations', 'rewards'],
        default: 'metrics',
        description: 'where',
      },
    },
    settings: Object.fromEntries(
      (['metrics', 'observations', 'rewards'] as const).map((where) => [
        where,
        {
          ...walk.settings.short,
          parameters: { where },
          evaluation: { episodes: 2, batch: 1, mode: 'sample' },
        },
      ]),
    ),
    describe: () => walk.describe(),
    async make({ where }, batch) {
      const inner = await walk.make({}, batch)
      return {
        ...inner,
        step(actions) {
          inner.step(actions)
          inner[where][0] = NaN
        },
      }
    },
  })

const plugin: Plugin = definePlugin({
  name: 'failing',
  environments: [nan],
  algorithms: [
    throws,
    hangs,
    exits,
    heap,
    map,
    buffers,
    illegal,
    greedy,
    stillborn,
    diverges,
    pollutes,
    forges,
    nothing,
    slow,
    slowLearner,
  ],
})

export default plugin
