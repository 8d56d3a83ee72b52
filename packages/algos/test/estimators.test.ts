import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Environment, Seed } from '@gauntlet/core'
import { gae } from '../src/estimators/gae.ts'
import { groupCentred, groupStandardised, leaveOneOut } from '../src/estimators/grouped.ts'
import { monteCarlo } from '../src/estimators/monte-carlo.ts'
import { Rollout } from '../src/rollout.ts'
import { cartPole } from '../src/studies/cart-pole.ts'

const golden = JSON.parse(readFileSync(new URL('golden/methods.json', import.meta.url), 'utf8')) as Record<
  string,
  { input: Record<string, never>; output: never }
>

/** A rollout of one row, with columns filled in. */
async function rolloutOf(columns: Partial<Record<keyof Rollout, readonly number[]>>): Promise<Rollout> {
  const environment: Environment = await cartPole.make({}, 1)
  environment.reset(Seed.from(0))
  const steps = Object.values(columns)[0].length
  const rollout = new Rollout(environment, steps)
  rollout.steps = steps
  rollout.decided.fill(1)
  for (const [name, values] of Object.entries(columns)) {
    ;(rollout[name as keyof Rollout] as Float64Array).set(values)
  }
  return rollout
}

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
})

describe('grouped advantages', () => {
  const flat = (matrix: number[][]): { returns: Float64Array; groups: Int32Array } => ({
    returns: Float64Array.from(matrix.flat()),
    groups: Int32Array.from(matrix.flatMap((row, g) => row.map(() => g))),
  })
  it.each([
    ['grpo_group_std', groupStandardised(0)],
    ['rloo', leaveOneOut],
    ['dr_grpo', groupCentred],
  ] as const)('meet the fixture %s', (name, formula) => {
    const { input, output } = golden[name] as unknown as {
      input: { rewards: number[][] }
      output: number[][]
    }
    const { returns, groups } = flat(input.rewards)
    close(formula(returns, groups), output.flat())
  })

  it('do not change where every reward of an instance rises alike', () => {
    const { groups } = flat([
      [1, 5, 2],
      [0, 3, 3],
    ])
    for (const formula of [groupStandardised(1), groupCentred, leaveOneOut]) {
      const before = formula(Float64Array.of(1, 5, 2, 0, 3, 3), groups)
      const after = formula(Float64Array.of(11, 15, 12, 0, 3, 3), groups)
      close(after, [...before])
    }
  })
})
