import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatEstimate } from '../../src/report/format.ts'
import {
  type Leaderboards,
  buildLeaderboards,
  leaderboardsToHtml,
  leaderboardsToLatex,
  leaderboardsToMarkdown,
  leaderboardsToText,
} from '../../src/report/index.ts'
import type { Interval } from '../../src/statistics/index.ts'
import { cells, input, ppo, rule, toyAlgorithm, toyEnvironment, toySetting, walker } from './fixture.ts'
import { type Element, parseHtml, textOf } from './parse-html.ts'

const random = toyAlgorithm('random')
/** Costs per period, as of a store whose random policy drowns in stock. */
const store = toyEnvironment('toy/store', {
  direction: 'minimise',
  settings: { lost: toySetting(5, 2981, 6.8335) },
})
const boards = storeBoards([2850, 3110, 2990, 2881, 3074])

function storeBoards(randomScores: readonly number[]): Leaderboards {
  return buildLeaderboards({
    ...input([
      ...cells(store, 'lost', rule, [6.83, 6.841, 6.836, 6.838, 6.834]),
      ...cells(store, 'lost', walker, [6.911, 6.92, 6.915, 6.905, 6.909]),
      ...cells(store, 'lost', ppo, [7.1, 7.3, 7.2, 7.15, 7.25]),
      ...cells(store, 'lost', random, randomScores),
    ]),
    definitions: { environments: [store], algorithms: [rule, walker, ppo, random] },
  })
}

function between(low: number, high: number): Interval {
  return { low, high, level: 0.95, method: 'given' }
}

describe('beside a random policy that scores 2981 [2890, 3072]', () => {
  const text = leaderboardsToText(boards, { width: 160 })
  /** Of every row of the setting's table its estimates: of the score, the percentage and the normalised score. */
  const estimates = text
    .slice(text.indexOf('toy/store:lost v1'))
    .split('\n')
    .slice(2, 6)
    .map((line) => [...line.matchAll(/(\d+)(\.\d+)? +\[(\S+), (\S+)\]/g)])

  test('policies that score 6.836 and 6.912 are not both shown as 6.8, in any format', () => {
    for (const write of [
      leaderboardsToText,
      leaderboardsToMarkdown,
      leaderboardsToLatex,
      leaderboardsToHtml,
    ]) {
      // Without escapes, tags and what is there for its width alone.
      const plain = write(boards)
        .replaceAll(/<span class="blank">[^<]*<\/span>|<[^>]*>|\\phantom\{[^}]*\}/g, ' ')
        .replaceAll(/\\| (?= )/g, '')
      expect(plain).toContain('6.8358 [6.8328, 6.8390]')
      expect(plain).toContain('6.9120 [6.9074, 6.9168]')
      expect(plain).toContain('7.200 [7.140, 7.260]')
      expect(plain).toContain('2981 [2890, 3072]')
    }
  })

  test('their normalised scores are not both 1.000', () => {
    const normalised = estimates.map(([, , [, whole, fraction = '']]) => whole + fraction)
    expect(normalised).toEqual(['0.999999', '0.999974', '0.999877', '0.000'])
  })

  test('nor are the best reference and the policies near it', () => {
    expect(leaderboardsToMarkdown(boards)).toContain('- best: 6.8335 (')
    expect(leaderboardsToMarkdown(boards)).toContain('- random: 2981.00 (')
  })

  test('the digits of a row do not depend on the other rows', () => {
    const others = (randomScores: readonly number[]): string[] =>
      leaderboardsToMarkdown(storeBoards(randomScores))
        .split('\n')
        .filter((line) => /\| (rule|toy\/walker|ppo) \|/.test(line))
    expect(others([1, 9e6, 3, 4, 5])).toEqual(others([2981, 2981, 2981, 2981, 2981]))
    expect(others([2981])).toHaveLength(6)
  })

  test('in the terminal the points stand in one line, and the intervals end in one', () => {
    for (const column of [0, 1]) {
      const shown = estimates.map((row) => row[column])
      expect(new Set(shown.map(({ index, 1: whole }) => index + whole.length)).size).toBe(1)
      expect(new Set(shown.map(({ index, 0: all }) => index + all.length)).size).toBe(1)
    }
  })

  test('on the page, too', () => {
    const scores = found(parseHtml(leaderboardsToHtml(boards)), 'right key-score').map((cell) =>
      textOf({ ...cell, children: cell.children.filter((child) => !isInterval(child)) }),
    )
    expect(scores).toEqual(['0006.8358', '0006.9120', '0007.2000', '2981.0000'])
  })
})

function found(root: Element, kind: string): Element[] {
  return root.children.flatMap((child) => {
    if (typeof child === 'string') return []
    const own = child.name === 'td' && child.attributes.get('class') === kind ? [child] : []
    return [...own, ...found(child, kind)]
  })
}

function isInterval(child: Element | string): boolean {
  return typeof child !== 'string' && child.attributes.get('class') === 'sub'
}

describe('a number and its interval', () => {
  test('show the interval to a twentieth of its half-width, and no further', () => {
    const exponent = fc.integer({ min: -4, max: 6 })
    const digits = fc.integer({ min: 100, max: 999 })
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 1e6 }), digits, exponent, (middle, significant, power) => {
        const value = middle / 1000
        const halfWidth = Number(`${significant}e${power - 2}`)
        const [number, interval] = formatEstimate(value, between(value - halfWidth, value + halfWidth), 3)
        const [low, high] = interval.slice(1, -1).split(', ')
        expect(Math.abs(Number(high) - Number(low) - 2 * halfWidth)).toBeLessThanOrEqual(halfWidth / 9.9)
        const [, decimals = ''] = number.split('.')
        // A unit of the last digit is a hundredth of the half-width at least.
        if (decimals !== '') expect(Number(`1e-${decimals.length}`)).toBeGreaterThanOrEqual(halfWidth / 100.1)
        for (const bound of [low, high]) expect(bound.split('.')[1] ?? '').toHaveLength(decimals.length)
      }),
    )
  })

  test('digits do not jump where the half-width rounds up to a power of ten', () => {
    expect(formatEstimate(0.5, between(0.4004, 0.5996), 3)).toEqual(['0.50', '[0.40, 0.60]'])
    // As floating point has it, this half-width is 0.09999999999999998.
    expect(formatEstimate(0.4, between(0.3, 0.5), 3)).toEqual(['0.40', '[0.30, 0.50]'])
  })

  test('without an interval the setting says how many decimals there are', () => {
    expect(formatEstimate(6.8358, null, 1)).toEqual(['6.8', ''])
    expect(formatEstimate(undefined, null, 1)).toEqual(['–', ''])
  })

  test('an interval of no width, but for rounding, leaves the number its own digits, up to six', () => {
    expect(formatEstimate(5.2751, between(5.2751, 5.275100000000001), 1)).toEqual([
      '5.2751',
      '[5.2751, 5.2751]',
    ])
    expect(formatEstimate(1 / 3, between(1 / 3, 1 / 3), 3)[0]).toBe('0.333333')
    expect(formatEstimate(4, between(4, 4), 2)).toEqual(['4.00', '[4.00, 4.00]'])
    expect(formatEstimate(-1e-9, between(-1e-9, -1e-9), 1)).toEqual(['0.0', '[0.0, 0.0]'])
  })
})
