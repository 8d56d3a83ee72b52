/** Arms of the literature: `twoStateArms`, `chainArms`, `drawnTwoStateArms`, `drawnChainArms`. */
import type { Stream } from '@gauntlet/core'

/** Flat parameters of `bandits/restless`. */
export interface ArmParameters {
  readonly states: number
  readonly transitions: readonly number[]
  readonly rewards: readonly number[]
}

/** Chances to be good next, passive then active, each after bad and after good. */
export type TwoStateChances = readonly [number, number, number, number]

/** Arms that are bad (0) or good (1) and pay 1 where they are good. */
export function twoStateArms(arms: readonly TwoStateChances[]): ArmParameters {
  return {
    states: 2,
    transitions: arms.flatMap((chances) => chances.flatMap((good) => [1 - good, good])),
    rewards: arms.flatMap(() => [0, 1, 0, 1]),
  }
}

/** An arm whose state goes up with chance `passive` or `active`, and else down, and what its states pay. */
export interface UpDownArm {
  readonly passive: number
  readonly active: number
  readonly pays: readonly number[]
}

/**
 * Arms that go one state up or down, and stay at the ends; what a step pays is what its next state is expected to pay.
 * Source: Xu et al. 2025, arXiv 2503.01919, and its code's base environment.
 */
export function chainArms(arms: readonly UpDownArm[]): ArmParameters {
  const states = arms[0].pays.length
  const transitions: number[] = []
  const rewards: number[] = []
  for (const { passive, active, pays } of arms) {
    for (const up of [passive, active]) {
      for (let s = 0; s < states; s++) {
        const row = Array.from<number>({ length: states }).fill(0)
        const above = Math.min(s + 1, states - 1)
        const below = Math.max(s - 1, 0)
        row[above] += up
        row[below] += 1 - up
        transitions.push(...row)
        rewards.push(pays[above] * up + pays[below] * (1 - up))
      }
    }
  }
  return { states, transitions, rewards }
}

/** To three decimals, so that chances can be written down. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000

/** Arms that activity helps: being good next is likelier active than passive, and likelier after good than after bad. */
export function drawnTwoStateArms(count: number, stream: Stream): ArmParameters {
  return twoStateArms(
    Array.from({ length: count }, () => {
      const bad = 0.3 * stream.uniform()
      const good = 0.5 + 0.3 * stream.uniform()
      const fromBad = bad + (0.9 - bad) * stream.uniform()
      const fromGood = good + (0.98 - good) * stream.uniform()
      return [rounded(bad), rounded(good), rounded(fromBad), rounded(fromGood)] as const
    }),
  )
}

/**
 * Four-state arms: the first `good` pay much in their highest state only (4, 5 or 6), and less the nearer they come to it;
 * the others 1, 2 or 3, and more the nearer they come. Source: as `chainArms`, its instances.
 */
export function drawnChainArms(count: number, good: number, stream: Stream): ArmParameters {
  return chainArms(
    Array.from({ length: count }, (_, i) => ({
      passive: rounded(0.2 * stream.uniform()),
      active: rounded(0.7 + 0.2 * stream.uniform()),
      pays: i < good ? [0.2, 0.15, 0.1, 4 + stream.integer(3)] : [0.1, 0.15, 0.2, 1 + stream.integer(3)],
    })),
  )
}
