import {
  type Environment,
  type EnvironmentDefinition,
  type FileContent,
  GauntletError,
  ParameterError,
  type Policy,
  Seed,
  applicability,
  checkPlugin,
} from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import type { SavedEpisode } from '../src/episode-state.ts'
import { type LifelongParameters, lifelong, oneshot } from '../src/index.ts'
import { assemble } from '../src/lifelong.ts'
import { PLANNER_SCORES } from '../src/planner-scores.ts'
import plugin from '../src/plugin.ts'
import { UNHINDERED_THROUGHPUT } from '../src/unhindered-throughput.ts'
import { fileOf, movingAiOf, scenarioOf } from './support/golden.ts'

const file = movingAiOf(['...', '.#.', '...'])
const scenarios = scenarioOf(['...'], [[0, 0]], [[[0, 2]]])
const parted = scenarioOf(['..#..'], [[0, 0], [0, 4]], [[[0, 1]], [[0, 3]]]) // prettier-ignore

/** A file of two corridors of so many cells, one across and one down. */
function acrossAndDown(cells: number): FileContent {
  const across = `a m 0 1 ${cells} 1\n${'.'.repeat(cells)}\n0 0 1 0 1\n`
  const down = `b m 0 ${cells} 1 1\n${'.\n'.repeat(cells)}0 0 1 1 0\n`
  return fileOf('test.txt', `2 256 0\n${across}${down}`)
}

describe('parameters that do not go together are refused', () => {
  const cases: readonly (readonly [Partial<LifelongParameters>, string])[] = [
    [{ agents: 0 }, 'mapf/lifelong.agents: got 0, expected a whole number of at least 1'],
    [{ agents: 1000 }, 'mapf/lifelong.agents: got 1000, expected a whole number from 1 to 104'],
    [
      { instances: 'generated', size: 4, agents: 9 },
      'mapf/lifelong.agents: got 9, expected a whole number from 1 to 8',
    ],
    [
      { instances: 'connected', density: 0.99, size: 8, agents: 1 },
      'mapf/lifelong.density: got 0.99, expected a number from 0 to 0.968 for 8 cells a side, or a size from 15 on: an agent needs',
    ],
    [
      { instances: 'map-file', file, agents: 5 },
      'mapf/lifelong.agents: got 5, expected a whole number from 1 to 4',
    ],
    [
      { instances: 'scenario-file', file: scenarios, agents: 2 },
      'mapf/lifelong.agents: got 2, expected a whole',
    ],
    [{ instances: 'map-file', file, agents: 5 }, 'the most that test.map can host'],
    [
      { instances: 'map-file', file: movingAiOf(['##', '##']), agents: 1 },
      'test.map: got "0 free cells, of which no two lie side by side", expected a map with a start and a goal',
    ],
    [{ instances: 'map-file', file: movingAiOf(['#.']), agents: 1 }, 'test.map: got "1 free cell, of'],
    [{ instances: 'map-file', file: movingAiOf(['.#.']), agents: 1 }, 'test.map: got "2 free cells, of'],
    [
      { instances: 'scenario-file', file: acrossAndDown(20_000), agents: 1 },
      'test.txt: got "maps of up to 20000 rows and 20000 columns", expected rows times columns of at most 67108864',
    ],
    [
      { agents: 2 ** 53 - 1 },
      'mapf/lifelong.agents: got 9007199254740991, expected a whole number from 1 to 104',
    ],
    [
      { horizon: 2 ** 31 },
      'mapf/lifelong.horizon: got 2147483648, expected a whole number from 1 to 2147483647',
    ],
    [
      { instances: 'map-file' },
      'mapf/lifelong.file: got null, expected a map file, since instances is map-file',
    ],
    [{ instances: 'city' }, 'mapf/lifelong.file: got null, expected a map file, since instances is city'],
    [
      { instances: 'city', file, size: 4 },
      'mapf/lifelong.size: got 4, expected a whole number from 1 to 3, the shorter side of test.map',
    ],
    [
      { instances: 'map-file', file: fileOf('a.txt', 'a.A\n...'), agents: 1 },
      'a.txt: got "agents with one goal each", expected no letters, since goals start anew',
    ],
    [
      { instances: 'scenario-file', file: parted, agents: 2, goals: 'shared' },
      'test.txt: got "scenario 1: agents 1 and 2 in parts of the map without a way between them", expected agents',
    ],
    [
      { goals: 'shared' },
      'mapf/lifelong.goals: got "shared", expected own, since of benchmark-random not every agent can',
    ],
    [
      { instances: 'warehouse', size: 14 },
      'mapf/lifelong.size: got 14, expected a whole number from 15 to 1024, since',
    ],
    [{ instances: 'scenario-file' }, 'mapf/lifelong.file: got null, expected a benchmark instance file'],
    [{ instances: 'scenario-file', file }, 'test.map:1: got "type", expected number of scenarios'],
    [{ instances: 'map-file', file: scenarios }, 'test.txt:1: got "1 256 1 1", expected a map: MovingAI'],
    [{ file }, 'mapf/lifelong.file: got "test.map", expected no file, since instances is benchmark-random'],
  ]
  test.each(cases)('%o', async (parameters, message) => {
    expect(() => lifelong.describe(parameters)).toThrow(ParameterError)
    expect(() => lifelong.describe(parameters)).toThrow(message)
    await expect(lifelong.make(parameters)).rejects.toThrow(message)
  })
})

