/** Equilibria of greatest entropy against those known in closed form, and as properties. */
import { exp } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WinMatrix, nashAveraging, nashConv } from '../../../src/statistics/index.ts'
import { maxEntropyNash } from '../../../src/statistics/games/max-entropy-nash.ts'

/** The antisymmetric game of what each strategy gains against those after it, row by row. */
function gameOf(m: number, above: readonly number[]): Float64Array {
  const game = new Float64Array(m * m)
  let k = 0
  for (let i = 0; i < m; i++) {
    for (let j = i + 1; j < m; j++) {
      game[i * m + j] = above[k]
      game[j * m + i] = -above[k++]
    }
  }
  return game
}

function expectNear(actual: ArrayLike<number>, expected: readonly number[], digits: number = 6): void {
  expect(actual).toHaveLength(expected.length)
  expected.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, digits))
}

function gains(game: Float64Array, p: Float64Array): number[] {
  return Array.from(p, (_, i) => p.reduce((sum, share, j) => sum + game[i * p.length + j] * share, 0))
}

function entropy(p: ArrayLike<number>): number {
  return Array.from(p).reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0)
}

describe('known equilibria', () => {
  test('where all are equal, the uniform mixture', () => {
    expectNear(maxEntropyNash(gameOf(4, [0, 0, 0, 0, 0, 0])), [0.25, 0.25, 0.25, 0.25], 15)
  })

  test('rock, paper, scissors by their margins', () => {
    // a beats b by x, b beats c by y, c beats a by z: shares y : z : x.
    expectNear(maxEntropyNash(gameOf(3, [1, -1, 1])), [1 / 3, 1 / 3, 1 / 3], 8)
    expectNear(maxEntropyNash(gameOf(3, [1, -3, 2])), [2 / 6, 3 / 6, 1 / 6], 8)
    // Margins that are small beside those over a fourth.
    expectNear(maxEntropyNash(gameOf(4, [0.004, -0.012, 7, 0.008, 6, 5])), [2 / 6, 3 / 6, 1 / 6, 0])
  })

  test('who beats all others has everything, by however little', () => {
    expectNear(maxEntropyNash(gameOf(3, [0.001, 4, 2])), [1, 0, 0], 12)
  })

  test('matching pennies of two with an advantage, as one symmetric game', () => {
    // Strategies of a role each; who draws the roles is even: heads and tails of either, and one that gains nothing.
    const game = gameOf(4, [0, 1, -1, -1, 1, 0])
    expectNear(maxEntropyNash(game), [0.25, 0.25, 0.25, 0.25], 7)
  })

  test('copies share what one has, evenly', () => {
    // Rock twice, paper, scissors.
    expectNear(maxEntropyNash(gameOf(4, [0, -1, 1, -1, 1, -1])), [1 / 6, 1 / 6, 1 / 3, 1 / 3], 7)
  })

  test('of two winners that tie, each has a half; who ties with one alone has none', () => {
    // a and b tie, both beat d; c ties with a and loses to b: a may not be left for b without c gaining.
    expectNear(maxEntropyNash(gameOf(2, [0])), [0.5, 0.5], 12)
    expectNear(maxEntropyNash(gameOf(4, [0, 0, 1, 1, 1, 1])), [0.5, 0.5, 0, 0], 6)
  })

  test('where a bound of the equilibria is met, the greatest entropy on it', () => {
    // a and b tie; c beats a by 1 and loses to b by 3: mixtures with a share of a up to 3/4 hold, a half among them.
    expectNear(maxEntropyNash(gameOf(3, [0, -1, 3])), [0.5, 0.5, 0], 6)
    // By 3 and 1: a may have a quarter at most, so exactly that.
    expectNear(maxEntropyNash(gameOf(3, [0, -3, 1])), [0.25, 0.75, 0], 5)
  })
})

const margin = fc.integer({ min: -12, max: 12 }).map((value) => value / 4)
const anyGame = fc
  .integer({ min: 1, max: 7 })
  .chain((m) =>
    fc.tuple(
      fc.constant(m),
      fc.array(margin, { minLength: (m * (m - 1)) / 2, maxLength: (m * (m - 1)) / 2 }),
    ),
  )

