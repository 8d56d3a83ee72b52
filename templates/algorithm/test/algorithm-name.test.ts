import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type Learner,
  type Rules,
  Seed,
  type Stream,
  type TrainingEvent,
  createEnvironment,
  defineEnvironment,
  discrete,
  flatArray,
  trajectoryDigest,
} from '@gauntlet/core'
import { checkAlgorithm, reportText } from '@gauntlet/core/check'
import { expect, test } from 'vitest'
import { algorithmName } from '../src/algorithm-name.ts'

const spec: EnvironmentSpec = {
  agents: 1,
  observation: flatArray('signal', 1, 0, 1),
  action: discrete(2),
  masked: false,
  activity: false,
  objectives: 1,
  constraints: [],
  horizon: 4,
  protocol: 'episodic',
  sides: 1,
  rewardStructure: 'individual',
  rewardRange: [0, 1],
  metrics: [{ name: 'hits', unit: 'steps', direction: 'maximise', description: 'Steps that agreed' }],
  score: 'hits',
  faces: [],
  missingFaces: { snapshot: 'a test needs none', instance: 'a test needs none', expert: 'a test needs none' },
  engine: 'own',
}

/** Four steps, each of which pays 1 where the agent says what it sees: 0 or 1. */
const echo: EnvironmentDefinition<Record<string, never>> = defineEnvironment<Record<string, never>>({
  id: 'test/echo',
  version: 1,
  summary: 'Say what you see',
  source: 'none',
  parameters: {},
  settings: {},
  describe: () => spec,
  make: (_parameters, batch) =>
    createEnvironment('test/echo', spec, batch, ({ observations, rewards }) => {
      const streams: Stream[] = []
      const signals = new Int32Array(batch)
      const hits = new Int32Array(batch)
      const rules: Rules = {
        start(w, { key }) {
          streams[w] = key.stream()
          signals[w] = streams[w].integer(2)
          hits[w] = 0
        },
        step(actions) {
          for (let w = 0; w < batch; w++) {
            rewards[w] = actions[w] === signals[w] ? 1 : 0
            hits[w] += rewards[w]
            signals[w] = streams[w].integer(2)
          }
        },
        observe: (from, to) => {
          for (let w = from; w < to; w++) observations[w] = signals[w]
        },
        measure: (w, metrics, offset) => {
          metrics[offset] = hits[w]
        },
        renderText: (w) => String(signals[w]),
        renderSvg: (w) => `<svg xmlns="http://www.w3.org/2000/svg"><text>${signals[w]}</text></svg>`,
      }
      return { rules }
    }),
})

function create(): Promise<Learner> {
  return algorithmName.create({ spec, seed: Seed.from(5), backend: 'wasm' })
}

/** Trains on 8 worlds; gives the learner and what training told. */
async function train(budget: number): Promise<{ learner: Learner; events: TrainingEvent[] }> {
  const learner = await create()
  const events: TrainingEvent[] = []
  for await (const event of learner.train!(await echo.make({}, 8), budget)) events.push(event)
  return { learner, events }
}

/** Mean score of the greedy policy over 64 episodes that training has not seen. */
async function evaluate({ policy }: Learner): Promise<number> {
  const environment = await echo.make({}, 64)
  const actions = new Int32Array(64)
  environment.reset(Seed.from(6))
  policy.begin(environment, Seed.from(6))
  for (let t = 0; t < spec.horizon; t++) {
    policy.act(environment, actions, 'greedy')
    environment.step(actions)
  }
  return environment.metrics.reduce((sum, hits) => sum + hits, 0) / 64
}

test('keeps the contracts, untrained and trained', async () => {
  for (const budget of [0, 500]) {
    const report = await checkAlgorithm(algorithmName, echo, { budget })
    expect(report.passed, reportText(report)).toBe(true)
  }
})

test('learns what the environment pays for, within its budget', async () => {
  const { learner, events } = await train(4000)
  expect(events.at(-1)?.steps).toBe(4000)
  expect(await evaluate(learner)).toBe(4)
  expect(await evaluate(await create())).toBeLessThan(3)
})

test('the same seed learns the same bits', async () => {
  const [first, second] = [await train(1000), await train(1000)]
  expect(second.events).toEqual(first.events)
  expect(second.learner.save!()).toEqual(first.learner.save!())
})

test('a learner that is loaded acts as the one that was saved', async () => {
  const { learner } = await train(1000)
  const copy = await create()
  copy.load!(learner.save!())
  const digests = await Promise.all(
    [learner, copy].map(async ({ policy }) =>
      trajectoryDigest(await echo.make({}, 3), policy, Seed.from(7), 20),
    ),
  )
  expect(digests[1]).toBe(digests[0])
})
