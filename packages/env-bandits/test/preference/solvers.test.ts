import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ParameterError, log } from '@gauntlet/core'
import { minimaxWinner } from '../../src/preference/minimax-winner.ts'
import { exploitability, preferenceMatrix, winRates } from '../../src/preference/preference-matrix.ts'
import {
  hedgeStep,
  inpoStep,
  klDivergence,
  nashMdStep,
  regularisedNash,
} from '../../src/preference/self-play.ts'
import {
  bordaScores,
  condorcetWinner,
  copelandScores,
  copelandWinners,
} from '../../src/preference/winners.ts'

type Iterates = Readonly<Record<string, { readonly pi: readonly number[]; readonly kl_star: number }>>

interface Game {
  readonly P: readonly (readonly number[])[]
  readonly minimax_winner: readonly number[]
  readonly copeland_scores: readonly number[]
  readonly copeland_winners: readonly number[]
  readonly borda: readonly number[]
  readonly condorcet: readonly number[]
  readonly mu: readonly number[]
  readonly tau: number
  readonly regularised_nash: readonly number[]
  readonly 'nash_md_eta0.1': Iterates
  readonly nash_md_bound_check: Readonly<Record<string, { readonly eta: number; readonly kl: number }>>
  readonly 'hedge_eta0.1_from_mu': Readonly<
    Record<
      string,
      {
        readonly last: readonly number[]
        readonly avg: readonly number[]
        readonly gap_last: number
        readonly gap_avg: number
      }
    >
  >
  readonly inpo_eta1: Iterates
}

const games: Readonly<Record<string, Game>> = JSON.parse(
  readFileSync(new URL('../golden/pref.json', import.meta.url), 'utf8'),
)

function expectNear(got: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(got).toHaveLength(expected.length)
  expected.forEach((value, k) => expect(Math.abs(got[k] - value)).toBeLessThan(tolerance))
}

describe.each(Object.entries(games))('%s', (_, game) => {
  const matrix = preferenceMatrix(game.P.flat(), 'P')
  const mu = Float64Array.from(game.mu)
  const star = regularisedNash(matrix, mu, game.tau)

  test('winners are those of the golden values', () => {
    expectNear(minimaxWinner(matrix), game.minimax_winner, 1e-9)
    expect(exploitability(matrix, minimaxWinner(matrix))).toBeLessThan(1e-14)
    expectNear(copelandScores(matrix), game.copeland_scores, 1e-12)
    expect(copelandWinners(matrix)).toEqual(game.copeland_winners)
    expectNear(bordaScores(matrix), game.borda, 1e-6)
    expect(condorcetWinner(matrix)).toBe(game.condorcet[0] ?? -1)
  })

  test('the regularised equilibrium is the golden one and its own reply', () => {
    expectNear(star, game.regularised_nash, 1e-10)
    const rates = new Float64Array(matrix.arms)
    winRates(matrix, star, rates)
    const offsets = star.map((share, k) => log(share / mu[k]) - rates[k] / game.tau)
    expect(Math.max(...offsets) - Math.min(...offsets)).toBeLessThan(1e-12)
  })

  const dynamics = [
    ['nash-md', game['nash_md_eta0.1'], (pi: Float64Array) => nashMdStep(matrix, mu, pi, 0.1, game.tau)],
    ['inpo', game.inpo_eta1, (pi: Float64Array) => inpoStep(matrix, mu, pi, 1, game.tau)],
  ] as const
  test.each(dynamics)('iterates of %s are the golden ones', (__, iterates, step) => {
    const pi = Float64Array.from(mu)
    for (let t = 1; t <= 2000; t++) {
      step(pi)
      const golden = iterates[t]
      if (golden === undefined) continue
      expectNear(pi, golden.pi, 1.1e-8)
      expect(Math.abs(klDivergence(star, pi) - golden.kl_star)).toBeLessThan(1e-8)
    }
  })

  test('the last iterate of nash-md at the rate of its theorem is as near as the golden one', () => {
    const { eta, kl } = game.nash_md_bound_check[1000]
    const pi = Float64Array.from(mu)
    for (let t = 0; t < 1000; t++) nashMdStep(matrix, mu, pi, eta, game.tau)
    expect(Math.abs(klDivergence(star, pi) - kl)).toBeLessThan(1e-9)
  })

  test('iterates of hedge, their averages and gaps are the golden ones', () => {
    const pi = Float64Array.from(mu)
    const sum = new Float64Array(matrix.arms)
    for (let t = 1; t <= 2000; t++) {
      pi.forEach((share, k) => (sum[k] += share))
      const golden = game['hedge_eta0.1_from_mu'][t]
      if (golden !== undefined) {
        const average = sum.map((total) => total / t)
        expectNear(pi, golden.last, 1.1e-8)
        expectNear(average, golden.avg, 1.1e-8)
        expect(Math.abs(2 * exploitability(matrix, pi) - golden.gap_last)).toBeLessThan(1e-9)
        expect(Math.abs(2 * exploitability(matrix, average) - golden.gap_avg)).toBeLessThan(1e-9)
      }
      hedgeStep(matrix, pi, 0.1)
    }
  })
})

