/** Indices and probabilities on a fixed sequence equal those of another implementation. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inverseGapWeights, lossScaledWeights } from '../../src/contextual/inverse-gap.ts'
import { RidgeModels } from '../../src/contextual/ridge.ts'

type Rows = readonly (readonly number[])[]
type TraceName = 'linucb_shared_alpha1' | 'squarecb_gamma10' | 'fastcb_gamma10'

const golden: {
  readonly actions: readonly number[]
  readonly rewards: readonly number[]
  readonly contexts: readonly Rows[]
  readonly traces: Readonly<Record<TraceName, { readonly values: Rows }>>
} = JSON.parse(readFileSync(new URL('../golden/contextual-traces.json', import.meta.url), 'utf8'))

const TOLERANCE = 1e-9

const ARMS = 3
const WIDTH = 2

test.each<readonly [TraceName, (model: RidgeModels, x: Float32Array, out: Float64Array) => void]>([
  [
    'linucb_shared_alpha1',
    (model, x, out) => {
      for (let a = 0; a < ARMS; a++)
        out[a] = model.mean(0, x, a * WIDTH) + Math.sqrt(model.variance(0, x, a * WIDTH))
    },
  ],
  ['squarecb_gamma10', (model, x, out) => inverseGapWeights(means(model, x), ARMS, 10, out)],
  ['fastcb_gamma10', (model, x, out) => lossScaledWeights(means(model, x), ARMS, 10, out)],
])('%s', (name, rule) => {
  const { values } = golden.traces[name]
  expect(values).toHaveLength(golden.actions.length)
  const model = new RidgeModels(1, WIDTH, 1)
  const out = new Float64Array(ARMS)
  golden.actions.forEach((action, t) => {
    // Environments show float32, in which the trace's two decimals would be rounded; the models take either.
    const x = Float64Array.from(golden.contexts[t].flat()) as unknown as Float32Array
    rule(model, x, out)
    values[t].forEach((value, a) => expect(Math.abs(out[a] - value), `step ${t}`).toBeLessThan(TOLERANCE))
    model.learn(0, x, action * WIDTH, golden.rewards[t])
  })
})

function means(model: RidgeModels, x: Float32Array): Float64Array {
  return Float64Array.from({ length: ARMS }, (_, a) => model.mean(0, x, a * WIDTH))
}
