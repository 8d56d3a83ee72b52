/** What rewards become before they are learnt from: `RewardTransform`; their scale, `scaleRewards`. */
import { GauntletError, numbers } from '@gauntlet/core'
import type { Archive } from './archive.ts'
import { scaleRewardsField } from './configuration.ts'
import { type PartDefinition, definePart } from './recipe/part.ts'
import type { Rollout } from './rollout.ts'

export interface RewardTransform {
  /** Rewrites the rollout's rewards. Numbers worth logging, by name. */
  transform(rollout: Rollout, discount: number): Readonly<Record<string, number>>
  /** Everything that it remembers from one rollout to the next, and back again. */
  save(): Archive
  load(saved: Archive): void
}

export const RETURN_SCALE: PartDefinition<'reward-transform'> = definePart({
  id: 'return-scale',
  slot: 'reward-transform',
  parameters: { scales: scaleRewardsField(true) },
  columns: { reads: ['rewards', 'ends'], adds: [], needs: {} },
  build: ({ scales }) => (scales ? scaleRewards() : IDENTITY),
})

/**
 * r = w · r⃗: the rewards of all objectives, weighed and added up.
 * Source: Roijers, Vamplew, Whiteson and Dazeley 2013, section 4.1 (linear scalarisation).
 * Errors: GauntletError where there are not as many weights as objectives.
 */
function weighObjectives(weights: readonly number[], objectives: number): RewardTransform {
  if (weights.length !== objectives) {
    throw new GauntletError(
      'weights',
      `got ${weights.length} weights, expected one for each of ${objectives} objectives`,
    )
  }
  return {
    ...IDENTITY,
    transform({ steps, rows, rewards, objectiveRewards }) {
      for (let place = 0; place < steps * rows; place++) {
        let sum = 0
        for (let k = 0; k < objectives; k++) sum += weights[k] * objectiveRewards[place * objectives + k]
        rewards[place] = sum
      }
      return {}
    },
  }
}

export const WEIGHED_OBJECTIVES: PartDefinition<'reward-transform'> = definePart({
  id: 'weighed-objectives',
  slot: 'reward-transform',
  parameters: {
    weights: numbers({ default: [0.5, 0.5], minimum: 0, description: 'Weight of each objective' }),
  },
  columns: { reads: ['objective-rewards'], adds: ['rewards'], needs: { vector: true } },
  build: ({ weights }, { spec }) => weighObjectives(weights, spec.objectives),
})

const IDENTITY: RewardTransform = { transform: () => ({}), save: () => ({}), load() {} }

/**
 * r_t ← r_t / √Var(G), over all G_t = r_t + γ (1 - ended_{t-1}) G_{t-1} so far: rewards in the scale of returns, with
 * their signs and proportions. They stay as they are until returns differ.
 *
 * Source: Engstrom et al. 2020, appendix A.1 (reward scaling); Gymnasium's NormalizeReward, as CleanRL's
 * `ppo_continuous_action.py` has it. Differs: one scale holds for a whole rollout, whose own returns it knows already,
 * and what is scaled is not clipped.
 */
export function scaleRewards(): RewardTransform {
  return new ReturnScale()
}

class ReturnScale implements RewardTransform {
  /** Count, mean and sum of squared deviations of all G_t so far. */
  private readonly moments = new Float64Array(3)
  /** [n]: G of the last step, 0 where an episode ended with it */
  private running: Float64Array = new Float64Array(0)

  transform(rollout: Rollout, discount: number): Readonly<Record<string, number>> {
    const { steps, rows, rewards, decisionRewards } = rollout
    if (this.running.length !== rows) this.running = new Float64Array(rows)
    for (let place = 0; place < steps * rows; place++) this.note(rollout, place, discount)
    const [count, , squares] = this.moments
    const scale = squares === 0 ? 1 : Math.sqrt(count / squares)
    for (let place = 0; place < steps * rows; place++) {
      rewards[place] *= scale
      decisionRewards[place] *= scale
    }
    return { reward_scale: scale }
  }

  /** Welford's update by the return up to `place`. */
  private note(
    { rows, rewards, decided, terminated, truncated }: Rollout,
    place: number,
    discount: number,
  ): void {
    const { running, moments } = this
    const i = place % rows
    running[i] = discount * running[i] + rewards[place]
    if (decided[place] === 1) {
      const deviation = running[i] - moments[1]
      moments[0]++
      moments[1] += deviation / moments[0]
      moments[2] += deviation * (running[i] - moments[1])
    }
    if (terminated[place] === 1 || truncated[place] === 1) running[i] = 0
  }

  save(): Archive {
    return { 'rewards.moments': this.moments, 'rewards.running': this.running }
  }

  load(saved: Archive): void {
    const { 'rewards.moments': moments, 'rewards.running': running } = saved
    if (moments?.length !== this.moments.length || !(running instanceof Float64Array)) {
      throw new GauntletError('state', 'saved state: it knows no scale of rewards; it was saved without one')
    }
    this.moments.set(moments)
    this.running = running
  }
}
