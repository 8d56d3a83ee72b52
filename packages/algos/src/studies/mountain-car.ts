/**
 * `classic/mountain-car`: a car in a valley, too weak to drive straight up to the flag on the right.
 *
 * Symbols: x position, v velocity (in position per step); the ground lies at sin 3x.
 */
import {
  type ActionArray,
  type Buffers,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type Instance,
  type Rules,
  cos,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertFace,
  layout,
  perWorld,
  sin,
} from '@gauntlet/core'
import { RETURN, horizonField, studySpec } from './study-spec.ts'

export interface MountainCarParameters {
  readonly horizon: number
}

const FORCE = 0.001
const GRAVITY = 0.0025
const LEFT_END = -1.2
const RIGHT_END = 0.6
const GOAL = 0.5
const SPEED_LIMIT = 0.07
const WIDTH = 2

const ID = 'classic/mountain-car'

/**
 * The engine pushes left, not at all or right; every step pays −1 until the car is at x ≥ 0.5. The left end of the track is
 * a wall that takes the speed away. Cut off at the horizon.
 *
 * Ranges: observations [x, v], −1.2 to 0.6 and within ±0.07; begins at rest, x uniform from −0.6 to −0.4.
 * Source: Moore 1990; constants and equations of Gymnasium's MountainCar-v0.
 */
export const mountainCar: EnvironmentDefinition<MountainCarParameters> =
  defineEnvironment<MountainCarParameters>({
    id: ID,
    version: 1,
    summary: 'A weak car in a valley, which has to swing before it comes up',
    source: 'Moore 1990; Gymnasium, MountainCar-v0',
    parameters: {
      horizon: horizonField(200),
    },
    settings: {
      v0: {
        description: 'MountainCar-v0: episodes of at most 200 steps',
        parameters: {},
        references: {
          random: {
            score: -200,
            source: 'the uniform policy: no episode reached the goal',
            episodes: 100_000,
          },
          best: {
            score: -100.849,
            source: 'DQN of rl-baselines3-zoo (benchmark.md), one run',
            episodes: 1487,
          },
        },
        evaluation: { episodes: 100, batch: 10, mode: 'greedy' },
        literature: [
          { algorithm: 'PPO', score: -200, seeds: 3, source: 'CleanRL, ppo.py: after 500,000 steps' },
          { algorithm: 'DQN', score: -194.9, seeds: 3, source: 'CleanRL, dqn.py: after 500,000 steps' },
          {
            algorithm: 'PPO',
            score: -110.423,
            seeds: 1,
            source: 'rl-baselines3-zoo, benchmark.md: 1M steps',
          },
          {
            algorithm: 'DQN',
            score: -100.849,
            seeds: 1,
            source: 'rl-baselines3-zoo, benchmark.md: 120,000 steps',
          },
        ],
      },
    },
    describe,
    make: (parameters, batch) => {
      const spec = describe(parameters)
      return createEnvironment(ID, spec, batch, (buffers) => {
        const rules = new MountainCarRules(buffers)
        const face = expertFace(ID, spec, () => perWorld((w, actions) => void (actions[w] = rules.swing(w))))
        return { rules, faces: { expert: face } }
      })
    },
  })

function describe({ horizon }: MountainCarParameters): EnvironmentSpec {
  return studySpec({
    observation: {
      shape: [WIDTH],
      low: LEFT_END,
      high: RIGHT_END,
      layout: layout(
        { name: 'position', shape: [1], axis: 'flat', kind: 'real', unit: '-1.2 to 0.6' },
        {
          name: 'velocity',
          shape: [1],
          axis: 'flat',
          kind: 'real',
          unit: 'position per step, -0.07 to 0.07',
        },
      ),
    },
    action: discrete(3, ['left', 'no push', 'right']),
    horizon,
    rewardRange: [-1, -1],
    metrics: [{ ...RETURN, description: 'Steps until the car is up, negated' }],
    experts: [
      {
        name: 'swing',
        description: 'pushes the way it rolls; right at rest',
        seesHiddenState: false,
        source: 'adds energy in every step, as is well known',
      },
    ],
  })
}

class MountainCarRules implements Rules {
  private readonly buffers: Buffers
  /** [batch, 2], float64 */
  private readonly state: Float64Array

  constructor(buffers: Buffers) {
    this.buffers = buffers
    this.state = new Float64Array(buffers.batch * WIDTH)
  }

  start(w: number, { key }: Instance): void {
    this.state[w * WIDTH] = 0.2 * key.stream().uniform() - 0.6
    this.state[w * WIDTH + 1] = 0
  }

  step(actions: ActionArray): void {
    const { state } = this
    const { batch, rewards, terminated } = this.buffers
    for (let w = 0; w < batch; w++) {
      const i = w * WIDTH
      const pushed = state[i + 1] + ((actions[w] - 1) * FORCE + cos(3 * state[i]) * -GRAVITY)
      const velocity = Math.min(Math.max(pushed, -SPEED_LIMIT), SPEED_LIMIT)
      state[i] = Math.min(Math.max(state[i] + velocity, LEFT_END), RIGHT_END)
      state[i + 1] = state[i] === LEFT_END && velocity < 0 ? 0 : velocity
      rewards[w] = -1
      terminated[w] = state[i] >= GOAL && state[i + 1] >= 0 ? 1 : 0
    }
  }

  /** The push along the way that world `w`'s car rolls. */
  swing(w: number): number {
    return this.state[w * WIDTH + 1] < 0 ? 0 : 2
  }

  observe(from: number, to: number): void {
    const { observations } = this.buffers
    for (let k = from * WIDTH; k < to * WIDTH; k++) observations[k] = this.state[k]
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.buffers.returns[w]
  }

  renderText(w: number): string {
    const [x, v] = this.save(w)
    const column = Math.round(((x - LEFT_END) / (RIGHT_END - LEFT_END)) * 36)
    return `|${'-'.repeat(column)}o${'-'.repeat(36 - column)}|\nx ${x.toFixed(4)}  v ${v.toFixed(5)}`
  }

  renderSvg(w: number): string {
    const [x] = this.save(w)
    const point = (at: number, lift: number): string =>
      `${(200 * (at - LEFT_END) + 20).toFixed(1)},${(120 - 60 * sin(3 * at) - lift).toFixed(1)}`
    const ground = Array.from({ length: 37 }, (_, k) => point(LEFT_END + 0.05 * k, 0))
    const [carX, carY] = point(x, 8).split(',')
    return [
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200">',
      '<rect width="400" height="200" fill="#fff"/>',
      `<polyline points="${ground.join(' ')}" fill="none" stroke="#888" stroke-width="2"/>`,
      `<polyline points="${point(GOAL, 0)} ${point(GOAL, 40)}" stroke="#a00" stroke-width="3"/>`,
      `<circle cx="${carX}" cy="${carY}" r="8" fill="#333"/>`,
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
