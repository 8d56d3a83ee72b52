/** What a policy has seen of the arms: `ONLINE_ARMS`, `armCount`, `ArmStatistics`, `Tally`. */
import { GauntletError, type Requirement, type View } from '@gauntlet/core'

/** What the policies of this package ask of a spec: one learner that pulls one of K arms in every step, for 0 to 1. */
export const ONLINE_ARMS: Requirement = {
  agents: 'one',
  sides: 1,
  actions: ['discrete'],
  protocol: 'online',
  objectives: 1,
  rewards: [0, 1],
  masks: false,
}

/** The number of arms. Errors: GauntletError where actions are not discrete or rewards may leave [0, 1]. */
export function armCount({ spec }: View): number {
  const [low, high] = spec.rewardRange
  if (spec.action.kind !== 'discrete') {
    throw new GauntletError('actions', `got ${spec.action.kind} actions, expected discrete ones: the arms`)
  }
  if (!(low >= 0 && high <= 1)) {
    throw new GauntletError('rewards', `got rewards from ${low} to ${high}, expected rewards from 0 to 1`)
  }
  return spec.action.n
}

/** Sufficient statistics of any number of worlds, as index rules read them. */
export interface ArmStatistics {
  readonly arms: number
  /** [worlds]: pulls made so far */
  readonly steps: Float64Array
  /** [worlds, arms] */
  readonly pulls: Float64Array
  /** [worlds, arms]: sums of rewards */
  readonly sums: Float64Array
}

/** Keeps the statistics of a view's worlds: `remember` an arm, and `observe` what it paid at the next act. */
export class Tally implements ArmStatistics {
  readonly arms: number
  readonly steps: Float64Array
  readonly pulls: Float64Array
  readonly sums: Float64Array
  /** [worlds]: the arm whose reward is still to be read, -1 where there is none */
  private readonly pending: Int32Array

  constructor(view: View) {
    this.arms = armCount(view)
    this.steps = new Float64Array(view.batch)
    this.pulls = new Float64Array(view.batch * this.arms)
    this.sums = new Float64Array(view.batch * this.arms)
    this.pending = new Int32Array(view.batch).fill(-1)
  }

  /** Takes in the last step's rewards; forgets the worlds that ended in it. */
  observe(view: View): void {
    const { arms, steps, pulls, sums, pending } = this
    const { ended, rewards } = view
    for (let w = 0; w < pending.length; w++) {
      const arm = pending[w]
      if (ended[w] === 1) this.forget(w)
      else if (arm >= 0) {
        const i = w * arms + arm
        steps[w]++
        pulls[i]++
        sums[i] += rewards[w]
      }
    }
  }

  /** Notes that world `w` is about to pull `arm`. */
  remember(w: number, arm: number): void {
    this.pending[w] = arm
  }

  forget(w: number): void {
    const from = w * this.arms
    this.steps[w] = 0
    this.pulls.fill(0, from, from + this.arms)
    this.sums.fill(0, from, from + this.arms)
    this.pending[w] = -1
  }
}
