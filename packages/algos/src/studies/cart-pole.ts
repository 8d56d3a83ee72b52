/**
 * `classic/cart-pole`: a pole on a cart, to be held upright; kept for studies of learners.
 *
 * Symbols: x position of the cart (m), v its velocity (m/s), θ angle of the pole (rad), ω its velocity (rad/s);
 * F force (N); l half the pole's length (m); m and M masses of pole and of both (kg); g gravity (m/s²).
 */
import {
  type Buffers,
  type ActionArray,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type Instance,
  type Rules,
  cos,
  createEnvironment,
  defineEnvironment,
  discrete,
  layout,
  sin,
} from '@gauntlet/core'
import { horizonField } from './study-spec.ts'

export interface CartPoleParameters {
  readonly horizon: number
}

const GRAVITY = 9.8
const POLE_MASS = 0.1
const TOTAL_MASS = 1.1
const HALF_LENGTH = 0.5
const FORCE = 10
const TIME_STEP = 0.02
const POSITION_LIMIT = 2.4
/** 12° */
const ANGLE_LIMIT = (12 * 2 * Math.PI) / 360
const WIDTH = 4

const ID = 'classic/cart-pole'

/**
 * The cart is pushed left or right in every step; a step that leaves the pole upright and the cart on the track pays
 * 1, and so does the one that does not, with which the episode ends. Cut off at the horizon.
 *
 * Ranges: observations [x, v, θ, ω]; begins uniform within ±0.05 each.
 * Source: Barto, Sutton and Anderson 1983; equations, constants and Euler's step of Gymnasium's CartPole-v1.
 */
export const cartPole: EnvironmentDefinition<CartPoleParameters> = defineEnvironment<CartPoleParameters>({
  id: ID,
  version: 1,
  summary: 'A pole on a cart, to be held upright: the standard task on which learners are proved',
  source: 'Barto, Sutton and Anderson 1983; Gymnasium, CartPole-v1',
  parameters: {
    horizon: horizonField(500),
  },
  settings: {
    v1: {
      description: 'CartPole-v1: episodes of at most 500 steps',
      parameters: {},
      references: {
        random: { score: 22.22, source: 'the uniform policy; standard error 0.04', episodes: 100_000 },
        best: { score: 500, source: 'the horizon: no episode can be longer' },
      },
      evaluation: { episodes: 100, batch: 10, mode: 'greedy' },
    },
  },
  describe: describeCartPole,
  make: (parameters, batch) =>
    createEnvironment(ID, describeCartPole(parameters), batch, (buffers) => ({
      rules: new CartPoleRules(buffers),
    })),
})

export function describeCartPole({ horizon }: CartPoleParameters): EnvironmentSpec {
  return {
    agents: 1,
    observation: {
      shape: [WIDTH],
      low: -Infinity,
      high: Infinity,
      layout: layout(
        { name: 'position', shape: [1], axis: 'flat', kind: 'real', unit: 'm' },
        { name: 'velocity', shape: [1], axis: 'flat', kind: 'real', unit: 'm/s' },
        { name: 'angle', shape: [1], axis: 'flat', kind: 'real', unit: 'rad' },
        { name: 'angular velocity', shape: [1], axis: 'flat', kind: 'real', unit: 'rad/s' },
      ),
    },
    action: discrete(2, ['left', 'right']),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [1, 1],
    metrics: [
      {
        name: 'return',
        unit: 'reward',
        direction: 'maximise',
        description: 'Steps for which the pole was held',
      },
    ],
    score: 'return',
    faces: ['snapshot', 'instance'],
    missingFaces: { expert: 'it is solved by learning; no scripted policy is needed' },
    engine: 'own',
  }
}

export class CartPoleRules implements Rules {
  protected readonly buffers: Buffers
  /** [batch, 4], float64 */
  protected readonly state: Float64Array

  constructor(buffers: Buffers) {
    this.buffers = buffers
    this.state = new Float64Array(buffers.batch * WIDTH)
  }

  start(w: number, { key }: Instance): void {
    const stream = key.stream()
    for (let k = 0; k < WIDTH; k++) this.state[w * WIDTH + k] = 0.1 * stream.uniform() - 0.05
  }

  step(actions: ActionArray): void {
    const { state } = this
    const { batch, rewards, terminated } = this.buffers
    for (let w = 0; w < batch; w++) {
      const i = w * WIDTH
      const force = actions[w] === 1 ? FORCE : -FORCE
      const sine = sin(state[i + 2])
      const cosine = cos(state[i + 2])
      const push = (force + POLE_MASS * HALF_LENGTH * state[i + 3] * state[i + 3] * sine) / TOTAL_MASS
      const angular =
        (GRAVITY * sine - cosine * push) /
        (HALF_LENGTH * (4 / 3 - (POLE_MASS * cosine * cosine) / TOTAL_MASS))
      const linear = push - (POLE_MASS * HALF_LENGTH * angular * cosine) / TOTAL_MASS
      state[i] += TIME_STEP * state[i + 1]
      state[i + 1] += TIME_STEP * linear
      state[i + 2] += TIME_STEP * state[i + 3]
      state[i + 3] += TIME_STEP * angular
      rewards[w] = 1
      terminated[w] = Math.abs(state[i]) > POSITION_LIMIT || Math.abs(state[i + 2]) > ANGLE_LIMIT ? 1 : 0
    }
  }

  observe(from: number, to: number): void {
    const { observations } = this.buffers
    for (let k = from * WIDTH; k < to * WIDTH; k++) observations[k] = this.state[k]
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.buffers.lengths[w]
  }

  renderText(w: number): string {
    const [x, v, angle, turn] = this.state.subarray(w * WIDTH, (w + 1) * WIDTH)
    const column = Math.round(((x + POSITION_LIMIT) / (2 * POSITION_LIMIT)) * 40)
    const track = '-'.repeat(Math.min(Math.max(column, 0), 40)).padEnd(40, ' ')
    return `${track}\nx ${x.toFixed(3)} m  v ${v.toFixed(3)} m/s  angle ${angle.toFixed(4)} rad  ${turn.toFixed(3)} rad/s`
  }

  renderSvg(w: number): string {
    const [x, , angle] = this.state.subarray(w * WIDTH, (w + 1) * WIDTH)
    const cart = 240 + 80 * x
    const tipX = cart + 100 * sin(angle)
    const tipY = 120 - 100 * cos(angle)
    return [
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 160">',
      '<rect width="480" height="160" fill="#fff"/>',
      '<line x1="48" y1="130" x2="432" y2="130" stroke="#888" stroke-width="2"/>',
      `<rect x="${(cart - 25).toFixed(2)}" y="110" width="50" height="20" fill="#333"/>`,
      `<line x1="${cart.toFixed(2)}" y1="120" x2="${tipX.toFixed(2)}" y2="${tipY.toFixed(2)}" stroke="#b5651d" stroke-width="8"/>`,
      '</svg>',
    ].join('')
  }

  save(w: number): Float64Array {
    return this.state.slice(w * WIDTH, (w + 1) * WIDTH)
  }

  load(w: number, content: unknown): void {
    this.state.set(content as Float64Array, w * WIDTH)
  }
}
