/** Learners on one side of a game, and on actions whose later factors depend on earlier ones. */
import {
  type AlgorithmDefinition,
  type Environment,
  Seed,
  allocateActions,
  applicability,
  policyStreams,
} from '@gauntlet/core'
import { checkEnvironment, reportText } from '@gauntlet/core/check'
import { describe, expect, it } from 'vitest'
import { a2c } from '../src/methods/a2c.ts'
import { Actor } from '../src/actor.ts'
import { opponentPool } from '../src/adapters/opponent-pool.ts'
import { collectSteps } from '../src/collectors/steps.ts'
import { mlpActor } from '../src/policies/mlp.ts'
import { grpo } from '../src/methods/grpo.ts'
import { loadBackend } from '../src/networks/backends.ts'
import plugin from '../src/plugin.ts'
import { ppo } from '../src/methods/ppo.ts'
import { reinforce } from '../src/methods/reinforce.ts'
import { showdown } from './showdown.ts'

const seed = Seed.from(3)

async function seated(batch: number): Promise<Environment> {
  return opponentPool.wrap(await showdown.make({}, batch), {})
}

/** An actor whose preferences differ from digit to digit. */
async function actorOn(environment: Environment): Promise<Actor> {
  const shape = { hidden: [4], activation: 'tanh' } as const
  const actor = mlpActor(await loadBackend('cpu'), environment.spec, shape, seed)
  const stream = seed.fold('preferences').stream()
  actor.network.parameters.set(actor.network.parameters.map(() => stream.normal()))
  actor.network.changed()
  return actor
}

/** p(first, second) by the definition, from the logits. */
function joint(logits: Float32Array): number[][] {
  const e = Array.from(logits, Math.exp)
  const first = e[0] + e[1] + e[2]
  return [0, 1, 2].map((f) =>
    [0, 1, 2].map((s) => (s === f ? 0 : ((e[f] / first) * e[3 + s]) / (e[3] + e[4] + e[5] - e[3 + f]))),
  )
}

describe('factors that exclude each other', () => {
  it('are drawn as often as the product of their conditional probabilities says, and never against it', async () => {
    const environment = await seated(500)
    const actor = await actorOn(environment)
    environment.reset(seed)
    const probabilities = joint(actor.network.predict(environment.observations, 1).slice(0, 6))
    const streams = policyStreams(seed, 500)
    const actions = allocateActions(environment.spec.action, 500)
    const logProbabilities = new Float64Array(500)
    const counts = [0, 1, 2].map(() => [0, 0, 0])
    for (let n = 0; n < 40; n++) {
      actor.sample(environment, streams, actions, logProbabilities)
      for (let w = 0; w < 500; w++) {
        const [first, second] = [actions[2 * w], actions[2 * w + 1]]
        counts[first][second]++
        expect(logProbabilities[w]).toBeCloseTo(Math.log(probabilities[first][second]), 5)
      }
      environment.step(actions)
    }
    expect(probabilities.flat().reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6)
    probabilities.forEach((row, f) =>
      row.forEach((p, s) => expect(Math.abs(counts[f][s] / 20_000 - p)).toBeLessThan(0.015)),
    )
  })

  it('have in training the log-probabilities under which they were drawn', async () => {
    const environment = await seated(8)
    const actor = await actorOn(environment)
    environment.reset(seed)
    const { rollout, collect } = collectSteps(6).begin(environment, actor, seed)
    collect(0, 48)
    const outputs = actor.network.forward(rollout.observations, 48)
    for (let place = 0; place < 48; place++) {
      const first = rollout.actions[2 * place]
      expect(Array.from(rollout.masks!.slice(6 * place, 6 * place + 6))).toEqual(
        [0, 1, 2, 3, 4, 5].map((k) => (k === 3 + first ? 0 : 1)),
      )
      const scored = actor.head.score(outputs, rollout.masks, place, rollout.actions)
      expect(scored).toBeCloseTo(rollout.logProbabilities[place], 5)
    }
  })

  it('are greedy one after the other', async () => {
    const environment = await seated(1)
    const actor = await actorOn(environment)
    environment.reset(seed)
    const logits = actor.network.predict(environment.observations, 1).slice(0, 6)
    const best = (from: number, not = -1): number =>
      [0, 1, 2].filter((k) => k !== not).toSorted((p, q) => logits[from + q] - logits[from + p])[0]
    const actions = new Int32Array(2)
    actor.policy().act(environment, actions, 'greedy')
    expect(Array.from(actions)).toEqual([best(0), best(3, best(0))])
  })
})

describe('opponent-pool', () => {
  it('lets a learner that knows no opponent play one side, and says so', () => {
    const spec = showdown.describe()
    const answer = applicability(showdown.id, spec, ppo.requires, plugin.adapters)
    expect(answer).toEqual({ kind: 'adapted', adapters: [opponentPool] })
    expect(applicability(showdown.id, spec, ppo.requires)).toMatchObject({
      reason: 'knows no opponent; the environment has 2 sides',
    })
    const lonely = { ...spec, faces: spec.faces.filter((face) => face !== 'instance') }
    expect(opponentPool.adapt(lonely, ppo.requires)).toBeUndefined()
    expect(opponentPool.adapt(spec, {})).toBeUndefined()
  })

  it('gives the environment that it foretells', async () => {
    expect((await seated(2)).spec).toEqual(opponentPool.adapt(showdown.describe(), ppo.requires))
  })

  it('is tested on a game that keeps the contracts', async () => {
    const report = await checkEnvironment(showdown)
    expect(report.passed, reportText(report)).toBe(true)
  }, 30_000)

  const small = { worlds: 16, learningRate: 0.02, hidden: [4] }
  it.each([
    ['ppo', ppo, { ...small, steps: 16 }],
    ['a2c', a2c, { ...small, steps: 8 }],
    ['reinforce', reinforce, { ...small, steps: 8 }],
    ['grpo', grpo, { ...small, groupSize: 8 }],
  ] as const)('%s learns to beat the pool', async (_, algorithm, configuration) => {
    const definition = algorithm as unknown as AlgorithmDefinition<object>
    const environment = await seated(16)
    const learner = await definition.create({ spec: environment.spec, configuration, seed, backend: 'wasm' })
    environment.reset(seed)
    for await (const event of learner.train!(environment, 4000)) expect(event.steps).toBeLessThan(4001)
    environment.reset(seed)
    learner.policy.begin(environment, seed)
    const actions = allocateActions(environment.spec.action, 16)
    let won = 0
    for (let t = 0; t < 40; t++) {
      learner.policy.act(environment, actions, 'greedy')
      environment.step(actions)
      for (let w = 0; w < 16; w++) won += environment.metrics[2 * w]
    }
    // The greatest digits always beat the expert, and random play as often as it does not draw: (1 + 5/6) / 2.
    expect(won / 640).toBeGreaterThan(0.88)
    learner.dispose?.()
  })
})
