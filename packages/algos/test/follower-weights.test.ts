/** Weights from files: the layout of PyTorch's tensors, our own archives, and FollowerLite as published. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type FileContent, Seed, allocateActions } from '@gauntlet/core'
import { lifelong } from '@gauntlet/env-mapf'
import { describe, expect, test } from 'vitest'
import { pack } from '../src/archive.ts'
import { follower } from '../src/methods/follower.ts'
import { followerPretrained } from '../src/methods/follower-pretrained.ts'
import { hostArena } from '../src/dense/host-arena.ts'
import { ResidualConvolution } from '../src/dense/residual-convolution.ts'
import { residualWeights } from '../src/policies/residual-weights.ts'

const LITE = { filters: 8, blocks: 1, hidden: [] } as const
const LITE_COUNT = 3678
const seed = Seed.from(4)

const layoutOf = (channels: number, side: number) =>
  [{ name: 'window', offset: 0, shape: [channels, side, side], axis: 'grid', kind: 'real' }] as const

/** A network with these parameters, for one row. */
function outputsOf(parameters: Float32Array, observation: readonly number[], side: number): number[] {
  const layers = { ...LITE, layout: layoutOf(2, side), outputs: 6 }
  const network = new ResidualConvolution(layers, hostArena('float32'), seed.stream())
  let from = 0
  for (const part of network.parts) {
    part.parameters.set(parameters.subarray(from, from + part.parameters.length))
    from += part.parameters.length
  }
  network.changed()
  return [...network.forward(Float32Array.from(observation), 1, network.trace(1)).subarray(0, 6)]
}

type Tensors = Record<string, { readonly shape: readonly number[]; readonly data: number[] }>

function randomTensors(filters: number, side: number): Tensors {
  const stream = seed.stream()
  const tensor = (...shape: number[]): Tensors[string] => ({
    shape,
    data: Array.from({ length: shape.reduce((p, q) => p * q, 1) }, () => 0.3 * stream.normal()),
  })
  const inputs = filters * side * side
  return {
    'encoder.conv_head.0.weight': tensor(filters, 2, 3, 3),
    'encoder.conv_head.0.bias': tensor(filters),
    'encoder.conv_head.1.res_block_core.1.weight': tensor(filters, filters, 3, 3),
    'encoder.conv_head.1.res_block_core.1.bias': tensor(filters),
    'encoder.conv_head.1.res_block_core.3.weight': tensor(filters, filters, 3, 3),
    'encoder.conv_head.1.res_block_core.3.bias': tensor(filters),
    'critic_linear.weight': tensor(1, inputs),
    'critic_linear.bias': tensor(1),
    'action_parameterization.distribution_linear.weight': tensor(5, inputs),
    'action_parameterization.distribution_linear.bias': tensor(5),
  }
}

const fileOf = (weights: object): FileContent => ({
  name: 'weights.json',
  bytes: new TextEncoder().encode(JSON.stringify({ weights })),
})

/** The forward pass by PyTorch's definitions: planes [channels][row][column], ReLU in place. */
function byDefinition(weights: Tensors, planes: number[][][]): number[] {
  const side = planes[0].length
  const convolve = (name: string, x: number[][][]): number[][][] => {
    const { shape, data } = weights[`${name}.weight`]
    return Array.from({ length: shape[0] }, (_, o) =>
      Array.from({ length: side }, (_row, r) =>
        Array.from({ length: side }, (_column, c) => {
          let sum = weights[`${name}.bias`].data[o]
          x.forEach((plane, k) => {
            for (let i = 0; i < 9; i++) {
              const value = plane[r + Math.floor(i / 3) - 1]?.[c + (i % 3) - 1] ?? 0
              sum += value * data[(o * shape[1] + k) * 9 + i]
            }
          })
          return sum
        }),
      ),
    )
  }
  const relu = (x: number[][][]): number[][][] => x.map((p) => p.map((row) => row.map((v) => Math.max(0, v))))
  const skip = relu(convolve('encoder.conv_head.0', planes))
  const inner = relu(convolve('encoder.conv_head.1.res_block_core.1', skip))
  const out = convolve('encoder.conv_head.1.res_block_core.3', inner)
  const flat = relu(out.map((p, k) => p.map((row, r) => row.map((v, c) => v + skip[k][r][c])))).flat(2)
  return ['action_parameterization.distribution_linear', 'critic_linear'].flatMap((name) =>
    weights[`${name}.bias`].data.map((bias, o) =>
      flat.reduce((sum, value, k) => sum + value * weights[`${name}.weight`].data[o * flat.length + k], bias),
    ),
  )
}

