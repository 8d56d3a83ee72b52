/** The Whittle index of a Gilbert-Elliott channel: `channelIndex`, `channelArm`, `nextBelief`, `stationaryBelief`. */
import { ParameterError } from '@gauntlet/core'
import { type Arm, requireDiscount } from './arm-chains.ts'

/**
 * A channel that is good or bad and is seen only where it is chosen: chances to be good in the next step after bad (p01)
 * and after good (p11). The belief is the chance that it is good now.
 */
export interface Channel {
  readonly p01: number
  readonly p11: number
}

/** What is discounted by less adds nothing to a value. */
const NEGLIGIBLE = 1e-17

/** The belief one step later where the channel is not looked at: T(w) = w p11 + (1 - w) p01. */
export function nextBelief({ p01, p11 }: Channel, belief: number): number {
  return p01 + belief * (p11 - p01)
}

/** The share of time in which the channel is good; 1/2 where it never changes. */
export function stationaryBelief({ p01, p11 }: Channel): number {
  return p01 === 0 && p11 === 1 ? 0.5 : p01 / (1 + p01 - p11)
}

/**
 * The Whittle index of a channel of bandwidth 1 at a belief, under discount b.
 *
 * With a subsidy W the best policy for the channel alone looks where the belief is above a threshold (Liu and Zhao 2010,
 * theorems 1 and 2). At its index a belief is the threshold and indifferent: W + b V(T(w)) = w + b (w V(p11) + (1 - w)
 * V(p01)). From belief y it takes L steps until the belief is above w (none, some, or it never is), so
 * V(y) = W (1 - b^L) / (1 - b) + b^L (z + b (z V(p11) + (1 - z) V(p01))), z = T^L(y): two equations for V(p11) and V(p01),
 * linear in W. For positively correlated channels this is the closed form of theorem 2, which solves them beforehand.
 * Ranges: chances and `belief` in [0, 1], `discount` in [0, 1). Errors: ParameterError where one is not. Source: Liu and
 * Zhao 2010, IEEE Transactions on Information Theory 56(11), section III.
 */
export function channelIndex(channel: Channel, belief: number, discount: number): number {
  const { p01, p11 } = channel
  requireChance('p01', p01)
  requireChance('p11', p11)
  requireChance('belief', belief)
  requireDiscount(discount, true)
  const good = valueTerms(channel, p11, belief, discount)
  const bad = valueTerms(channel, p01, belief, discount)
  const next = valueTerms(channel, nextBelief(channel, belief), belief, discount)
  // V = constant + W subsidy + good V(p11) + bad V(p01), for V(p11) and V(p01) by Cramer's rule.
  const determinant = (1 - good.good) * (1 - bad.bad) - good.bad * bad.good
  const solve = (first: number, second: number): readonly [number, number] => [
    (first * (1 - bad.bad) + good.bad * second) / determinant,
    (second * (1 - good.good) + bad.good * first) / determinant,
  ]
  const [goodBase, badBase] = solve(good.constant, bad.constant)
  const [goodSlope, badSlope] = solve(good.subsidy, bad.subsidy)
  const goodWeight = discount * (belief - next.good)
  const badWeight = discount * (1 - belief - next.bad)
  const base = belief - discount * next.constant + goodWeight * goodBase + badWeight * badBase
  const slope = 1 + discount * next.subsidy - goodWeight * goodSlope - badWeight * badSlope
  return base / slope
}

function requireChance(name: string, chance: number): void {
  if (!(chance >= 0 && chance <= 1)) throw new ParameterError(name, chance, 'a chance, 0 to 1')
}

/** V(y) as constant + W subsidy + good V(p11) + bad V(p01), where beliefs above the threshold are looked at. */
interface ValueTerms {
  readonly constant: number
  readonly subsidy: number
  readonly good: number
  readonly bad: number
}

function valueTerms(channel: Channel, from: number, threshold: number, discount: number): ValueTerms {
  const rising = channel.p11 > channel.p01
  const limit = stationaryBelief(channel)
  let belief = from
  let weight = 1
  let subsidy = 0
  while (belief <= threshold) {
    const next = nextBelief(channel, belief)
    // It goes straight to its limit, or swings about it ever less: the first swing is the highest.
    const never = rising ? next <= belief || limit <= threshold : Math.max(belief, next) <= threshold
    if (never || weight < NEGLIGIBLE) {
      return { constant: 0, subsidy: subsidy + weight / (1 - discount), good: 0, bad: 0 }
    }
    subsidy += weight
    weight *= discount
    belief = next
  }
  const seen = discount * weight
  return { constant: weight * belief, subsidy, good: seen * belief, bad: seen * (1 - belief) }
}

/**
 * The channel as an arm whose states are what was seen last and how long ago: state (seen × ages + age - 1) has the belief
 * after `age` steps, and from `ages` steps on the belief is held to stay. Active pays `bandwidth` × belief.
 */
export function channelArm(channel: Channel, bandwidth: number, ages: number): Arm {
  const states = 2 * ages
  const transitions = new Float64Array(2 * states * states)
  const rewards = new Float64Array(2 * states)
  for (let seen = 0; seen < 2; seen++) {
    let belief = seen === 1 ? channel.p11 : channel.p01
    for (let age = 0; age < ages; age++, belief = nextBelief(channel, belief)) {
      const s = seen * ages + age
      transitions[s * states + seen * ages + Math.min(age + 1, ages - 1)] = 1
      transitions[(states + s) * states] += 1 - belief
      transitions[(states + s) * states + ages] += belief
      rewards[states + s] = bandwidth * belief
    }
  }
  return { states, transitions, rewards }
}
