/**
 * What goes on in the course of an episode, as lines over its steps: `CourseTape`. The score and the reward of any environment;
 * of one agent its actions and the blocks of what it sees, such as orders and stock; of a bandit how often each arm was pulled,
 * and what its rewards say of its mean.
 */
import type { ActionArray, Environment, EnvironmentSpec } from '@gauntlet/core'

export interface Course {
  readonly name: string
  /** What is meant, as a sentence. */
  readonly caption: string
  readonly steps: readonly number[]
  readonly lines: readonly CourseLine[]
}

export interface CourseLine {
  readonly name: string
  readonly mean: readonly number[]
  /** Empty where there is no band. */
  readonly low: readonly number[]
  readonly high: readonly number[]
}

interface Growing extends CourseLine {
  readonly mean: number[]
  readonly low: number[]
  readonly high: number[]
}

/** More lines than these cannot be told apart. */
const MOST_LINES = 24
/** Deviations to either side of a mean that hold 95 % of a normal distribution. */
const SIDE = 1.959964

/** Takes every step's reward, and of some steps what they show. */
export class CourseTape {
  readonly #environment: Environment
  readonly #steps: number[] = []
  readonly #columns = new Map<string, { readonly caption: string; readonly lines: readonly Growing[] }>()
  /** Of each arm: pulls, and the sums of rewards and of their squares. */
  readonly #arms: { n: number; s: number; q: number }[]
  readonly #bounded: boolean

  constructor(environment: Environment) {
    this.#environment = environment
    const { action, agents, protocol, delayed } = environment.spec
    // Rewards that come later are not those of the arm that is pulled.
    const bandit = agents === 1 && protocol === 'online' && delayed === undefined
    const arms = bandit && action.kind === 'discrete' ? action.n : 0
    this.#arms = Array.from({ length: arms <= MOST_LINES ? arms : 0 }, () => ({ n: 0, s: 0, q: 0 }))
    const [low, high] = environment.spec.rewardRange
    this.#bounded = low >= 0 && high <= 1
  }

  /** Takes a step, whether it is drawn or not. */
  count(actions: ActionArray, reward: number): void {
    const arm = this.#arms[actions[0]]
    if (this.#arms.length === 0 || arm === undefined) return
    arm.n++
    arm.s += reward
    arm.q += reward * reward
  }

  /** Keeps what the world shows after step `t`, which `actions` led to. */
  keep(t: number, soFar: number, reward: number, actions: ActionArray): void {
    const { spec, observations } = this.#environment
    this.#steps.push(t)
    this.#put(
      'score so far',
      'The score so far, where the environment tells it, or else the return, the mean over agents.',
      [['so far', soFar]],
    )
    this.#put('reward', 'The reward of the step, the mean over agents.', [['reward', t === 0 ? NaN : reward]])
    this.#putArms()
    if (spec.agents !== 1) return
    const done = actionNames(spec).map((name, i) => [name, t === 0 ? NaN : actions[i]] as const)
    this.#put('actions', 'What was done in the step.', done)
    for (const { name, offset, shape } of spec.observation.layout) {
      const names = placesOf(shape)
      const caption = `What was seen after the step: ${name}, in the units of the observation.`
      this.#put(
        name,
        caption,
        names.map((place, i) => [place, observations[offset + i]]),
      )
    }
  }

  /** Those in which anything changes. */
  courses(): readonly Course[] {
    const changing = [...this.#columns].filter(([, { lines }]) =>
      lines.some(({ mean }) => mean.some((value) => value !== mean[mean.length - 1] && !Number.isNaN(value))),
    )
    return changing.map(([name, { caption, lines }]) => ({
      name,
      caption,
      steps: this.#steps,
      lines,
    }))
  }

  #putArms(): void {
    if (this.#arms.length === 0) return
    this.#put(
      'pulls',
      'How often each arm was pulled.',
      this.#arms.map(({ n }, k) => [`arm ${k}`, n]),
    )
    const prior = this.#bounded
      ? 'the posterior mean from a uniform prior, Beta(1 + s, 1 + n − s)'
      : 'the mean of its rewards'
    this.#put(
      'means',
      `What was known of each arm: ${prior}, with 1.96 deviations to either side.`,
      this.#arms.map((arm, k) => [`arm ${k}`, ...believed(arm, this.#bounded)]),
    )
  }

  #put(
    name: string,
    caption: string,
    values: readonly (readonly [name: string, mean: number, low?: number, high?: number])[],
  ): void {
    if (values.length === 0 || values.length > MOST_LINES) return
    let column = this.#columns.get(name)
    if (column === undefined) {
      column = { caption, lines: values.map(([line]) => ({ name: line, mean: [], low: [], high: [] })) }
      this.#columns.set(name, column)
    }
    values.forEach(([, mean, low, high], i) => {
      const line = column.lines[i]
      line.mean.push(mean)
      if (low !== undefined && high !== undefined) {
        line.low.push(low)
        line.high.push(high)
      }
    })
  }
}

/** A mean, and 1.96 deviations to either side; NaN where nothing is known. */
function believed(
  { n, s, q }: { readonly n: number; readonly s: number; readonly q: number },
  bounded: boolean,
): readonly [number, number, number] {
  if (bounded) {
    const mean = (1 + s) / (2 + n)
    const side = SIDE * Math.sqrt((mean * (1 - mean)) / (n + 3))
    return [mean, Math.max(0, mean - side), Math.min(1, mean + side)]
  }
  const mean = s / n
  const side = SIDE * Math.sqrt(Math.max(0, q / n - mean * mean) / Math.max(1, n - 1))
  return [mean, mean - side, mean + side]
}

function actionNames({ action }: EnvironmentSpec): readonly string[] {
  switch (action.kind) {
    case 'discrete':
      return ['choice']
    case 'multi-discrete':
      return action.counts.map((_, i) => `choice ${i}`)
    case 'box':
      return action.names ?? placesOf(action.shape)
    case 'combinatorial':
      return Array.from({ length: action.elements }, (_, i) => `element ${i}`)
  }
}

/** `0`, `1`, … of a list, `0, 0`, `0, 1`, … of a table. */
function placesOf(shape: readonly number[]): string[] {
  return shape.reduce<string[]>(
    (before, size) =>
      before.flatMap((place) =>
        Array.from({ length: size }, (_, i) => (place === '' ? String(i) : `${place}, ${i}`)),
      ),
    [''],
  )
}
