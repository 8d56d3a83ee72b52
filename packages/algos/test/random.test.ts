import { expect, test } from 'vitest'
import { Seed, allocateActions, applicability, checkPlugin } from '@gauntlet/core'
import plugin from '../src/plugin.ts'
import { random } from '../src/methods/random.ts'
import { tiny } from './tiny.ts'

const seed = Seed.from(3)

test('runs on every environment', () => {
  expect(random.trains).toBe(false)
  const spec = tiny.describe()
  const others = [
    spec,
    { ...spec, protocol: 'online' as const },
    { ...spec, sides: 2, sideOf: [0, 1], objectives: 3 },
  ]
  for (const other of others) expect(applicability(tiny.id, other, random.requires)).toEqual({ kind: 'runs' })
})

test('draws every legal action equally often and no other, in either mode', async () => {
  const batch = 100
  const environment = await tiny.make({}, batch)
  const { policy } = await random.create({ spec: environment.spec, seed, backend: 'wasm' })
  const actions = allocateActions(environment.spec.action, 2 * batch)
  environment.reset(seed)
  policy.begin(environment, seed)
  for (const mode of ['sample', 'greedy'] as const) {
    const counts = new Float64Array(4)
    let rows = 0
    for (let t = 0; t < 400; t++) {
      policy.act(environment, actions, mode)
      for (let i = 0; i < actions.length; i++, rows++) {
        expect(environment.actionMask![4 * i + actions[i]]).toBe(1)
        const illegal = environment.actionMask!.indexOf(0, 4 * i) - 4 * i
        counts[(actions[i] - illegal + 4) % 4]++
      }
      environment.step(actions)
    }
    const deviation = Math.sqrt((rows * 2) / 9)
    for (const k of [1, 2, 3]) expect(Math.abs(counts[k] - rows / 3)).toBeLessThan(4 * deviation)
    expect(counts[0]).toBe(0)
  }
})

test('the plugin of the package has it', () => {
  expect(checkPlugin(plugin, 'here').algorithms).toContain(random)
})