describe('tensors of PyTorch', () => {
  const side = 5
  const weights = randomTensors(8, side)
  const stream = Seed.from(9).stream()
  const planes = [0, 1].map(() =>
    Array.from({ length: side }, () => Array.from({ length: side }, () => stream.integer(3) - 1)),
  )

  test('make the network that their definitions make', () => {
    const count = 1320 + 6 * (8 * side * side + 1)
    const parameters = residualWeights(fileOf(weights), layoutOf(2, side), LITE, 5, count)
    const outputs = outputsOf(parameters, planes.flat(2), side)
    byDefinition(weights, planes).forEach((value, k) => expect(outputs[k]).toBeCloseTo(value, 4))
  })

  test.each([
    [
      'are missing',
      { 'critic_linear.bias': undefined },
      'weights.critic_linear.bias: got "nothing in weights.json"',
    ],
    [
      'have another shape',
      { 'critic_linear.bias': { shape: [2], data: [0, 0] } },
      'weights.critic_linear.bias: got "shape [2] in weights.json", expected shape [1]',
    ],
    [
      'are no numbers',
      { 'critic_linear.bias': { shape: [1], data: ['x'] } },
      'weights.critic_linear.bias[0]: got "x", expected a finite number of single precision, in weights.json',
    ],
  ])('that %s are refused by name', (_, changed, message) => {
    const file = fileOf({ ...weights, ...changed })
    expect(() => residualWeights(file, layoutOf(2, side), LITE, 5, 0)).toThrow(message)
  })
})

describe('a file that does not fit is refused', () => {
  const of = (text: string): FileContent => ({ name: 'w', bytes: new TextEncoder().encode(text) })
  const read = (text: string) => () => residualWeights(of(text), layoutOf(2, 7), LITE, 5, LITE_COUNT)
  const bias = (tensor: unknown): string => JSON.stringify({ weights: { critic: tensor } })

  test.each([
    ['{"weights": {', 'weights: got "w", expected a file of JSON'],
    ['weights', 'weights: got "w", expected a file of JSON'],
    ['', 'weights: got "w", expected a file of JSON'],
    ['[1, 2, 3]', 'weights: got "no `weights` in w", expected an object of tensors by name'],
    ['{}', 'weights: got "no `weights` in w", expected an object of tensors by name'],
    ['{"weights": {}}', 'weights.encoder.conv_head.0.weight: got "nothing in w", expected shape [8,2,3,3]'],
    [
      bias({ shape: [1] }),
      'weights.critic: got {"shape":[1]}, expected an object of two lists, shape and data, in w',
    ],
    [bias({ shape: [2], data: 'ab' }), 'weights.critic: got'],
    [
      bias({ shape: [2], data: [1] }),
      'weights.critic: got "1 numbers of shape [2] in w", expected 2 numbers',
    ],
    [bias({ shape: [2], data: [1, null] }), 'weights.critic[1]: got null, expected a finite number'],
    [bias({ shape: [2], data: [1e300, 1] }), 'weights.critic[0]: got 1e+300, expected a finite number'],
  ])('%s', (text, message) => expect(read(text)).toThrow(message))

  test('an archive of something else, cut short, or with what is no number', () => {
    const saved = (arrays: Parameters<typeof pack>[0]): FileContent => ({ name: 'w', bytes: pack(arrays) })
    const whole = { parameters0: new Float32Array(LITE_COUNT) }
    const take = (file: FileContent) => () => residualWeights(file, layoutOf(2, 7), LITE, 5, LITE_COUNT)
    expect(take(saved(whole))).not.toThrow()
    expect(take(saved({ other: whole.parameters0 }))).toThrow('weights: got "no policy in w"')
    expect(take({ name: 'w', bytes: pack(whole).slice(0, 1000) })).toThrow(
      'weights: got "w", expected the policy of a stored cell (',
    )
    whole.parameters0[7] = Number.NaN
    expect(take(saved(whole))).toThrow('weights[7]: got NaN, expected a finite number')
  })

  test('before anything runs, where it does not hang on what agents see', () => {
    expect(() => followerPretrained.resolve({ weights: of('{}') })).toThrow('no `weights` in w')
    expect(() => followerPretrained.resolve({ filters: 9 })).toThrow(
      'filters: got 9, expected a multiple of 8',
    )
    expect(() => follower.resolve({ filters: 9 })).toThrow('filters: got 9, expected a multiple of 8')
  })
})

