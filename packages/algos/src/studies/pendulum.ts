/**
 * `classic/pendulum`: a rod on a motor, to be swung up and held there with little torque.
 *
 * Symbols: θ angle from upright (rad), ω its velocity (rad/s), u torque (N·m); length 1 m, mass 1 kg, g 10 m/s².
 */
import {
  type ActionArray,
  type Buffers,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type Instance,
  type Rules,
  box,
  cos,
  cosines,
  createEnvironment,
  defineEnvironment,
  layout,
  sin,
  sines,
} from '@gauntlet/core'
import { horizonField, studySpec } from './study-spec.ts'

export interface PendulumParameters {
  readonly horizon: number
}

const GRAVITY = 10
const TIME_STEP = 0.05
const SPEED_LIMIT = 8
const TORQUE_LIMIT = 2
const STATE = 2
const OBSERVED = 3

const ID = 'classic/pendulum'

/**
 * A step pays −(θ² + 0.1 ω² + 0.001 u²), with θ within ±π, of the state in which the torque u is chosen. Never ends but at
 * the horizon, where it is cut off.
 *
 * Ranges: observations [cos θ, sin θ, ω], |ω| ≤ 8; the action, a torque, is clipped to ±2; begins with θ uniform within ±π and
 * ω within ±1. Rewards from −16.28 to 0.
 * Source: constants and equations of Gymnasium's Pendulum-v1. Differs: torques enter as float64, where Gymnasium keeps
 * float32 in the terms that they appear in.
 */
export const pendulum: EnvironmentDefinition<PendulumParameters> = defineEnvironment<PendulumParameters>({
  id: ID,
  version: 1,
  summary: 'A rod, to be swung up and held by a motor that is too weak to lift it',
  source: 'Gymnasium, Pendulum-v1',
  parameters: {
    horizon: horizonField(200),
  },
  settings: {
    v1: {
      description: 'Pendulum-v1: episodes of 200 steps',
      parameters: {},
      references: {
        random: { score: -1228.3, source: 'the uniform policy; standard error 0.9', episodes: 100_000 },
        best: { score: -151.855, source: 'TD3 of rl-baselines3-zoo (benchmark.md), one run', episodes: 750 },
      },
      evaluation: { episodes: 100, batch: 10, mode: 'greedy' },
      literature: [
        {
          algorithm: 'TD3',
          score: -151.855,
          seeds: 1,
          source: 'rl-baselines3-zoo, benchmark.md: 20,000 steps',
        },
        {
          algorithm: 'SAC',
          score: -156.995,
          seeds: 1,
          source: 'rl-baselines3-zoo, benchmark.md: 20,000 steps',
        },
        {
          algorithm: 'PPO',
          score: -172.225,
          seeds: 1,
          source: 'rl-baselines3-zoo, benchmark.md: 100,000 steps',
        },
        { algorithm: 'A2C', score: -162.965, seeds: 1, source: 'rl-baselines3-zoo, benchmark.md: 1M steps' },
      ],
    },
  },
  describe,
  make: (parameters, batch) =>
    createEnvironment(ID, describe(parameters), batch, (buffers) => ({ rules: new PendulumRules(buffers) })),
})

function describe({ horizon }: PendulumParameters): EnvironmentSpec {
  const worst = Math.PI * Math.PI + 0.1 * SPEED_LIMIT * SPEED_LIMIT + 0.001 * TORQUE_LIMIT * TORQUE_LIMIT
  return studySpec({
    observation: {
      shape: [OBSERVED],
      low: -SPEED_LIMIT,
      high: SPEED_LIMIT,
      layout: layout(
        { name: 'angle', shape: [2], axis: 'flat', kind: 'real', unit: 'cosine and sine' },
        { name: 'velocity', shape: [1], axis: 'flat', kind: 'real', unit: 'rad/s' },
      ),
    },
    action: box([1], -TORQUE_LIMIT, TORQUE_LIMIT, 'clip', ['torque']),
    horizon,
    rewardRange: [-worst, 0],
  })
}

class PendulumRules implements Rules {
  private readonly buffers: Buffers
  /** [batch, 2], float64; the angle is not wrapped */
  private readonly state: Float64Array
  /** An angle, twice, whose sine and cosine are taken in place */
  private readonly angles = new Float64Array(2)

  constructor(buffers: Buffers) {
    this.buffers = buffers
    this.state = new Float64Array(buffers.batch * STATE)
  }

  start(w: number, { key }: Instance): void {
    const stream = key.stream()
    this.state[w * STATE] = Math.PI * (2 * stream.uniform() - 1)
    this.state[w * STATE + 1] = 2 * stream.uniform() - 1
  }

  step(actions: ActionArray): void {
    const { state, angles } = this
    const { batch, rewards } = this.buffers
    for (let w = 0; w < batch; w++) {
      const i = w * STATE
      const angle = state[i]
      const velocity = state[i + 1]
      const torque = actions[w]
      const tilt = fromUpright(angle)
      rewards[w] = -(tilt * tilt + 0.1 * (velocity * velocity) + 0.001 * (torque * torque))
      angles[0] = angle
      sines(angles, 0, 1)
      const pushed = velocity + (((3 * GRAVITY) / 2) * angles[0] + 3 * torque) * TIME_STEP
      state[i + 1] = Math.min(Math.max(pushed, -SPEED_LIMIT), SPEED_LIMIT)
      state[i] = angle + state[i + 1] * TIME_STEP
    }
  }

  observe(from: number, to: number): void {
    const { angles } = this
    const { observations } = this.buffers
    for (let w = from; w < to; w++) {
      angles[0] = angles[1] = this.state[w * STATE]
      cosines(angles, 0, 1)
      sines(angles, 1, 2)
      observations[w * OBSERVED] = angles[0]
      observations[w * OBSERVED + 1] = angles[1]
      observations[w * OBSERVED + 2] = this.state[w * STATE + 1]
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.buffers.returns[w]
  }

  renderText(w: number): string {
    const [angle, velocity] = this.save(w)
    return `${fromUpright(angle).toFixed(4)} rad from upright, ${velocity.toFixed(3)} rad/s`
  }

  renderSvg(w: number): string {
    const [angle] = this.save(w)
    const x = (100 - 70 * sin(angle)).toFixed(2)
    const y = (100 - 70 * cos(angle)).toFixed(2)
    return [
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200">',
      '<rect width="200" height="200" fill="#fff"/>',
      `<line x1="100" y1="100" x2="${x}" y2="${y}" stroke="#b5651d" stroke-width="10" stroke-linecap="round"/>`,
      '<circle cx="100" cy="100" r="4" fill="#333"/>',
      '</svg>',
    ].join('')
  }

  save(w: number): Float64Array {
    return this.state.slice(w * STATE, (w + 1) * STATE)
  }

  load(w: number, content: unknown): void {
    this.state.set(content as Float64Array, w * STATE)
  }
}

/** An angle from upright, from −π to π. */
function fromUpright(angle: number): number {
  const turned = (angle + Math.PI) % (2 * Math.PI)
  return (turned < 0 ? turned + 2 * Math.PI : turned) - Math.PI
}
