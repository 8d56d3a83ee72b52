import { describe, expect, test } from 'vitest'
import {
  CSV_COLUMNS,
  type Leaderboards,
  buildLeaderboards,
  leaderboardsToCsv,
  leaderboardsToHtml,
  leaderboardsToLatex,
  leaderboardsToMarkdown,
  leaderboardsToText,
} from '../../src/report/index.ts'
import { cells, input, ppo, rule, toyEnvironment, toySetting, walker } from './fixture.ts'
import { parseCsv } from './parse-csv.ts'

/** Costs of a store whose random policy is thousands away from the optimum. */
const store = toyEnvironment('toy/store', {
  direction: 'minimise',
  settings: { lost: toySetting(5, 4811, 4) },
})
const gain = toyEnvironment('toy/gain', { settings: { plain: toySetting(5, 1, 4) } })
const configuration = { rate: 0.123456789012345 }

function boardsOf(...finished: Parameters<typeof input>[0][]): Leaderboards {
  const definitions = { environments: [store, gain], algorithms: [rule, walker, ppo] }
  return buildLeaderboards({ ...input(finished.flat()), definitions })
}

describe('a policy 30 % above the optimum, whose normalised score is 0.9998', () => {
  const boards = boardsOf(cells(store, 'lost', rule, [5, 5.2, 5.4]))
  const [row] = boards.settings[0].rows

  test('says that it is 30 % from best, with an interval', () => {
    expect(row.normalised?.mean).toBeGreaterThan(0.9997)
    expect(row.percentFromBest?.value).toBeCloseTo(30, 10)
    const { low, high } = row.score!.interval!
    expect(row.percentFromBest?.interval?.low).toBeCloseTo(100 * (low / 4 - 1), 10)
    expect(row.percentFromBest?.interval?.high).toBeCloseTo(100 * (high / 4 - 1), 10)
  })

  test('and says so in every format', () => {
    for (const write of [
      leaderboardsToText,
      leaderboardsToMarkdown,
      leaderboardsToHtml,
      leaderboardsToLatex,
    ]) {
      expect(write(boards)).toMatch(/% from best/)
      expect(write(boards)).toMatch(/\b30\.0\b/)
    }
    const [header, ...rows] = parseCsv(leaderboardsToCsv(boards))
    const found = rows.find(([scope]) => scope === 'setting') ?? []
    expect(Number(found[CSV_COLUMNS.indexOf('percent_from_best')])).toBeCloseTo(30, 10)
    expect(header).toContain('percent_from_best_high')
  })
})

test('of gains, less is worse, and better than the best reference is negative', () => {
  const boards = boardsOf(cells(gain, 'plain', rule, [3, 3.5, 2.5]), cells(gain, 'plain', walker, [5, 5]))
  const [walk, plain] = boards.settings[0].rows.map(({ percentFromBest }) => percentFromBest!)
  expect(plain.value).toBeCloseTo(25, 10)
  expect(plain.interval!.low).toBeLessThan(25)
  expect(plain.interval!.high).toBeGreaterThan(25)
  expect(walk.value).toBe(-25)
})

test('where costs are negative, there is no percentage to speak of', () => {
  const [board] = boardsOf(cells(gain, 'plain', rule, [-1, -2])).settings
  expect(board.rows[0].percentFromBest).toBeNull()
  const unknown = toyEnvironment('toy/store', { settings: { lost: toySetting(5, -8, -2) } })
  const negative = buildLeaderboards({
    ...input(cells(unknown, 'lost', rule, [3, 3])),
    definitions: { environments: [unknown], algorithms: [rule] },
  })
  expect(negative.settings[0].rows[0].percentFromBest).toBeNull()
  expect(leaderboardsToText(negative)).not.toContain('% from best')
})

test('the terminal tells the optimum and the random policy beneath a board', () => {
  const lines = leaderboardsToText(boardsOf(cells(store, 'lost', rule, [5, 5]))).split('\n')
  expect(lines).toContain('best: 4.00 (Smith & Jones 2024, table 2)')
  expect(lines).toContain('random: 4811.00 (uniform policy, 200 episodes)')
})

describe('beside a long variant name', () => {
  const boards = boardsOf(
    cells(store, 'lost', rule, [5, 5.2, 5.4]),
    cells(store, 'lost', ppo, [4.1, 4.2, 4.3], { configuration }),
  )
  const long = {
    ...boards,
    settings: boards.settings.map((board) => ({
      ...board,
      rows: board.rows.map((row) => ({
        ...row,
        name: row.name.replace(
          /^ppo.*/,
          'hdpo (episodes=256, hidden=[32,32], learningRate=0.01, maximumGradientNorm=1)',
        ),
      })),
    })),
  }
  const boardText = (width: number): string => {
    const text = leaderboardsToText(long, { width })
    return text.slice(text.indexOf('toy/store:lost v1'))
  }

  test('the score column does not disappear, however narrow the terminal', () => {
    for (const width of [20, 40, 60, 80, 100, 110]) expect(boardText(width)).toContain('4.20')
  })

  test('the name is wrapped, and nothing of it is lost at a usual width', () => {
    for (const width of [80, 100, 110]) {
      const table = boardText(width).split('\nbest: ')[0]
      for (const word of [
        '(episodes=256,',
        'hidden=[32,32],',
        'learningRate=0.01,',
        'maximumGradientNorm=1)',
      ]) {
        expect(table).toContain(word)
      }
      for (const line of table.split('\n')) expect([...line].length).toBeLessThanOrEqual(width)
      expect(table).toContain('% from best')
      if (width === 110) expect(table).toContain('normalised')
    }
  })
})