test('task streams: whoever needs a goal takes the next, also after a snapshot', async () => {
  const tasks = scenarioOf(['.....'], [[0, 0], [0, 4]], [[[0, 1], [0, 2]], [[0, 3], [0, 2], [0, 4]]]) // prettier-ignore
  const { environment, worlds } = assemble(
    lifelong.resolve({ instances: 'scenario-file', file: tasks, agents: 2, goals: 'shared', radius: 1 }),
    2,
  )
  const goals = (w: number): number[] =>
    [...worlds.goals.subarray(2 * w, 2 * w + 2)].map((cell) => worlds.columnOf[cell] - 1)
  environment.reset(Seed.from(0))
  // The stream: 1, 3, 2, 2, 4, and again 1, 3, …
  expect(goals(0)).toEqual([1, 3])
  environment.step(Int32Array.of(4, 3, 0, 0))
  expect([...environment.rewards]).toEqual([1, 1, 0, 0])
  expect(goals(0)).toEqual([2, 2])
  environment.step(Int32Array.of(0, 3, 0, 0))
  expect(goals(0)).toEqual([2, 4])
  environment.snapshot!.restore(1, environment.snapshot!.save(0))
  expect(goals(1)).toEqual([2, 4])
  environment.step(Int32Array.of(0, 4, 0, 4))
  for (const w of [0, 1]) expect(goals(w)).toEqual([2, 4])
  environment.step(Int32Array.of(4, 4, 4, 4))
  for (const w of [0, 1]) expect(goals(w)).toEqual([1, 3])
})

test('numbered instances: the benchmark has 128, a file as many as it lists, numpy seeds are 31 bits', () => {
  expect(lifelong.describe().instances).toBe(128)
  expect(lifelong.describe({ instances: 'scenario-file', file: scenarios, agents: 1 }).instances).toBe(1)
  expect(lifelong.describe({ instances: 'map-file', file, agents: 1 }).instances).toBe(2 ** 31)
})

test('an unknown expert is refused with the names of the known', async () => {
  const environment = await lifelong.make({ agents: 8 })
  expect(() => environment.expert!.policy('astar')).toThrow(
    'got expert astar, expected one of a-star, shortest-path, shortest-path-waiting, pibt, pibt-swap',
  )
})

test('experts act after they have begun', async () => {
  const environment = await lifelong.make({ agents: 8 })
  environment.reset(Seed.from(0))
  for (const name of ['pibt', 'shortest-path']) {
    const act = (): void => environment.expert!.policy(name).act(environment, new Int32Array(8), 'sample')
    expect(act).toThrow(`${name}: act before begin`)
  }
})

