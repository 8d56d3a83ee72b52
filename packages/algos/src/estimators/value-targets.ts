/**
 * What critics of single transitions learn: targets `td1`, and the values of next states that go into them, `greatest`,
 * `doubled`, `soft`, `softSampled`, `twin`; losses towards an expectile, `expectile`.
 *
 * Symbols: r reward; γ discount; Q action values, Q̄ those of a target network; π policy; α temperature.
 * Shapes: [rows], or [rows, choices] where a function asks for `choices`; masks [rows, choices] leave a choice in every row.
 */
import { exp } from '@gauntlet/core'
import type { FloatArray } from '../dense/operations.ts'

type Column = ArrayLike<number>

/**
 * out = R + Γ v', v' being the values of the next states, which may be anything where Γ is 0: where the episode ended by itself.
 * Of n-step transitions R sums n rewards, Γ is the n-th power of γ.
 * Source: Watkins and Dayan 1992; Mnih et al. 2015 (DQN), algorithm 1.
 */
export function td1(rewards: Column, discounts: Column, nextValues: Column, out: FloatArray): void {
  for (let i = 0; i < out.length; i++) {
    out[i] = rewards[i] + (discounts[i] === 0 ? 0 : discounts[i] * nextValues[i])
  }
}

/** out = max_a Q(s, a) over legal a. */
export function greatest(q: Column, masks: Uint8Array | undefined, choices: number, out: FloatArray): void {
  doubled(q, q, masks, choices, out)
}

/**
 * out = Q̄(s, argmax_a Q(s, a)) over legal a, the first of several.
 * Source: van Hasselt, Guez and Silver 2016 (double DQN), equation 4.
 */
export function doubled(
  q: Column,
  targetQ: Column,
  masks: Uint8Array | undefined,
  choices: number,
  out: FloatArray,
): void {
  for (let i = 0; i < out.length; i++) {
    let best = -1
    for (let place = i * choices; place < (i + 1) * choices; place++) {
      if (masks?.[place] === 0) continue
      if (best === -1 || q[place] > q[best]) best = place
    }
    out[i] = targetQ[best]
  }
}

/**
 * out = Σ_a π(a) (Q(s, a) - α log π(a)) over legal a. Source: Christodoulou 2019 (SAC for discrete actions), equation 3.
 */
export function soft(
  q: Column,
  logProbabilities: Column,
  alpha: number,
  masks: Uint8Array | undefined,
  choices: number,
  out: FloatArray,
): void {
  for (let i = 0; i < out.length; i++) {
    let sum = 0
    for (let place = i * choices; place < (i + 1) * choices; place++) {
      if (masks?.[place] === 0) continue
      const logProbability = logProbabilities[place]
      sum += exp(logProbability) * (q[place] - alpha * logProbability)
    }
    out[i] = sum
  }
}

/** out = Q(s, a) - α log π(a), of actions drawn from π. Source: Haarnoja et al. 2018 (SAC), equation 3. */
export function softSampled(q: Column, logProbabilities: Column, alpha: number, out: FloatArray): void {
  for (let i = 0; i < out.length; i++) out[i] = q[i] - alpha * logProbabilities[i]
}

/** out = min(Q_1, Q_2). Source: Fujimoto, van Hoof and Meger 2018 (TD3), equation 10. */
export function twin(first: Column, second: Column, out: FloatArray): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.min(first[i], second[i])
}

/**
 * losses = |τ - [u < 0]| u², u = target - value, and slopes, their derivatives by the values: least where a value is the
 * τ-expectile of its targets, their mean at τ = ½.
 *
 * Ranges: τ in (0, 1).
 * Source: Kostrikov et al. 2022 (implicit Q-learning), equations 4 and 5.
 */
export function expectile(
  values: Column,
  targets: Column,
  tau: number,
  losses: FloatArray,
  slopes: FloatArray,
): void {
  for (let i = 0; i < losses.length; i++) {
    const error = targets[i] - values[i]
    const weight = error < 0 ? 1 - tau : tau
    losses[i] = weight * error * error
    slopes[i] = -2 * weight * error
  }
}
