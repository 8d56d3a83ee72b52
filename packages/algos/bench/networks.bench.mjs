/**
 * What learners cost: passes of a perceptron as PPO makes them, and world steps of training on a pole.
 */
import { cartPole, dqn, loadBackend, ppo } from '@gauntlet/algos'
import { Seed } from '@gauntlet/core'
import { Suite } from '../../../scripts/lib/measure.mjs'

const ROWS = 128
const INPUTS = 64
const OUTPUTS = 5

const backend = await loadBackend('wasm')

for (const units of [64, 256]) {
  const passes = new Suite(`${INPUTS}-${units}-${units}-${OUTPUTS} tanh, ${ROWS} rows, wasm`, 'rows')
  const network = backend.mlp(
    {
      inputs: INPUTS,
      hidden: [units, units],
      outputs: OUTPUTS,
      activation: 'tanh',
      initialisation: 'orthogonal',
    },
    Seed.from(1).stream(),
  )
  const inputs = new Float32Array(ROWS * INPUTS).fill(0.1)
  const gradient = new Float32Array(ROWS * OUTPUTS).fill(0.01)
  await passes.add('predict, one row', 1, () => void network.predict(inputs, 1))
  await passes.add('forward, one row', 1, () => void network.forward(inputs, 1))
  await passes.add('predict, 8 rows', 8, () => void network.predict(inputs, 8))
  await passes.add('forward, 8 rows', 8, () => void network.forward(inputs, 8))
  await passes.add('forward', ROWS, () => void network.forward(inputs, ROWS))
  await passes.add('forward and backward', ROWS, () => {
    network.forward(inputs, ROWS)
    network.backward(gradient)
    network.changed()
  })
  network.dispose()
}

const training = new Suite('classic/cart-pole, training with default configurations, wasm', 'world steps', {
  time: 0,
  warmupTime: 0,
  iterations: 3,
  warmupIterations: 1,
})
for (const [algorithm, budget, configuration] of /** @type {const} */ ([
  [ppo, 8192, {}],
  [dqn, 8192, { learningStarts: 512 }],
])) {
  await training.add(algorithm.id, budget, async () => {
    const { worlds } = algorithm.resolve(/** @type {object} */ (configuration))
    const environment = await cartPole.make({}, worlds)
    const seed = Seed.from(1)
    const learner = await algorithm.create({ spec: environment.spec, configuration, seed, backend: 'wasm' })
    environment.reset(seed)
    for await (const _ of learner.train?.(environment, budget) ?? []);
    learner.dispose?.()
  })
}
