/** Success or failure: `outcomeThreshold`. */
import { type AdapterDefinition, type Environment, type EnvironmentSpec, defineAdapter } from '@gauntlet/core'
import { adapted, expertsThrough, onlyFaces, sameActions } from './adapted.ts'
import { OwnRewards } from './own-rewards.ts'

/**
 * Lets a learner that knows only success and failure learn from rewards: when an agent's episode comes to its end, or is cut
 * off, it is paid 1 if its rewards add up to the threshold or more, and otherwise and before nothing. The threshold is
 * halfway from a poor to a good episode, where the spec says what they pay, or else from the least that an episode may pay to
 * the most. Metrics and score are the environment's own.
 *
 * Applies where one of the two is known: with a `returnRange`, or bounded rewards and a known horizon.
 * Source: the binary outcomes of RLVR (Shao et al. 2024; BNPO, arXiv 2506.02864), where a checker gives them.
 */
export const outcomeThreshold: AdapterDefinition = defineAdapter({
  id: 'outcome-threshold',
  version: 1,
  stage: 'needs',
  note: 'is paid 1 at the end of an episode whose rewards come to half of what they may or more, and else nothing',
  adapt(spec, { outcome }) {
    const fits = outcome === true && spec.objectives === 1 && spec.delayed === undefined
    return fits && Number.isFinite(thresholdOf(spec)) ? outcomeSpec(spec) : undefined
  },
  wrap: (environment) => overOutcomes(environment),
})

/** Halfway between a poor and a good episode; not finite where neither is known. */
function thresholdOf({ returnRange, rewardRange, horizon }: EnvironmentSpec): number {
  const [poor, good] = returnRange ?? rewardRange.map((bound) => (bound === 0 ? 0 : bound * horizon))
  return poor + (good - poor) / 2
}

function outcomeSpec(spec: EnvironmentSpec): EnvironmentSpec {
  const kept = spec.faces.filter((face) => face !== 'differentiable' && face !== 'dataset')
  const { returnRange: _, ...rest } = onlyFaces(spec, kept)
  return { ...rest, rewardRange: [0, 1], outcome: true }
}

function overOutcomes(environment: Environment): Environment {
  const { spec, rewards, terminated, truncated, batch } = environment
  const { agents } = spec
  const threshold = thresholdOf(spec)
  const own = new OwnRewards(environment, agents)
  /** [batch, agents]: what the rewards beneath have come to, and 1 where the episode is over */
  const sums = new Float64Array(batch * agents)
  const paid = new Uint8Array(batch * agents)
  const forget = (w: number): void => {
    sums.fill(0, w * agents, (w + 1) * agents)
    paid.fill(0, w * agents, (w + 1) * agents)
  }
  const step = (w: number): void => {
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      sums[i] += rewards[i]
      const over = terminated[i] | truncated[i]
      own.rewards[i] = over === 1 && paid[i] === 0 && sums[i] >= threshold ? 1 : 0
      paid[i] = over
    }
    own.count(w)
    if (environment.ended[w] === 1) forget(w)
  }
  return adapted(environment, {
    spec: outcomeSpec(spec),
    buffers: { rewards: own.rewards, returns: own.returns },
    faces: expertsThrough(environment, sameActions),
    follow(from, to, cause) {
      for (let w = from; w < to; w++) {
        if (cause === 'begin') {
          own.begin(w)
          forget(w)
        } else if (cause === 'step') step(w)
      }
    },
    save: (w) => ({
      rewards: own.save(w),
      sums: sums.slice(w * agents, (w + 1) * agents),
      paid: paid.slice(w * agents, (w + 1) * agents),
    }),
    load(w, saved) {
      const given = saved as { rewards: unknown; sums: Float64Array; paid: Uint8Array }
      own.load(w, given.rewards)
      sums.set(given.sums, w * agents)
      paid.set(given.paid, w * agents)
    },
  })
}
