import { Seed } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { writeMovingAiScenario } from '../src/formats/movingai-scenario.ts'
import { type OneshotParameters, oneshot } from '../src/index.ts'
import { assemble } from '../src/oneshot.ts'
import { cellsOf, fileOf, movingAiOf, scenarioOf } from './support/golden.ts'

const MAP = ['....', '.##.', '....']
const file = movingAiOf(MAP)
const entry = { bucket: 0, mapName: 'test.map', rows: 3, columns: 4, optimalLength: 3 }
const scenario = fileOf(
  'test.scen',
  writeMovingAiScenario([
    { ...entry, start: 0, goal: 3 },
    { ...entry, start: 8, goal: 11 },
    { ...entry, start: 4, goal: 3 },
  ]),
)

test('a MovingAI scenario is played on its map, by as many agents as have starts and goals of their own', () => {
  const parameters = { instances: 'map-file', file, scenario, agents: 2, horizon: 9 } as const
  const { environment, worlds } = assemble(oneshot.resolve(parameters), 1)
  const policy = environment.expert!.policy('pibt')
  const actions = new Int32Array(2)
  environment.reset(Seed.from(0))
  expect(cellsOf(worlds, worlds.positions)).toEqual([[0, 0], [2, 0]]) // prettier-ignore
  expect(cellsOf(worlds, worlds.goals)).toEqual([[0, 3], [2, 3]]) // prettier-ignore
  policy.begin(environment, Seed.from(0))
  while (environment.ended[0] === 0) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
  }
  const score = environment.spec.metrics.findIndex(({ name }) => name === environment.spec.score)
  expect(environment.metrics[score]).toBe(6)
  expect([...environment.returns]).toEqual([1, 1])
})

describe('what cannot be played is refused', () => {
  const shared = scenarioOf(['...'], [[0, 0], [0, 1]], [[[0, 2]], [[0, 2]]]) // prettier-ignore
  const cases: readonly (readonly [Partial<OneshotParameters>, string])[] = [
    [
      { instances: 'map-file', file, scenario, agents: 3 },
      'mapf/oneshot.agents: got 3, expected a whole number from 1 to 2',
    ],
    [
      { scenario },
      'mapf/oneshot.scenario: got "test.scen", expected no file, since instances is benchmark-random',
    ],
    [{ instances: 'map-file', file: movingAiOf(['...']), scenario, agents: 1 }, 'test.scen:2: '],
    [
      { instances: 'scenario-file', file: shared, agents: 2 },
      'test.txt: got "scenario 1: agents 1 and 2 with one goal", expected a goal of its own for each, since',
    ],
    [{ instances: 'map-file', file: fileOf('a.txt', 'a#A\n.#.'), agents: 1 }, 'a.txt: got '],
  ]
  test.each(cases)('%o', (parameters, message) => {
    expect(() => oneshot.describe(parameters)).toThrow(message)
  })
  test('but agents that leave may share a goal', () => {
    const parameters = { instances: 'scenario-file', file: shared, agents: 2, onTarget: 'finish' } as const
    expect(oneshot.describe(parameters).agents).toBe(2)
  })
})