test('a file of JSON may begin with a byte-order mark and line breaks', () => {
  const weights = { name: 'w', bytes: new TextEncoder().encode('\uFEFF\n{ "weights": {} }') }
  expect(() => followerPretrained.resolve({ weights })).not.toThrow()
})

const SMALL = {
  instances: 'mazes',
  size: 9,
  agents: 4,
  horizon: 32,
  radius: 3,
  observationType: 'follower',
  rewards: 'waypoints',
} as const

describe('what a learner saved', () => {
  test('acts as it did, on other maps and with other agents too', async () => {
    const environment = await lifelong.make(SMALL, 8)
    environment.reset(seed)
    const spec = { ...environment.spec, agentsAsRows: true as const }
    const context = { spec, seed, backend: 'wasm' }
    const learner = await follower.create(context)
    for (const event of learner.train!(environment, 128) as Iterable<object>) expect(event).toBeDefined()
    const weights = { name: 'policy.safetensors', bytes: learner.save!() }
    const loaded = await followerPretrained.create({
      ...context,
      seed: Seed.from(77),
      configuration: { weights },
    })
    const other = await lifelong.make({ ...SMALL, agents: 9, size: 13 }, 2)
    other.reset(seed)
    const actions = [learner, loaded].map(({ policy }) => {
      policy.begin(other, seed)
      const chosen = allocateActions(spec.action, 18)
      policy.act(other, chosen, 'sample')
      return [...chosen]
    })
    expect(actions[1]).toEqual(actions[0])
    const wider = followerPretrained.create({ ...context, configuration: { weights, filters: 16 } })
    await expect(wider).rejects.toThrow(
      'weights: got "a policy of 3678 numbers in policy.safetensors", expected 9654',
    )
    await expect(followerPretrained.create(context)).rejects.toThrow('weights: got "none", expected a file')
  })
})

const folder = join(process.env.GAUNTLET_DATA ?? '', '../reference/mapf/followerlite')
const published = join(folder, 'follower_lite_weights.json')
const present = process.env.GAUNTLET_DATA !== undefined && existsSync(published)

interface Vector {
  readonly obs: number[][][]
  readonly logits: readonly number[]
  readonly value: number
}

test.skipIf(!present)(
  'FollowerLite as published gives the outputs of its test vectors (skips without GAUNTLET_DATA)',
  () => {
    const file = { name: 'follower_lite_weights.json', bytes: new Uint8Array(readFileSync(published)) }
    const parameters = residualWeights(file, layoutOf(2, 7), LITE, 5, LITE_COUNT)
    const vectors = JSON.parse(
      readFileSync(join(folder, 'follower_lite_test_vectors.json'), 'utf8'),
    ) as readonly Vector[]
    expect(vectors).toHaveLength(12)
    for (const { obs, logits, value } of vectors) {
      const outputs = outputsOf(parameters, obs.flat(2), 7)
      ;[...logits, value].forEach((expected, k) => expect(Math.abs(outputs[k] - expected)).toBeLessThan(1e-4))
    }
  },
)
