/**
 * Objectives as products of three parts: `product`, of a `Mask`, a `Denominator` and a `Weight`.
 *
 * Symbols: A advantage; w what a decision counts; π and π_old the probabilities of its action now and when it was taken;
 * ρ = π/π_old, or what a denominator has in its place.
 */
import type { Band, Decision, DecisionColumns, Objective } from './objective.ts'

/** Which decisions teach. */
export interface Mask {
  /** How far ρ may fall below 1, and rise above it, before `clip_fraction` counts it as clipped. */
  readonly band: Band
  /** Before the rows of a minibatch. */
  prepare?(columns: DecisionColumns): void
  /**
   * Where the decision is masked: the loss at which it is held in place of out[0], and 0 in place of out[1], its derivative
   * by log π. Elsewhere leaves `out` [2] as it is.
   */
  apply(decision: Readonly<Decision>, weight: number, ratio: number, out: Float64Array): void
}

/** What stands below π: what of the policy is raised, and how steeply it rises with log π. */
export interface Denominator {
  /** Before the rows of a minibatch. */
  prepare?(columns: DecisionColumns): void
  /** ρ, as masks judge it */
  ratio(decision: Readonly<Decision>): number
  /** Writes what is raised and its derivative by log π to `out` [2]. */
  surrogate(decision: Readonly<Decision>, ratio: number, out: Float64Array): void
}

/** w: what a decision counts. */
export type Weight = (advantage: number) => number

/**
 * -M(ρ) w f(π), f being the denominator's surrogate: REINFORCE is (none, pi, A), PPO (clip, old, A), CISPO (none, cispo, A).
 *
 * Source: Lv et al. 2025 (Towards a unified view of large language model post-training), section 3, the unified policy
 * gradient estimator; the parts name theirs.
 */
export function product(mask: Mask, denominator: Denominator, weight: Weight): Objective {
  const looksAhead = denominator.prepare !== undefined || mask.prepare !== undefined
  return {
    band: mask.band,
    ...(looksAhead && {
      prepare(columns: DecisionColumns) {
        denominator.prepare?.(columns)
        mask.prepare?.(columns)
      },
    }),
    loss(decision, out) {
      const w = weight(decision.advantage)
      const ratio = denominator.ratio(decision)
      denominator.surrogate(decision, ratio, out)
      out[0] = -w * out[0]
      out[1] = -w * out[1]
      mask.apply(decision, w, ratio, out)
    },
  }
}
