/**
 * What learners cost: passes of a perceptron as PPO makes them, beside TensorFlow.js's own way (its tape and its
 * gradients), and world steps of training on a pole.
 */
import { cartPole, dqn, loadBackend, ppo } from '@gauntlet/algos'
import { Seed } from '@gauntlet/core'
import * as tf from '@tensorflow/tfjs-core'
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
  await passes.add('forward, one row', 1, () => void network.forward(inputs, 1))
  await passes.add('forward', ROWS, () => void network.forward(inputs, ROWS))
  await passes.add('forward and backward', ROWS, () => {
    network.forward(inputs, ROWS)
    network.backward(gradient)
    network.changed()
  })
  const variables = [INPUTS, units, units, OUTPUTS].slice(0, -1).flatMap((from, l) => {
    const to = [units, units, OUTPUTS][l]
    return [tf.variable(tf.mul(tf.ones([from, to]), 0.01)), tf.variable(tf.zeros([to]))]
  })
  await passes.add('  as tf.variableGrads does it', ROWS, () =>
    tf.tidy(() => {
      const x = tf.tensor2d(inputs, [ROWS, INPUTS])
      const weights = tf.tensor2d(gradient, [ROWS, OUTPUTS])
      const { grads } = tf.variableGrads(() => {
        const [w1, b1, w2, b2, w3, b3] = variables
        const first = tf.tanh(tf.add(tf.matMul(x, /** @type {tf.Tensor2D} */ (w1)), b1))
        const second = tf.tanh(tf.add(tf.matMul(first, /** @type {tf.Tensor2D} */ (w2)), b2))
        const outputs = tf.add(tf.matMul(second, /** @type {tf.Tensor2D} */ (w3)), b3)
        return tf.sum(tf.mul(outputs, weights))
      }, variables)
      for (const value of Object.values(grads)) value.dataSync()
    }),
  )
  tf.dispose(variables)
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
