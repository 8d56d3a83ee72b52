/** What a policy has seen of the arms: `ONLINE_ARMS`, `BOUNDED_ARMS`, `armCount`, `ArmStatistics`, `Tally`. */
import { type ArraySpec, GauntletError, type Requirement, type View, product } from '@gauntlet/core'
import { ArmsMemory } from '../arms-kernel.ts'

/** One learner that pulls one of K arms in every step, for any reward. */
export const ONLINE_ARMS: Requirement = {
  agents: 'one',
  sides: 1,
  actions: ['discrete'],
  protocol: 'online',
  objectives: 1,
  masks: false,
}

/** The same, for rewards from 0 to 1. */
export const BOUNDED_ARMS: Requirement = { ...ONLINE_ARMS, rewards: [0, 1] }

/** The number of arms. Errors: GauntletError where actions are not discrete. */
export function armCount({ spec }: View): number {
  if (spec.action.kind === 'discrete') return spec.action.n
  throw new GauntletError('actions', `got ${spec.action.kind} actions, expected discrete ones: the arms`)
}

/** Sufficient statistics of any number of worlds, as index rules read them. */
export interface ArmStatistics {
  readonly arms: number
  /** [worlds]: pulls made so far */
  readonly steps: Float64Array
  /** [worlds, arms] */
  readonly pulls: Float64Array
  /** [worlds, arms]: sums of rewards, and of their squares */
  readonly sums: Float64Array
  readonly squares: Float64Array
}

/** No arm, or any number of them, in `Tally.changed`. */
export const NONE = -1
export const SEVERAL = -2

/**
 * Keeps the statistics of a view's worlds: `remember` an arm, and `observe` what it paid at the next act.
 *
 * Where rewards are delayed, they are read from the observation's block `feedback`, [2, arms]: how many rewards of each arm
 * were shown, and what they add up to; they are taken to be 0 or 1.
 */
export class Tally implements ArmStatistics {
  readonly arms: number
  readonly steps: Float64Array
  readonly pulls: Float64Array
  readonly sums: Float64Array
  readonly squares: Float64Array
  /** [worlds]: the arm whose statistics the last `observe` changed, or `NONE`, or `SEVERAL`, all where a world was forgotten */
  readonly changed: Int32Array
  /** [worlds]: the arm whose reward is still to be read, or `NONE` */
  private readonly pending: Int32Array
  /** [worlds]: the last step's, for the kernel */
  private readonly rewards: Float32Array
  private readonly memory: ArmsMemory
  /** [worlds, arms]: pulls whose rewards have not been shown; where rewards are delayed */
  private readonly outstanding: Float64Array | undefined
  /** Where `feedback` lies in an observation, and how wide that is. */
  private readonly feedback: number
  private readonly width: number

  /** Numbers that it needs of a memory. */
  static size(worlds: number, arms: number): number {
    return (worlds + 1) * (3 * arms + 3)
  }

  constructor(view: View, memory: ArmsMemory = new ArmsMemory(Tally.size(view.batch, armCount(view)))) {
    this.arms = armCount(view)
    this.memory = memory
    this.steps = memory.float64(view.batch)
    this.pulls = memory.float64(view.batch * this.arms)
    this.sums = memory.float64(view.batch * this.arms)
    this.squares = memory.float64(view.batch * this.arms)
    this.changed = memory.int32(view.batch).fill(SEVERAL)
    this.pending = memory.int32(view.batch).fill(NONE)
    this.rewards = memory.float32(view.batch)
    const { delayed, observation } = view.spec
    this.outstanding = delayed !== undefined ? new Float64Array(this.pulls.length) : undefined
    this.feedback = delayed !== undefined ? feedbackOf(observation, this.arms) : 0
    this.width = product(observation.shape)
  }

