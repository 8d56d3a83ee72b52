import { Seed } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { loadBackend } from '../src/networks/backends.ts'
import { sharedNetwork } from '../src/networks/shared-network.ts'

const SHAPE = {
  inputs: 3,
  hidden: [4],
  outputs: 3,
  activation: 'tanh',
  initialisation: 'orthogonal',
} as const
const ROWS = 2
const inputs = Float32Array.of(1, -2, 0.5, 0.25, 3, -1)

test('a policy and its value are one network, whose gradient both make', async () => {
  const backend = await loadBackend('wasm')
  const whole = backend.mlp(SHAPE, Seed.from(1).stream())
  const outputs = whole.forward(inputs, ROWS)
  whole.backward(Float32Array.of(1, 2, 3, 4, 5, 6))
  const gradient = whole.gradient.slice()

  const policy = sharedNetwork(backend.mlp(SHAPE, Seed.from(1).stream()))
  expect(policy.forward(inputs, ROWS)).toEqual(Float32Array.of(...[0, 1, 3, 4].map((k) => outputs[k])))
  policy.backward(Float32Array.of(1, 2, 4, 5))
  expect(policy.value.forward(inputs, ROWS)).toEqual(Float32Array.of(outputs[2], outputs[5]))
  policy.value.backward(Float32Array.of(3, 6))
  expect(policy.gradient).toEqual(gradient)
  expect(policy.value.predict(inputs, ROWS)).toEqual(Float32Array.of(outputs[2], outputs[5]))
  expect(policy.parameters).toHaveLength(gradient.length)
  expect(policy.value.parameters).toHaveLength(0)
})

test('a value is not foretold of rows that its policy has not seen', async () => {
  const backend = await loadBackend('wasm')
  const policy = sharedNetwork(backend.mlp(SHAPE, Seed.from(1).stream()))
  expect(() => policy.value.forward(inputs, ROWS)).toThrow('got 2 rows for a value, the policy had 0')
})