/** Games of 2 to 8 arms; a quarter of their entries are even, 0 or 1, where ties arise. */
const gameOf = fc.integer({ min: 2, max: 8 }).chain((arms) =>
  fc
    .array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.5, 1)), {
      minLength: (arms * (arms - 1)) / 2,
      maxLength: (arms * (arms - 1)) / 2,
    })
    .map((upper) => {
      const values = Array.from({ length: arms * arms }, () => 0.5)
      let next = 0
      for (let i = 0; i < arms; i++) {
        for (let j = i + 1; j < arms; j++) {
          values[i * arms + j] = upper[next++]
          values[j * arms + i] = 1 - values[i * arms + j]
        }
      }
      return preferenceMatrix(values, 'P')
    }),
)

describe('in any game', () => {
  test('no arm beats the Minimax Winner, and a Condorcet winner is it alone', () => {
    fc.assert(
      fc.property(gameOf, (matrix) => {
        const winner = minimaxWinner(matrix)
        expect(winner.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
        expect(Math.min(...winner)).toBeGreaterThanOrEqual(0)
        expect(exploitability(matrix, winner)).toBeLessThan(1e-15)
        const condorcet = condorcetWinner(matrix)
        if (condorcet < 0) return
        expect(copelandWinners(matrix)).toEqual([condorcet])
        const margin = Math.min(
          ...Array.from({ length: matrix.arms }, (_, j) =>
            j === condorcet ? 1 : matrix.values[condorcet * matrix.arms + j] - 0.5,
          ),
        )
        if (margin > 1e-6) expect(winner[condorcet]).toBeCloseTo(1, 6)
      }),
      { numRuns: 1000 },
    )
  })

  test('the regularised equilibrium is its own reply, whatever tau', () => {
    fc.assert(
      fc.property(gameOf, fc.constantFrom(0.01, 0.05, 0.5, 5), (matrix, tau) => {
        const mu = new Float64Array(matrix.arms).fill(1 / matrix.arms)
        const star = regularisedNash(matrix, mu, tau)
        const rates = new Float64Array(matrix.arms)
        winRates(matrix, star, rates)
        const offsets = star.map((share, k) => tau * log(share) - rates[k])
        expect(Math.max(...offsets) - Math.min(...offsets)).toBeLessThan(1e-12)
      }),
      { numRuns: 100 },
    )
  })
})

describe('what is no preference matrix', () => {
  test.each([
    [[0.5, 0.7, 0.2], 'P: got [0.5,0.7,0.2], expected the K × K numbers of a square matrix, K at least 2'],
    [[0.5], 'P: got [0.5], expected the K × K numbers'],
    [[0.5, 1.5, -0.5, 0.5], 'P[1]: got 1.5, expected a probability from 0 to 1'],
    [[0.5, NaN, 0.5, 0.5], 'P[1]: got NaN, expected a probability from 0 to 1'],
    [[0.5, 0.7, 0.4, 0.5], 'P[1]: got 0.7, expected 1 - 0.4, for arm 1 is preferred to arm 0'],
    [[0.4, 0.7, 0.3, 0.5], 'P[0]: got 0.4, expected 1 - 0.4, for arm 0 is preferred to arm 0'],
  ])('%j is refused by row and column', (numbers, message) => {
    expect(() => preferenceMatrix(numbers, 'P')).toThrow(ParameterError)
    expect(() => preferenceMatrix(numbers, 'P')).toThrow(message)
  })

  test.each([[[1]], [[0, 1]], [[1, 1]], [[NaN, 0.5]]])('nor is %j a reference of two arms', (mu) => {
    const matrix = preferenceMatrix([0.5, 0.7, 0.3, 0.5], 'P')
    expect(() => regularisedNash(matrix, Float64Array.from(mu), 0.5)).toThrow(
      'expected 2 positive numbers that sum to 1',
    )
  })

  test('nor is tau allowed to be 0', () => {
    const matrix = preferenceMatrix([0.5, 0.7, 0.3, 0.5], 'P')
    expect(() => regularisedNash(matrix, Float64Array.of(0.5, 0.5), 0)).toThrow(
      'regularised Nash: got tau 0, expected more than 0',
    )
  })
})
