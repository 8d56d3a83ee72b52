/**
 * `classic/acrobot`: two links that hang from a hinge, to be swung up by a torque at the joint between them.
 *
 * Symbols: θ₁ angle of the first link from hanging down (rad), θ₂ that of the second from the first; ω₁, ω₂ their
 * velocities (rad/s); τ torque (N·m); d₁, d₂, φ₁, φ₂ as in the source. Links have length 1 m, mass 1 kg, centre of mass
 * at 0.5 m and moment of inertia 1 kg·m²; factors of 1 are left out.
 */
import {
  type ActionArray,
  type Buffers,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type Instance,
  type Rules,
  cos,
  cosines,
  createEnvironment,
  defineEnvironment,
  discrete,
  layout,
  sin,
  sines,
} from '@gauntlet/core'
import { RETURN, horizonField, studySpec } from './study-spec.ts'

export interface AcrobotParameters {
  readonly horizon: number
}

const GRAVITY = 9.8
/** Of each link: half its length, from joint to centre of mass. */
const CENTRE = 0.5
const INERTIA = 1
const TIME_STEP = 0.2
const FIRST_SPEED_LIMIT = 4 * Math.PI
const SECOND_SPEED_LIMIT = 9 * Math.PI
/** [θ₁, θ₂, ω₁, ω₂] */
const STATE = 4
const OBSERVED = 6

const ID = 'classic/acrobot'

/**
 * Each step applies a torque of −1, 0 or 1 N·m for 0.2 s, by one step of the classical Runge-Kutta method, and pays −1;
 * the one that brings the tip higher than one length above the hinge pays 0 and ends the episode. Cut off at the horizon.
 *
 * Ranges: observations [cos θ₁, sin θ₁, cos θ₂, sin θ₂, ω₁, ω₂], |ω₁| ≤ 4π, |ω₂| ≤ 9π; begins uniform within ±0.1 each.
 * Source: Sutton 1996; Sutton and Barto 1998, section 11.3; constants and equations ("book") of
 * Gymnasium's Acrobot-v1.
 */
export const acrobot: EnvironmentDefinition<AcrobotParameters> = defineEnvironment<AcrobotParameters>({
  id: ID,
  version: 1,
  summary: 'Two links, to be swung up by a weak torque between them',
  source: 'Sutton 1996; Gymnasium, Acrobot-v1',
  parameters: {
    horizon: horizonField(500),
  },
  settings: {
    v1: {
      description: 'Acrobot-v1: episodes of at most 500 steps',
      parameters: {},
      references: {
        random: { score: -498.95, source: 'the uniform policy; standard error 0.04', episodes: 100_000 },
        best: {
          score: -69.135,
          source: 'QR-DQN of rl-baselines3-zoo (benchmark.md), one run',
          episodes: 2138,
        },
      },
      evaluation: { episodes: 100, batch: 10, mode: 'greedy' },
      literature: [
        { algorithm: 'PPO', score: -86.36, seeds: 3, source: 'CleanRL, ppo.py: after 500,000 steps' },
        { algorithm: 'DQN', score: -91.5, seeds: 3, source: 'CleanRL, dqn.py: after 500,000 steps' },
        { algorithm: 'PPO', score: -73.506, seeds: 1, source: 'rl-baselines3-zoo, benchmark.md: 1M steps' },
        {
          algorithm: 'DQN',
          score: -76.639,
          seeds: 1,
          source: 'rl-baselines3-zoo, benchmark.md: 100,000 steps',
        },
      ],
    },
  },
  describe,
  make: (parameters, batch) =>
    createEnvironment(ID, describe(parameters), batch, (buffers) => ({ rules: new AcrobotRules(buffers) })),
})

function describe({ horizon }: AcrobotParameters): EnvironmentSpec {
  return studySpec({
    observation: {
      shape: [OBSERVED],
      low: -SECOND_SPEED_LIMIT,
      high: SECOND_SPEED_LIMIT,
      layout: layout(
        { name: 'first angle', shape: [2], axis: 'flat', kind: 'real', unit: 'cosine and sine' },
        { name: 'second angle', shape: [2], axis: 'flat', kind: 'real', unit: 'cosine and sine' },
        { name: 'velocities', shape: [2], axis: 'flat', kind: 'real', unit: 'rad/s' },
      ),
    },
    action: discrete(3, ['-1 N·m', 'no torque', '1 N·m']),
    horizon,
    rewardRange: [-1, 0],
    metrics: [{ ...RETURN, description: 'Steps until the tip is up, less one, negated' }],
  })
}

class AcrobotRules implements Rules {
  private readonly buffers: Buffers
  /** [batch, 4], float64 */
  private readonly state: Float64Array
  /** Where a slope is taken. */
  private readonly point = new Float64Array(STATE)
  /** Angles whose sines or cosines are taken in place */
  private readonly angles = new Float64Array(4)
  /** Slopes of the four stages: [4, 4] */
  private readonly slopes = new Float64Array(4 * STATE)

  constructor(buffers: Buffers) {
    this.buffers = buffers
    this.state = new Float64Array(buffers.batch * STATE)
  }

  start(w: number, { key }: Instance): void {
    const stream = key.stream()
    for (let k = 0; k < STATE; k++) this.state[w * STATE + k] = 0.2 * stream.uniform() - 0.1
  }