test('a snapshot whose content is not a world’s is refused', async () => {
  const environment = await lifelong.make({ agents: 2, horizon: 9 })
  environment.reset(Seed.from(0))
  const snapshot = environment.snapshot!.save(0)
  const content = snapshot.content as { readonly rules: { readonly episode: SavedEpisode } }
  const { episode } = content.rules
  const [cell] = episode.positions
  for (const change of [
    { index: 128 },
    { index: '1' },
    { positions: [1, 2] },
    { positions: Int32Array.of(1) },
    { positions: Int32Array.of(-1, 2) },
    { positions: Int32Array.of(0, cell) },
    { positions: Int32Array.of(cell, cell) },
    { reached: Int32Array.of(0, 10) },
    { reached: undefined },
    { numbers: Int32Array.of(0, 1) },
    { elapsed: 1 },
  ]) {
    const rules = { ...content.rules, episode: { ...episode, ...change } }
    const changed = { ...snapshot, content: { ...content, rules } }
    expect(() => environment.snapshot!.restore(0, changed)).toThrow(GauntletError)
    expect(() => environment.snapshot!.restore(0, changed)).toThrow('mapf/lifelong: got a snapshot of {')
  }
  const none = { ...snapshot, content: { ...content, rules: null } }
  expect(() => environment.snapshot!.restore(0, none)).toThrow('mapf/lifelong: got a snapshot of null')
})

test('a restored world has the very map and goals of the worlds that play its instance', () => {
  const { environment, worlds } = assemble(lifelong.resolve({ instances: 'generated', agents: 4 }), 2)
  environment.reset(Seed.from(0))
  const snapshot = environment.snapshot!.save(0)
  environment.snapshot!.restore(1, snapshot)
  expect(worlds.maps[1]).toBe(worlds.maps[0])
  environment.snapshot!.restore(0, snapshot)
  expect(worlds.maps[0]).toBe(worlds.maps[1])
})

test('a shield refuses what is no action, and what is no policy', () => {
  const { environment } = assemble(lifelong.resolve({ agents: 4 }), 1)
  const nines: Policy = { begin: () => {}, act: (_view, actions) => void actions.fill(9) }
  const policy = environment.shield!.wrap(nines)
  environment.reset(Seed.from(0))
  policy.begin(environment, Seed.from(0))
  expect(() => policy.act(environment, new Int32Array(4), 'sample')).toThrow('world 0, agent 0: action 9')
  expect(() => environment.shield!.wrap(undefined as never)).toThrow('shield: policy')
})

test('who has left is in no picture', async () => {
  const leaving = scenarioOf(['...', '...'], [[0, 0], [1, 0]], [[[0, 1]], [[1, 2]]]) // prettier-ignore
  const environment = await oneshot.make({
    instances: 'scenario-file',
    file: leaving,
    agents: 2,
    onTarget: 'finish',
  })
  environment.reset(Seed.from(0))
  environment.step(Int32Array.of(4, 4))
  expect(environment.terminated).toEqual(Uint8Array.of(1, 0))
  expect(environment.renderText(0)).toBe(['##########', '## · · ·##', '## · 1+1##', '##########'].join('\n'))
  expect(environment.renderSvg(0).match(/<text/g)).toHaveLength(1)
})

test('pictures show obstacles, agents and goals', async () => {
  const environment = await lifelong.make({ instances: 'scenario-file', file: scenarios, agents: 1 })
  environment.reset(Seed.from(0))
  expect(environment.renderText(0)).toBe(['##########', '## 0 ·+0##', '##########'].join('\n'))
  const svg = environment.renderSvg(0)
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="-12 -12 96 48"/)
  expect(svg).toContain('<title>1 agent on a map of 1 × 3 cells</title>')
  expect(svg).toContain('<circle cx="12" cy="12" r="10" fill="#be2d2d"/>')
})

test.each([lifelong, oneshot] as readonly EnvironmentDefinition[])(
  '$id: the settings are the published rows and small ones, with references that tell random from best',
  (definition) => {
    const [random, mazes, warehouse] = [
      [8, 16, 24, 32, 48, 64],
      [8, 16, 24, 32, 48, 64],
      [32, 64, 96, 128, 160, 192],
    ]
    const names = Object.entries({ random, mazes, warehouse }).flatMap(([set, counts]) =>
      counts.map((agents) => `${set}-${agents}`),
    )
    const published = Object.entries(definition.settings).filter(
      ([name]) => !/^(small-4|follower)/.test(name),
    )
    expect(published.map(([name]) => name)).toEqual(names)
    for (const [name, { parameters, references, evaluation }] of published) {
      expect(definition.describe(parameters).agents).toBe(Number(name.split('-')[1]))
      expect(evaluation.instances).toHaveLength(128)
      const better = definition === oneshot ? references.random.score - references.best.score : references.best.score - references.random.score // prettier-ignore
      expect(better).toBeGreaterThan(0)
    }
  },
)