describe('any game', () => {
  test('none gains against the mixture', () => {
    fc.assert(
      fc.property(anyGame, ([m, above]) => {
        const game = gameOf(m, above)
        const p = maxEntropyNash(game)
        expect(p.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
        for (const gain of gains(game, p)) expect(gain).toBeLessThan(1e-6)
      }),
      { numRuns: 300 },
    )
  })

  test('a copy of a strategy changes no gain against the mixture, and shares evenly', () => {
    fc.assert(
      fc.property(anyGame, ([m, above]) => {
        const game = gameOf(m, above)
        const wide = new Float64Array((m + 1) * (m + 1))
        const original = (i: number): number => (i === m ? 0 : i)
        wide.forEach((_, k) => {
          const [i, j] = [Math.floor(k / (m + 1)), k % (m + 1)]
          wide[k] = game[original(i) * m + original(j)]
        })
        const p = maxEntropyNash(wide)
        expect(p[m]).toBeCloseTo(p[0], 7)
        // Where the equilibrium is the only one, that of the copies adds up to it.
        const merged = Float64Array.from({ length: m }, (_, i) => p[i] + (i === 0 ? p[m] : 0))
        for (const gain of gains(game, merged)) expect(gain).toBeLessThan(1e-6)
      }),
      { numRuns: 100 },
    )
  })

  test('no mixture of 24ths that none beats has more entropy', () => {
    const mixtures = mixturesOf(4, 24)
    const whole = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(whole, (above) => {
        const game = gameOf(4, above)
        const most = entropy(maxEntropyNash(game)) + 1e-6
        for (const other of mixtures) {
          if (gains(game, other).every((gain) => gain <= 1e-12)) expect(entropy(other)).toBeLessThan(most)
        }
      }),
    )
  })
})

/** All mixtures of m whose shares are whole parts. */
function mixturesOf(m: number, parts: number): Float64Array[] {
  const shares = (left: number, places: number): number[][] =>
    places === 1
      ? [[left]]
      : Array.from({ length: left + 1 }, (_, first) => first).flatMap((first) =>
          shares(left - first, places - 1).map((rest) => [first, ...rest]),
        )
  return shares(parts, m).map((counts) => Float64Array.from(counts, (count) => count / parts))
}

describe('Nash averaging', () => {
  const winMatrix = (m: number, above: readonly number[]): WinMatrix => {
    const game = gameOf(m, above)
    return WinMatrix.ofPoints(
      Array.from({ length: m }, (_, i) => `c${i}`),
      game.map((margin_, k) => (k % (m + 1) === 0 ? 0 : 1000 / (1 + exp(-margin_)))),
    )
  }

  test('skills are log-odds against the mixture, 0 within it', () => {
    const { weights, skills } = nashAveraging(winMatrix(4, [1, -3, 2, 2, 2, 2]))
    expectNear(weights, [2 / 6, 3 / 6, 1 / 6, 0])
    expectNear(skills, [0, 0, 0, -2])
  })

  test('rates of 0 and 1 are clipped to half a game', () => {
    const { weights, skills } = nashAveraging(WinMatrix.ofPoints(['a', 'b'], [0, 100, 0, 0]))
    expectNear(weights, [1, 0], 15)
    expectNear(skills, [0, Math.log(0.5 / 99.5)], 12)
  })

  test('two that never met are refused by name', () => {
    const matrix = WinMatrix.ofPoints(['a', 'b', 'c'], [0, 1, 1, 1, 0, 0, 1, 0, 0])
    expect(() => nashAveraging(matrix)).toThrow(
      'Nash averaging: "b" against "c": got no game, expected at least one',
    )
  })
})

test('NashConv is what both gain by best answers to the mixture', () => {
  // Rock beats scissors always, the others by turns.
  const matrix = WinMatrix.ofPoints(['rock', 'paper', 'scissors'], [0, 0, 10, 10, 0, 0, 0, 10, 0])
  expect(nashConv(matrix, [1 / 3, 1 / 3, 1 / 3])).toBeCloseTo(0, 12)
  expect(nashConv(matrix, [1, 0, 0])).toBe(1)
  expect(nashConv(matrix, [0.5, 0.5, 0])).toBeCloseTo(2 * (0.5 * 1 + 0.5 * 0.5 - 0.5), 12)
  expect(() => nashConv(matrix, [0.5, 0.6, 0])).toThrow(
    'mixture: got [0.5,0.6,0], expected 3 shares that sum to 1',
  )
})
