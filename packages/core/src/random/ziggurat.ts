/**
 * Ziggurat samplers: `standardNormal`, `fillStandardNormal`, `standardExponential`.
 *
 * Symbols: `f` the unnormalised density; `r` where the tail starts; `v` the area of each layer; `edges[i]` the right
 * edge x_i of layer i (x_0 = v / f(r) makes the base layer, tail included, as large as the others; x_256 = 0);
 * `heights[i]` f(x_i), so that layer i lies between heights[i] and heights[i + 1].
 * The position within a layer has 53 bits and shares none with the layer's number (Doornik 2005, section 3).
 */

import { exp, log } from '../math/index.ts'
import { uniform } from './uniform.ts'
import { xoshiro128StarStar } from './xoshiro.ts'

const LAYERS = 256

/** r and v for 256 layers, solved to 50 digits from the condition that the topmost layer closes at f(0) = 1. */
const NORMAL_R = 3.654152885361009
const NORMAL_V = 0.004928673233974655
const EXPONENTIAL_R = 7.69711747013105
const EXPONENTIAL_V = 0.003949659822581557

const TWO_32 = 4294967296
const TWO_MINUS_53 = 1 / 9007199254740992

interface Ziggurat {
  readonly edges: Float64Array
  readonly heights: Float64Array
}

/** Builds a table of 257 edges and heights from a density, its inverse, and the tail's start and layer's area. */
function ziggurat(
  density: (x: number) => number,
  inverse: (y: number) => number,
  r: number,
  v: number,
): Ziggurat {
  const edges = new Float64Array(LAYERS + 1)
  const heights = new Float64Array(LAYERS + 1)
  edges[0] = v / density(r)
  edges[1] = r
  heights[1] = density(r)
  for (let i = 2; i < LAYERS; i++) {
    heights[i] = heights[i - 1] + v / edges[i - 1]
    edges[i] = inverse(heights[i])
  }
  heights[LAYERS] = 1
  return { edges, heights }
}

const normal: Ziggurat = /* @__PURE__ */ ziggurat(normalDensity, normalInverse, NORMAL_R, NORMAL_V)
const normalEdges: Float64Array = normal.edges
const normalHeights: Float64Array = normal.heights

const exponential: Ziggurat = /* @__PURE__ */ ziggurat(
  exponentialDensity,
  exponentialInverse,
  EXPONENTIAL_R,
  EXPONENTIAL_V,
)
const exponentialEdges: Float64Array = exponential.edges
const exponentialHeights: Float64Array = exponential.heights

function normalDensity(x: number): number {
  return exp(-0.5 * x * x)
}

function normalInverse(y: number): number {
  return Math.sqrt(-2 * log(y))
}

function exponentialDensity(x: number): number {
  return exp(-x)
}

function exponentialInverse(y: number): number {
  return -log(y)
}

/**
 * A draw from the normal distribution with mean 0 and standard deviation 1.
 *
 * Shapes: `state` [4] uint32 of xoshiro128**, advanced by two draws in 98.5 % of calls.
 * Source: Marsaglia and Tsang 2000, "The ziggurat method for generating random variables"; Doornik 2005, "An improved
 * ziggurat method to generate normal random samples".
 */
export function standardNormal(state: Uint32Array): number {
  const bits = xoshiro128StarStar(state)
  const i = bits & 255
  const u = ((bits >>> 11) * TWO_32 + xoshiro128StarStar(state)) * TWO_MINUS_53
  const x = u * normalEdges[i]
  if (x < normalEdges[i + 1]) return signOf(bits) * x
  return outerNormal(state, bits, x)
}

/** -1 or 1, without a branch, which would be foreseen every other time. */
function signOf(bits: number): number {
  return 1 - ((bits >>> 7) & 2)
}

/** What is left to decide where x does not lie within the next layer. */
function outerNormal(state: Uint32Array, bits: number, x: number): number {
  const i = bits & 255
  const sign = signOf(bits)
  if (i === 0) return sign * normalTail(state)
  const y = normalHeights[i] + uniform(state) * (normalHeights[i + 1] - normalHeights[i])
  return y < normalDensity(x) ? sign * x : standardNormal(state)
}

/**
 * Writes to `out` [offset + k * stride] what `count` calls of `standardNormal` would return, in their order. The generator
 * is written out here a second time, so that its state stays in registers and no number is boxed between two functions.
 */
export function fillStandardNormal(
  state: Uint32Array,
  out: Float64Array,
  offset: number,
  count: number,
  stride: number,
): void {
  let s0 = state[0] | 0
  let s1 = state[1] | 0
  let s2 = state[2] | 0
  let s3 = state[3] | 0
  for (let k = 0; k < count; k++) {
    let scaled = Math.imul(s1, 5)
    const bits = Math.imul((scaled << 7) | (scaled >>> 25), 9)
    s2 ^= s0
    s3 ^= s1
    let next = s1 ^ s2
    s0 ^= s3
    s2 ^= s1 << 9
    s3 = (s3 << 11) | (s3 >>> 21)
    s1 = next
    scaled = Math.imul(s1, 5)
    const low = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0
    s2 ^= s0
    s3 ^= s1
    next = s1 ^ s2
    s0 ^= s3
    s2 ^= s1 << 9
    s3 = (s3 << 11) | (s3 >>> 21)
    s1 = next
    const i = bits & 255
    const x = ((bits >>> 11) * TWO_32 + low) * TWO_MINUS_53 * normalEdges[i]
    if (x < normalEdges[i + 1]) {
      out[offset + k * stride] = signOf(bits) * x
      continue
    }
    state[0] = s0
    state[1] = s1
    state[2] = s2
    state[3] = s3
    out[offset + k * stride] = outerNormal(state, bits, x)
    s0 = state[0] | 0
    s1 = state[1] | 0
    s2 = state[2] | 0
    s3 = state[3] | 0
  }
  state[0] = s0
  state[1] = s1
  state[2] = s2
  state[3] = s3
}

/** A draw beyond r (Marsaglia 1964, "Generating a variable from the tail of the normal distribution"). */
function normalTail(state: Uint32Array): number {
  for (;;) {
    const x = -log(positiveUniform(state)) / NORMAL_R
    const y = -log(positiveUniform(state))
    if (y + y > x * x) return NORMAL_R + x
  }
}

/**
 * A draw from the exponential distribution with mean 1; never negative.
 *
 * Shapes: `state` [4] uint32 of xoshiro128**, advanced by two draws in 97.8 % of calls.
 * Source: Marsaglia and Tsang 2000, as above. Beyond r the distribution is itself again, shifted by r.
 */
export function standardExponential(state: Uint32Array): number {
  let shift = 0
  for (;;) {
    const bits = xoshiro128StarStar(state)
    const i = bits & 255
    const u = ((bits >>> 11) * TWO_32 + xoshiro128StarStar(state)) * TWO_MINUS_53
    const x = u * exponentialEdges[i]
    if (x < exponentialEdges[i + 1]) return shift + x
    if (i === 0) {
      shift += EXPONENTIAL_R
      continue
    }
    const y = exponentialHeights[i] + uniform(state) * (exponentialHeights[i + 1] - exponentialHeights[i])
    if (y < exponentialDensity(x)) return shift + x
  }
}

/** Uniform on the multiples of 2^-53 in (0, 1], for logarithms. */
function positiveUniform(state: Uint32Array): number {
  return 1 - uniform(state)
}
