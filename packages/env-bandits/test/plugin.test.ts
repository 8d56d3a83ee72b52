import { expect, test } from 'vitest'
import { Seed, allocateActions, applicability, checkPlugin, settingOf, uniformPolicy } from '@gauntlet/core'
import plugin from '../src/plugin.ts'

test('the plugin is one, and every algorithm of it runs on some environment of it', () => {
  expect(checkPlugin(plugin, 'here')).toBe(plugin)
  for (const { id, requires } of plugin.algorithms) {
    const verdicts = plugin.environments.map(
      (environment) => applicability(environment.id, environment.describe(), requires).kind,
    )
    expect(verdicts, id).toContain('runs')
  }
})

test('scripted policies that see what is hidden are oracles, which are never ranked, and no others are', () => {
  for (const { id, requires, oracle } of plugin.algorithms) {
    for (const environment of plugin.environments) {
      if (requires.environments?.includes(environment.id) !== true) continue
      const expert = environment.describe().experts?.find(({ name }) => name === requires.expert)
      if (expert !== undefined) expect(oracle, `${id} on ${environment.id}`).toBe(expert.seesHiddenState)
    }
  }
})

test('presets name settings that exist, and algorithms that run on some of them', () => {
  expect(Object.keys(plugin.presets)).toEqual([
    'quick',
    'standard',
    'full',
    'study-regret',
    'study-payments',
    'study-recovering',
  ])
  for (const { settings, algorithms } of Object.values(plugin.presets).flat()) {
    const specs = settings.flatMap((glob) => {
      const [id, name] = glob.split(':')
      const environment = plugin.environments.find((candidate) => candidate.id === id)!
      const names = name === '*' ? Object.keys(environment.settings) : [name]
      return names.map(
        (setting) => [id, environment.describe(settingOf(environment, setting).parameters)] as const,
      )
    })
    for (const algorithm of algorithms) {
      const wanted = typeof algorithm === 'string' ? algorithm : algorithm.id
      if (wanted === 'random') continue
      const [head, star] = wanted.split('*')
      const meant = plugin.algorithms.filter(({ id }) =>
        star === undefined ? id === wanted : id.startsWith(head),
      )
      const verdicts = meant.flatMap(({ requires }) =>
        specs.map(([id, spec]) => applicability(id, spec, requires).kind),
      )
      expect(verdicts, `${wanted} on ${settings.join()}`).toContain('runs')
    }
  }
})

test('online environments tell a finite score in every step, and telling it changes nothing', async () => {
  for (const definition of plugin.environments) {
    const play = async (asked: boolean): Promise<string> => {
      const environment = await definition.make({}, 2)
      const policy = uniformPolicy()
      const actions = allocateActions(environment.spec.action, 2)
      environment.reset(Seed.from(4))
      policy.begin(environment, Seed.from(4))
      for (let t = 0; t < 20; t++) {
        policy.act(environment, actions, 'sample')
        environment.step(actions)
        if (!asked || environment.scoreSoFar === undefined) continue
        expect(environment.scoreSoFar(1), `${definition.id}, step ${t}`).toSatisfy(Number.isFinite)
      }
      return `${environment.observations} ${environment.rewards} ${environment.metrics}`
    }
    expect(await play(true)).toBe(await play(false))
  }
})
