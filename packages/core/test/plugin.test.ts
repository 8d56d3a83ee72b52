import { describe, expect, it } from 'vitest'
import { GauntletError } from '../src/errors.ts'
import { API_VERSION, checkPlugin, definePlugin } from '../src/plugin.ts'
import { nim } from './worlds/index.ts'

describe('a plugin', () => {
  it('provides nothing but what it names', () => {
    expect(definePlugin({ name: 'empty' })).toEqual({
      kind: 'plugin',
      apiVersion: API_VERSION,
      name: 'empty',
      environments: [],
      algorithms: [],
      adapters: [],
      presets: {},
    })
    const environments = [nim] as never
    expect(definePlugin({ name: 'one', environments }).environments).toBe(environments)
  })

  it('is recognised', () => {
    const plugin = definePlugin({ name: 'empty' })
    expect(checkPlugin(plugin, './plugin.js')).toBe(plugin)
  })

  it.each([undefined, null, 3, 'plugin', {}, { kind: 'environment' }, () => 1])(
    'is not just anything: %o',
    (value) => {
      expect(() => checkPlugin(value, './plugin.js')).toThrow(GauntletError)
      expect(() => checkPlugin(value, './plugin.js')).toThrow(
        './plugin.js: the default export is not a plugin',
      )
    },
  )

  it('of another version of the contract is refused with a way out', () => {
    const other = { ...definePlugin({ name: 'other' }), apiVersion: API_VERSION + 1 }
    expect(() => checkPlugin(other, 'pkg')).toThrow(`pkg: speaks version ${API_VERSION + 1}`)
    expect(() => checkPlugin(other, 'pkg')).toThrow(
      'install versions of the package and of @gauntlet/bench that match',
    )
  })
})
