/** Decisions per second of the coupled restless bandits: linear oracle, network maximum (by table and by HiGHS), steps. */
import { Seed, actionWidth, settingOf } from '@gauntlet/core'
import { capacity, interventions, routing, scheduling } from '@gauntlet/env-bandits'
import { Suite } from '../../../scripts/lib/measure.mjs'

/**
 * A network as SEQUOIA's, 16 and 32 hidden units, on the subset and the arm states; at its initial weights.
 *
 * @param {number} elements
 * @param {number} states
 * @param {import('@gauntlet/core').Stream} stream
 */
function networkOf(elements, states, stream) {
  const sizes = [elements + states, 16, 32, 1]
  return {
    context: Float64Array.from({ length: states }, () => stream.integer(4)),
    layers: [0, 1, 2].map((l) => {
      const range = 1 / Math.sqrt(sizes[l])
      /** @param {number} length */
      const drawn = (length) => Float64Array.from({ length }, () => range * (2 * stream.uniform() - 1))
      return { weights: drawn(sizes[l] * sizes[l + 1]), biases: drawn(sizes[l + 1]) }
    }),
  }
}

const effort = { time: 300, warmupTime: 0, iterations: 1, warmupIterations: 0 }

for (const definition of [capacity, scheduling, routing, interventions]) {
  for (const name of Object.keys(definition.settings)) {
    const environment = await definition.make({ ...settingOf(definition, name).parameters, searchNodes: 20 })
    const elements = actionWidth(environment.spec.action)
    const stream = Seed.from(1).stream()
    const scores = Float64Array.from({ length: elements }, () => stream.normal())
    const subset = new Uint8Array(elements)
    const { feasible } = environment
    if (feasible === undefined) throw new Error(`${definition.id}: has no feasible face`)
    const network = networkOf(elements, (environment.spec.observation.shape[0] - 1) / 4, stream)
    environment.reset(Seed.from(1))
    const suite = new Suite(`${definition.id}:${name}`, 'decisions', effort)
    await suite.add('oracle', 100, () => {
      for (let n = 0; n < 100; n++) feasible.oracle(scores, subset)
    })
    await suite.add('maximise, 16-32', 1, () => void feasible.maximise(0, 0, network))
    const many = Float64Array.from({ length: 32 * network.context.length }, () => stream.integer(4))
    await suite.add('maximise, 16-32, 32 contexts', 32, () => {
      feasible.maximiseEach?.(0, 0, network.layers, many, 32)
    })
    await suite.add('step', 1000, () => {
      for (let t = 0; t < 1000; t++) environment.step(subset)
    })
  }
}
