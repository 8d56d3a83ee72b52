import { expect, test } from 'vitest'
import { applicability, checkPlugin, settingOf } from '@gauntlet/core'
import { bernoulli } from '../src/bernoulli.ts'
import plugin from '../src/plugin.ts'

test('the plugin is one, and every algorithm of it runs on every environment of it', () => {
  expect(checkPlugin(plugin, 'here')).toBe(plugin)
  for (const environment of plugin.environments) {
    for (const algorithm of plugin.algorithms) {
      const verdict = applicability(environment.id, environment.describe(), algorithm.requires)
      expect(verdict, `${algorithm.id} on ${environment.id}`).toEqual({ kind: 'runs' })
    }
  }
})

test('presets name settings and algorithms that exist', () => {
  const known = new Set(['random', ...plugin.algorithms.map(({ id }) => id)])
  expect(Object.keys(plugin.presets)).toEqual(['quick', 'standard', 'full'])
  for (const blocks of Object.values(plugin.presets)) {
    for (const { settings, algorithms } of blocks) {
      for (const id of algorithms) expect(known).toContain(id)
      for (const glob of settings) {
        const [id, name] = glob.split(':')
        expect(id).toBe(bernoulli.id)
        if (name !== '*') settingOf(bernoulli, name)
      }
    }
  }
})
