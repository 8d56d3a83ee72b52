/** Packs at most two of the items on offer: combinatorial actions with oracle, enumeration and maximisation. */
import { type EnvironmentDefinition, defineEnvironment } from '../../src/definition.ts'
import { IllegalActionError } from '../../src/errors.ts'
import type { FeasibleFace, ReluNetwork } from '../../src/faces.ts'
import { createEnvironment } from '../../src/shell.ts'
import { combinatorial } from '../../src/spaces.ts'
import { flatArray } from '../../src/spec.ts'
import { pictures, saveStream, toySettings, toySpec, worldStreams } from './toy.ts'

const ITEMS = 5
const CAPACITY = 2

export function networkValue({ context, layers }: ReluNetwork, subset: Uint8Array): number {
  let values = [...subset, ...context]
  layers.forEach(({ weights, biases }, layer) => {
    const inputs = values
    values = Array.from(biases, (bias, out) => {
      const sum = inputs.reduce((total, input, k) => total + weights[out * inputs.length + k] * input, bias)
      return layer < layers.length - 1 ? Math.max(0, sum) : sum
    })
  })
  return values[0]
}

export const satchel: EnvironmentDefinition<Record<string, never>> = defineEnvironment<Record<string, never>>(
  {
    id: 'toy/satchel',
    version: 1,
    summary: 'Packs two of five items',
    source: 'these tests',
    parameters: {},
    settings: toySettings(),
    describe: () =>
      toySpec({
        action: combinatorial(ITEMS, `at most ${CAPACITY} of the items on offer`),
        observation: flatArray('worth', ITEMS, 0, 1),
        masked: true,
        horizon: 7,
        rewardRange: [0, CAPACITY],
        faces: ['snapshot', 'instance', 'feasible'],
      }),
    make(_, batch) {
      return createEnvironment(satchel.id, satchel.describe(), batch, (buffers) => {
        const { observations, actionMask, rewards, returns } = buffers
        const worth = new Float64Array(batch * ITEMS)
        const streams = worldStreams(batch)
        const offer = (w: number): void => {
          for (let k = w * ITEMS; k < (w + 1) * ITEMS; k++) worth[k] = streams[w].uniform()
        }
        const onOffer = (w: number, item: number): boolean => worth[w * ITEMS + item] > 0.2

        const feasible: FeasibleFace = {
          oracle(scores, subsets) {
            subsets.fill(0)
            for (let w = 0; w < batch; w++) {
              for (let taken = 0; taken < CAPACITY; taken++) {
                let best = -1
                for (let k = 0; k < ITEMS; k++) {
                  if (!onOffer(w, k) || subsets[w * ITEMS + k] === 1 || scores[w * ITEMS + k] <= 0) continue
                  if (best < 0 || scores[w * ITEMS + k] > scores[w * ITEMS + best]) best = k
                }
                if (best >= 0) subsets[w * ITEMS + best] = 1
              }
            }
          },
          isFeasible(w, _agent, subset) {
            const size = subset.reduce((sum, bit) => sum + bit, 0)
            return size <= CAPACITY && subset.every((bit, k) => bit === 0 || onOffer(w, k))
          },
          enumerate(w, agent, limit) {
            const all = Array.from({ length: 1 << ITEMS }, (_all, bits) =>
              Uint8Array.from({ length: ITEMS }, (_bit, k) => (bits >> k) & 1),
            )
            const subsets = all.filter((subset) => feasible.isFeasible(w, agent, subset))
            return subsets.length > limit ? undefined : subsets
          },
          maximise(w, agent, network) {
            const subsets = feasible.enumerate(w, agent, Infinity)!
            const values = subsets.map((subset) => networkValue(network, subset))
            const k = values.indexOf(Math.max(...values))
            return { subset: subsets[k], value: values[k], gap: 0 }
          },
        }
        return {
          faces: { feasible },
          rules: {
            start(w, { key }) {
              streams[w].open(key)
              offer(w)
            },
            check(actions) {
              for (let w = 0; w < batch; w++) {
                let size = 0
                let legal = true
                for (let k = 0; k < ITEMS; k++) {
                  size += actions[w * ITEMS + k]
                  legal &&= actions[w * ITEMS + k] === 0 || onOffer(w, k)
                }
                if (legal && size <= CAPACITY) continue
                const subset = Array.from(actions.subarray(w * ITEMS, (w + 1) * ITEMS))
                throw new IllegalActionError(w, 0, subset, `at most ${CAPACITY} of the items on offer`)
              }
            },
            step(actions) {
              for (let w = 0; w < batch; w++) {
                for (let k = w * ITEMS; k < (w + 1) * ITEMS; k++) rewards[w] += actions[k] * worth[k]
                offer(w)
              }
            },
            observe(from, to) {
              for (let k = from * ITEMS; k < to * ITEMS; k++) {
                observations[k] = worth[k]
                actionMask![k] = worth[k] > 0.2 ? 1 : 0
              }
            },
            measure: (w, metrics, offset) => void (metrics[offset] = returns[w]),
            save: (w) => ({ worth: worth.slice(w * ITEMS, (w + 1) * ITEMS), stream: saveStream(streams[w]) }),
            load(w, content) {
              const saved = content as { worth: Float64Array; stream: Uint32Array }
              worth.set(saved.worth, w * ITEMS)
              streams[w].load(saved.stream)
            },
            ...pictures((w) => worth.subarray(w * ITEMS, (w + 1) * ITEMS)),
          },
        }
      })
    },
  },
)