  step(actions: ActionArray): void {
    const { state, angles } = this
    const { batch, rewards, terminated } = this.buffers
    for (let w = 0; w < batch; w++) {
      const i = w * STATE
      this.swing(i, actions[w] - 1)
      state[i] = wrapped(state[i])
      state[i + 1] = wrapped(state[i + 1])
      state[i + 2] = Math.min(Math.max(state[i + 2], -FIRST_SPEED_LIMIT), FIRST_SPEED_LIMIT)
      state[i + 3] = Math.min(Math.max(state[i + 3], -SECOND_SPEED_LIMIT), SECOND_SPEED_LIMIT)
      angles[0] = state[i]
      angles[1] = state[i + 1] + state[i]
      cosines(angles, 0, 2)
      const up = -angles[0] - angles[1] > 1
      rewards[w] = up ? 0 : -1
      terminated[w] = up ? 1 : 0
    }
  }

  /** One step of the classical Runge-Kutta method from the state at `i`. */
  private swing(i: number, torque: number): void {
    const { state, point, slopes } = this
    for (let stage = 0; stage < 4; stage++) {
      const reach = stage === 0 ? 0 : stage === 3 ? TIME_STEP : TIME_STEP / 2
      const before = Math.max(stage - 1, 0) * STATE
      for (let k = 0; k < STATE; k++) point[k] = state[i + k] + reach * slopes[before + k]
      this.slope(stage * STATE, torque)
    }
    for (let k = 0; k < STATE; k++) {
      const sum = slopes[k] + 2 * slopes[STATE + k] + 2 * slopes[2 * STATE + k] + slopes[3 * STATE + k]
      state[i + k] += (TIME_STEP / 6) * sum
    }
  }

  /** Writes the derivative of the state at `point` to `slopes` from `at`. */
  private slope(at: number, torque: number): void {
    const { point, slopes, angles } = this
    const first = point[0]
    const second = point[1]
    const firstSpeed = point[2]
    const secondSpeed = point[3]
    angles[0] = second
    angles[1] = first + second - Math.PI / 2
    angles[2] = first - Math.PI / 2
    angles[3] = second
    cosines(angles, 0, 3)
    sines(angles, 3, 4)
    const cosine = angles[0]
    const sine = angles[3]
    const d1 = CENTRE * CENTRE + (1 + CENTRE * CENTRE + 2 * CENTRE * cosine) + 2 * INERTIA
    const d2 = CENTRE * CENTRE + CENTRE * cosine + INERTIA
    const phi2 = CENTRE * GRAVITY * angles[1]
    const phi1 =
      -CENTRE * (secondSpeed * secondSpeed) * sine -
      2 * CENTRE * secondSpeed * firstSpeed * sine +
      (CENTRE + 1) * GRAVITY * angles[2] +
      phi2
    const secondForce = torque + (d2 / d1) * phi1 - CENTRE * (firstSpeed * firstSpeed) * sine - phi2
    const secondGain = secondForce / (CENTRE * CENTRE + INERTIA - (d2 * d2) / d1)
    slopes[at] = firstSpeed
    slopes[at + 1] = secondSpeed
    slopes[at + 2] = -(d2 * secondGain + phi1) / d1
    slopes[at + 3] = secondGain
  }

  observe(from: number, to: number): void {
    const { angles } = this
    const { observations } = this.buffers
    for (let w = from; w < to; w++) {
      const i = w * STATE
      const k = w * OBSERVED
      angles[0] = angles[2] = this.state[i]
      angles[1] = angles[3] = this.state[i + 1]
      cosines(angles, 0, 2)
      sines(angles, 2, 4)
      observations[k] = angles[0]
      observations[k + 1] = angles[2]
      observations[k + 2] = angles[1]
      observations[k + 3] = angles[3]
      observations[k + 4] = this.state[i + 2]
      observations[k + 5] = this.state[i + 3]
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.buffers.returns[w]
  }

  renderText(w: number): string {
    const [first, second, firstSpeed, secondSpeed] = this.save(w)
    const height = -cos(first) - cos(first + second)
    return [
      `tip ${height.toFixed(3)} m above the hinge`,
      `angles ${first.toFixed(4)} ${second.toFixed(4)} rad  velocities ${firstSpeed.toFixed(3)} ${secondSpeed.toFixed(3)} rad/s`,
    ].join('\n')
  }

  renderSvg(w: number): string {
    const [first, second] = this.save(w)
    const [x, y] = [120 + 50 * sin(first), 120 + 50 * cos(first)]
    const [tipX, tipY] = [x + 50 * sin(first + second), y + 50 * cos(first + second)]
    const link = (points: string): string =>
      `<polyline points="${points}" fill="none" stroke="#b5651d" stroke-width="6" stroke-linejoin="round"/>`
    return [
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240">',
      '<rect width="240" height="240" fill="#fff"/>',
      '<line x1="0" y1="70" x2="240" y2="70" stroke="#888"/>',
      link(`120,120 ${x.toFixed(2)},${y.toFixed(2)} ${tipX.toFixed(2)},${tipY.toFixed(2)}`),
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

/** An angle within ±π. */
function wrapped(angle: number): number {
  let turned = angle
  while (turned > Math.PI) turned -= 2 * Math.PI
  while (turned < -Math.PI) turned += 2 * Math.PI
  return turned
}