test('who learns as Follower trains in mazes, and is evaluated as the benchmark has it', async () => {
  const { settings } = lifelong
  const names = Object.keys(settings).filter((name) => name.startsWith('follower-'))
  expect(names).toEqual(['follower-random-32', 'follower-mazes-32', 'follower-warehouse-128'])
  for (const name of names) {
    const { parameters, evaluation, references } = settings[name]
    const same = settings[name.slice('follower-'.length)]
    expect(references).toEqual(same.references)
    expect({ ...evaluation, parameters: undefined }).toEqual({ ...same.evaluation, parameters: undefined })
    expect(lifelong.describe(parameters)).toMatchObject({ agents: 256, horizon: 512, rewardRange: [0, 0.01] })
    const evaluated = { ...parameters, ...evaluation.parameters }
    expect(lifelong.describe(evaluated).observation).toEqual(lifelong.describe(parameters).observation)
    // Where everybody is, and where they go, does not hang on what they see.
    const [one, other] = [await lifelong.make(evaluated, 2), await lifelong.make(same.parameters, 2)]
    const seed = Seed.from(0)
    const play = (environment: Environment): number[] => {
      const policy = environment.expert!.policy('pibt')
      environment.reset(seed, (w) => ({ key: seed.fold(w), index: 100 + w }))
      policy.begin(environment, seed)
      const actions = new Int32Array(2 * environment.spec.agents)
      while (environment.ended[0] === 0) {
        policy.act(environment, actions, 'sample')
        environment.step(actions)
      }
      return [...environment.metrics].filter((_, k) => k < 2)
    }
    expect(play(one)).toEqual(play(other))
  }
})

test('the best reference is a published score that agents can reach, or a scripted policy that is above it', () => {
  const best = (name: string): string => lifelong.settings[name].references.best.source
  expect(best('random-64')).toMatch(/^mapf\/rhcr/)
  expect(best('warehouse-192')).toMatch(/^mapf\//)
  for (const [name, most] of Object.entries(UNHINDERED_THROUGHPUT))
    expect(lifelong.settings[name].references.best.score).toBeLessThanOrEqual(most)
})

test('scripted policies reach what was published of planners, but for throughput that nobody can reach', () => {
  for (const [name, most] of Object.entries(UNHINDERED_THROUGHPUT)) {
    const [rhcr] = lifelong.settings[name].literature!
    expect(rhcr.algorithm).toBe('RHCR')
    expect(PLANNER_SCORES[`mapf/lifelong:${name}`].best).toBeGreaterThan(Math.min(rhcr.score, 0.98 * most))
    const [lacam] = oneshot.settings[name].literature!
    expect(lacam.algorithm).toBe('LaCAM')
    expect(PLANNER_SCORES[`mapf/oneshot:${name}`].best).toBeLessThan(lacam.score)
  }
})

test('the plugin is one; its algorithms run on the environments that they are made for; its presets name what exists', () => {
  expect(checkPlugin(plugin, 'here')).toBe(plugin)
  for (const { id, requires } of plugin.algorithms) {
    expect(requires.environments?.length, id).toBeGreaterThan(0)
    for (const { id: where, describe: specOf, resolve } of plugin.environments) {
      const decision = applicability(where, specOf(resolve({})), requires)
      expect(decision.kind === 'runs', `${id} on ${where}`).toBe(requires.environments!.includes(where))
    }
  }
  const known = plugin.environments.flatMap(({ id, settings }) =>
    ['*', ...Object.keys(settings)].map((name) => `${id}:${name}`),
  )
  for (const { settings } of Object.values(plugin.presets).flat()) {
    for (const name of settings) expect(known).toContain(name)
  }
})
