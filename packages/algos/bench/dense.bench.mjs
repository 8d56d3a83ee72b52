/**
 * Dense layers for gradients written by hand: forward alone, and forward and backward with the gradient of the inputs,
 * on the kernel (`wasm`) and on plain TypeScript. `peers/torch_dense.py` measures the same shapes on PyTorch.
 */
import { kernelArena, hostArena, Mlp, mlpLengths, traceLengths } from '@gauntlet/algos'
import { Seed } from '@gauntlet/core'
import { Suite } from '../../../scripts/lib/measure.mjs'

/**
 * @typedef {import('@gauntlet/algos').MlpShape} MlpShape
 * @typedef {import('@gauntlet/algos').Activation} Activation
 */

const EFFORT = { iterations: 5, warmupIterations: 2 }
/** Rows for which plain TypeScript is measured: per row it makes no difference. */
const HOST_ROWS = 128

/** @type {readonly (readonly [inputs: number, hidden: number[], outputs: number, Activation, Activation, rows: number])[]} */
const CASES = [
  [512, [], 512, 'none', 'none', 1024],
  [4, [32, 32], 1, 'elu', 'softplus', 51_200],
  [4, [32, 32], 1, 'elu', 'softplus', 1024],
  [65, [32, 32], 32, 'elu', 'elu', 67_584],
  [12, [512, 512, 512], 6, 'elu', 'none', 1024],
  [64, [64, 64], 5, 'tanh', 'none', 128],
]

for (const [inputs, hidden, outputs, hiddenActivation, outputActivation, rows] of CASES) {
  const shape = { inputs, hidden, outputs, hiddenActivation, outputActivation }
  const widths = [inputs, ...hidden, outputs]
  const products = widths.slice(1).reduce((sum, width, l) => sum + width * widths[l], 0)
  const title = `${widths.join('-')} ${hiddenActivation} ${outputActivation}`
  const suite = new Suite(`${title}, ${2 * products} flop a row forward`, 'rows', EFFORT)
  await add(suite, 'wasm', shape, rows)
  await add(suite, 'TypeScript', shape, Math.min(rows, HOST_ROWS))
}

/**
 * @param {Suite} suite
 * @param {'wasm' | 'TypeScript'} path
 * @param {MlpShape} shape
 * @param {number} rows
 */
async function add(suite, path, shape, rows) {
  const [ends, outs] = [rows * shape.inputs, rows * shape.outputs]
  const lengths = [...mlpLengths(shape), ...traceLengths(shape, rows), ends, ends, outs]
  const arena = path === 'wasm' ? kernelArena(lengths) : hostArena('float32')
  const network = new Mlp(shape, arena, Seed.from(1).stream())
  const trace = network.trace(rows)
  const stream = Seed.from(2).stream()
  const inputs = arena.floats(ends)
  for (let i = 0; i < ends; i++) inputs[i] = stream.normal()
  const inputGradient = arena.floats(ends)
  const outputGradient = arena.floats(outs).fill(0.01)
  await suite.add(`${path}, ${rows} rows, forward`, rows, () => void network.forward(inputs, rows, trace))
  await suite.add(`${path}, ${rows} rows, forward and backward`, rows, () => {
    network.forward(inputs, rows, trace)
    network.backward(trace, outputGradient, inputGradient)
    network.changed()
  })
}
