/** A plugin with one environment, three policies and one learner. */
import {
  type AlgorithmDefinition,
  type Plugin,
  allocateActions,
  defineAlgorithm,
  definePlugin,
  integer,
  number,
  policyAlgorithm,
  policyStreams,
  uniformPolicy,
} from '@gauntlet/core'
import { walk } from './walk.ts'

const about = { version: 1, family: 'toys', source: 'nowhere' } as const

const random: AlgorithmDefinition = policyAlgorithm({
  ...about,
  id: 'toy/random',
  summary: 'any way',
  requires: {},
  configuration: {},
  policy: () => uniformPolicy(),
})

const right: AlgorithmDefinition = policyAlgorithm({
  ...about,
  id: 'toy/right',
  summary: 'always right',
  requires: {},
  configuration: {},
  policy: () => ({ begin() {}, act: (_, actions) => void actions.fill(1) }),
})

const solo: AlgorithmDefinition = policyAlgorithm({
  ...about,
  id: 'toy/solo',
  summary: 'always right, alone',
  requires: { agents: 'one' },
  configuration: {},
  policy: () => ({ begin() {}, act: (_, actions) => void actions.fill(1) }),
})

interface LearnerConfiguration {
  readonly rate: number
  readonly worlds: number
}

/** Learns how often to go right: a number that moves with the rewards it happens to see. */
const learner: AlgorithmDefinition<LearnerConfiguration> = defineAlgorithm<LearnerConfiguration>({
  ...about,
  id: 'toy/learner',
  summary: 'learns a bias',
  trains: true,
  requires: {},
  configuration: {
    rate: number({ default: 0.01, minimum: 0, description: 'step size' }),
    worlds: integer({ default: 2, minimum: 1, description: 'worlds to train on' }),
  },
  create({ configuration, seed }) {
    const state = new Float64Array([0.5])
    const policy = {
      streams: policyStreams(seed, 0),
      begin(view: { readonly batch: number }, key: typeof seed) {
        this.streams = policyStreams(key, view.batch)
      },
      act(
        view: { readonly batch: number; readonly spec: { readonly agents: number } },
        actions: { [i: number]: number },
      ) {
        for (let w = 0; w < view.batch; w++) {
          for (let a = 0; a < view.spec.agents; a++) {
            actions[w * view.spec.agents + a] = this.streams[w].uniform() < state[0] ? 1 : 0
          }
        }
      },
    }
    return {
      policy,
      *train(environment, budget) {
        const actions = allocateActions(environment.spec.action, environment.batch * environment.spec.agents)
        policy.begin(environment, seed)
        for (let steps = environment.batch; steps <= budget; steps += environment.batch) {
          policy.act(environment, actions)
          environment.step(actions)
          state[0] = Math.min(0.95, state[0] + configuration.rate * environment.observations[0])
          if (steps % 100 === 0) yield { kind: 'progress', steps, metrics: { bias: state[0] } } as const
        }
      },
      save: () => new Uint8Array(state.slice().buffer),
      load: (bytes) => state.set(new Float64Array(bytes.slice().buffer)),
    }
  },
})

const plugin: Plugin = definePlugin({
  name: 'toy',
  environments: [walk],
  algorithms: [random, right, solo, learner],
  presets: {
    quick: [{ settings: ['toy/*'], algorithms: ['toy/*', 'elsewhere'], seeds: 2, budget: 400 }],
    tuned: [
      {
        settings: ['toy/walk:short'],
        algorithms: ['toy/random', { id: 'toy/learner', configuration: { rate: 0.02 } }],
        seeds: 1,
        budget: 100,
      },
    ],
  },
})

export default plugin
