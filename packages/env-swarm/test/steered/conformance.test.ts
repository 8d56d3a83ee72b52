import { test } from 'vitest'
import { type FlockParameters, flock } from '../../src/steered/flock.ts'
import { type OscillatorParameters, oscillators } from '../../src/steered/oscillators.ts'
import { algorithms } from '../../src/steered/steered-plugin.ts'
import { expectContracts, expectPlays } from '../contracts.ts'

const SHORT = { burnIn: 5, horizon: 20 }

const flocks: readonly (readonly [string, Partial<FlockParameters>])[] = [
  ['scalar noise', { agents: 20, eta: 2 }],
  ['vectorial noise, on', { agents: 9, eta: 0.4, noise: 'vectorial', order: 'forward', space: 'klein' }],
  ['all see all', { agents: 9, eta: 1, neighbours: 'all', space: 'box' }],
  ['projective plane', { agents: 9, eta: 1, space: 'projective' }],
]

test.each(flocks)('swarm/flock keeps the contracts: %s', { timeout: 60_000 }, async (_, parameters) => {
  await expectContracts(flock, { ...SHORT, ...parameters })
})

const circles: readonly (readonly [string, Partial<OscillatorParameters>])[] = [
  ['as by default', { agents: 20 }],
  ['noise', { agents: 9, method: 'heun', diffusion: 0.5, frequencies: 'identical' }],
  ['drawn frequencies', { agents: 9, spread: 'random', method: 'euler' }],
]

test.each(circles)(
  'swarm/oscillators keeps the contracts: %s',
  { timeout: 60_000 },
  async (_, parameters) => {
    await expectContracts(oscillators, { ...SHORT, ...parameters })
  },
)

test.each(algorithms)('$id keeps the contracts', { timeout: 60_000 }, async (algorithm) => {
  await expectPlays(algorithm, flock, { ...SHORT, agents: 8, eta: 1 })
})
