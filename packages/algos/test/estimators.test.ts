import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { gae } from '../src/estimators/gae.ts'
import { monteCarlo } from '../src/estimators/monte-carlo.ts'
import { rolloutOf } from './rollouts.ts'

const golden = JSON.parse(readFileSync(new URL('golden/methods.json', import.meta.url), 'utf8')) as Record<
  string,
  { input: Record<string, never>; output: never }
>

function close(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length)
  expected.forEach((value, i) => expect(Math.abs(actual[i] - value)).toBeLessThan(1e-9))
}

describe('gae', () => {
  const { input, output } = golden.gae as unknown as {
    input: {
      rewards: number[]
      values: number[]
      terminated: number[]
      truncated: number[]
      next_values: number[]
      gamma: number
      lambda: number
    }
    output: { advantages: number[]; returns: number[] }
  }

  it('meets the fixture, with a termination and a cut', async () => {
    const { rewards, values, terminated, truncated, next_values: nextValues } = input
    const rollout = await rolloutOf({ rewards, values, terminated, truncated, nextValues })
    gae(input.lambda).estimate(rollout, input.gamma)
    close(rollout.advantages, output.advantages)
    close(rollout.returns, output.returns)
  })

  it('with λ = 1 and no critic is the reward to go', async () => {
    const columns = { rewards: [1, 2, 3, 4], terminated: [0, 1, 0, 1] }
    const [p, q] = [await rolloutOf(columns), await rolloutOf(columns)]
    gae(1).estimate(p, 0.9)
    monteCarlo().estimate(q, 0.9)
    close(p.advantages, [2.8, 2, 6.6, 4])
    close(q.advantages, [2.8, 2, 6.6, 4])
  })

  it('credits what is paid while an agent waits to its last decision', async () => {
    const waiting = await rolloutOf({
      rewards: [1, 2, 4, 8],
      values: [0.5, 9, 9, 0.25],
      terminated: [0, 0, 0, 1],
      decided: [1, 0, 0, 1],
    })
    const acting = await rolloutOf({ rewards: [7, 8], values: [0.5, 0.25], terminated: [0, 1] })
    gae(0.95).estimate(waiting, 0.9)
    gae(0.95).estimate(acting, 0.9)
    close([waiting.advantages[0], waiting.advantages[3]], [...acting.advantages])
  })

  it('credits what is paid before an episode’s first decision to no decision', async () => {
    const rollout = await rolloutOf({
      rewards: [1, 100, 2],
      values: [0.5, 9, 0.25],
      terminated: [1, 0, 1],
      decided: [1, 0, 1],
    })
    gae(0.95).estimate(rollout, 0.9)
    close([rollout.advantages[0], rollout.advantages[2]], [0.5, 1.75])
  })
})