  /** Takes in the last step's rewards; forgets the worlds that ended in it. */
  observe(view: View): void {
    if (this.outstanding !== undefined) return this.observeFeedback(view, this.outstanding)
    const { ended, rewards } = view
    if (ended.includes(1)) for (let w = 0; w < ended.length; w++) if (ended[w] === 1) this.forget(w)
    this.rewards.set(rewards)
    const { arms, steps, pulls, sums, squares, changed, pending, memory } = this
    if (memory.kernel === undefined) return this.takeRewards()
    memory.kernel.takeRewards(
      pending.length,
      arms,
      pending.byteOffset,
      this.rewards.byteOffset,
      steps.byteOffset,
      pulls.byteOffset,
      sums.byteOffset,
      squares.byteOffset,
      changed.byteOffset,
    )
  }

  private takeRewards(): void {
    const { arms, steps, pulls, sums, squares, changed, pending, rewards } = this
    for (let w = 0; w < pending.length; w++) {
      const arm = pending[w]
      if (arm >= 0) {
        const i = w * arms + arm
        const reward = rewards[w]
        steps[w]++
        pulls[i]++
        sums[i] += reward
        squares[i] += reward * reward
        changed[w] = arm
      }
    }
  }

  private observeFeedback({ ended, observations }: View, outstanding: Float64Array): void {
    const { arms, steps, pulls, sums, squares, changed, pending, feedback, width } = this
    for (let w = 0; w < pending.length; w++) {
      if (ended[w] === 1) this.forget(w)
      if (pending[w] < 0) continue
      steps[w]++
      changed[w] = SEVERAL
      for (let k = 0; k < arms; k++) {
        const count = observations[w * width + feedback + k]
        const sum = observations[w * width + feedback + arms + k]
        pulls[w * arms + k] += count
        sums[w * arms + k] += sum
        squares[w * arms + k] += sum
        outstanding[w * arms + k] -= count
      }
    }
  }

  /**
   * The arm to pull where one has no reward yet: `arm`, or where rewards are delayed the one of those that fewest pulls are
   * outstanding of.
   */
  unseen(w: number, arm: number): number {
    const { arms, pulls, outstanding } = this
    if (outstanding === undefined) return arm
    let best = arm
    for (let k = arm + 1; k < arms; k++) {
      const fewer = outstanding[w * arms + k] < outstanding[w * arms + best]
      if (pulls[w * arms + k] === 0 && fewer) best = k
    }
    return best
  }

  /** Notes that world `w` is about to pull `arm`. */
  remember(w: number, arm: number): void {
    this.pending[w] = arm
    this.changed[w] = NONE
    if (this.outstanding !== undefined) this.outstanding[w * this.arms + arm]++
  }

  /** The same of all worlds: arms [worlds], in which those that `unseen` prefers take the place of arms without a reward. */
  rememberAll(arms: Int32Array): void {
    const { pulls, pending, changed, outstanding } = this
    if (outstanding === undefined) {
      pending.set(arms)
      changed.fill(NONE)
      return
    }
    for (let w = 0; w < arms.length; w++) {
      if (pulls[w * this.arms + arms[w]] === 0) arms[w] = this.unseen(w, arms[w])
      this.remember(w, arms[w])
    }
  }

  forget(w: number): void {
    const from = w * this.arms
    this.steps[w] = 0
    this.pulls.fill(0, from, from + this.arms)
    this.sums.fill(0, from, from + this.arms)
    this.squares.fill(0, from, from + this.arms)
    this.outstanding?.fill(0, from, from + this.arms)
    this.changed[w] = SEVERAL
    this.pending[w] = NONE
  }
}

/** Errors: GauntletError where the observation has no such block. */
function feedbackOf({ layout }: ArraySpec, arms: number): number {
  const block = layout.find(({ name }) => name === 'feedback')
  if (block !== undefined && product(block.shape) === 2 * arms) return block.offset
  throw new GauntletError('layout', `got delayed rewards, expected a block feedback of ${2 * arms} numbers`)
}
