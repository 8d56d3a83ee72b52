/** A golden gradient of Neural_inventory_control (commit 4d77c14), through time, by hand: file 13 of its traces. */
import { readFileSync } from 'node:fs'
import { Seed } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { hostArena } from '../src/dense/host-arena.ts'
import { kernelArena } from '../src/dense/kernel-arena.ts'
import { Mlp, type MlpShape, mlpLengths, traceLengths } from '../src/dense/mlp.ts'
import type { Arena } from '../src/dense/operations.ts'

type Tensors = Readonly<Record<string, readonly unknown[]>>

interface Golden {
  readonly data: {
    readonly initial_inventories: readonly (readonly (readonly number[])[])[]
    readonly demands: readonly (readonly (readonly number[])[])[]
  }
  readonly weights: Tensors
  readonly loss: number
  readonly gradients: Tensors
}

const golden = JSON.parse(
  readFileSync(new URL('golden/nic-vanilla-one-store.json', import.meta.url), 'utf8'),
) as Golden

const LEAD = 4
const PERIODS = 20
const WORLDS = 2
const HOLDING = 1
const UNDERAGE = 9
/** Orders are softplus(output + 1): the 1 is added to the last bias. */
const SHAPE: MlpShape = {
  inputs: LEAD,
  hidden: [3],
  outputs: 1,
  hiddenActivation: 'elu',
  outputActivation: 'softplus',
}

/** PyTorch's weights [outputs, inputs] and biases of both layers, laid out as ours. */
function ours(tensors: Tensors): number[] {
  return [0, 2].flatMap((layer) => {
    const weights = tensors[`net.master.${layer}.weight`] as readonly (readonly number[])[]
    const biases = tensors[`net.master.${layer}.bias`] as readonly number[]
    return [...weights[0].flatMap((_, k) => weights.map((row) => row[k])), ...biases]
  })
}

/** The mean cost of a period at one store that loses unmet demand, and its gradient: the policy unrolled, then backwards. */
function rollOut(arena: Arena): { readonly loss: number; readonly gradient: readonly number[] } {
  const network = new Mlp(SHAPE, arena, Seed.from(0).stream())
  network.parameters.set(ours(golden.weights))
  network.parameters[network.parameters.length - 1] += 1
  network.changed()
  const states = Array.from({ length: PERIODS + 1 }, () => arena.floats(WORLDS * LEAD))
  const traces = states.slice(1).map(() => network.trace(WORLDS))
  states[0].set(golden.data.initial_inventories.flat(2))
  let loss = 0
  for (let t = 0; t < PERIODS; t++) {
    const orders = network.forward(states[t], WORLDS, traces[t])
    for (let w = 0; w < WORLDS; w++) {
      const left = states[t][w * LEAD] - golden.data.demands[w][0][t]
      loss += left < 0 ? -UNDERAGE * left : HOLDING * left
      const next = states[t + 1]
      for (let k = 0; k < LEAD - 1; k++) next[w * LEAD + k] = states[t][w * LEAD + k + 1]
      next[w * LEAD] += Math.max(left, 0)
      next[w * LEAD + LEAD - 1] = orders[w]
    }
  }
  const [after, before] = [arena.floats(WORLDS * LEAD), arena.floats(WORLDS * LEAD)]
  const orderGradient = arena.floats(WORLDS)
  for (let t = PERIODS - 1; t >= 0; t--) {
    for (let w = 0; w < WORLDS; w++) orderGradient[w] = after[w * LEAD + LEAD - 1]
    network.backward(traces[t], orderGradient, before)
    for (let w = 0; w < WORLDS; w++) {
      const left = states[t][w * LEAD] - golden.data.demands[w][0][t]
      before[w * LEAD] += left < 0 ? -UNDERAGE : HOLDING + after[w * LEAD]
      for (let k = 1; k < LEAD; k++) before[w * LEAD + k] += after[w * LEAD + k - 1]
    }
    after.set(before)
  }
  const count = WORLDS * PERIODS
  return { loss: loss / count, gradient: Array.from(network.gradient, (one) => one / count) }
}

test('HDPO’s gradient through twenty periods is the reference’s, in float64 to its last stored digit', () => {
  const { loss, gradient } = rollOut(hostArena('float64'))
  expect(Math.abs(loss - golden.loss)).toBeLessThan(1e-12)
  ours(golden.gradients).forEach((one, i) => expect(Math.abs(gradient[i] - one)).toBeLessThan(2e-12))
})

test('and on the kernel to float32’s', () => {
  const each = Array.from({ length: PERIODS + 3 }, () => [...traceLengths(SHAPE, WORLDS), WORLDS * LEAD])
  const arena = kernelArena([...mlpLengths(SHAPE), ...each.flat()])
  const { gradient } = rollOut(arena)
  ours(golden.gradients).forEach((one, i) => expect(Math.abs(gradient[i] - one)).toBeLessThan(1e-5))
})
