/** Games: how cells of them are evaluated, and matches between them, from the plan to the report. */
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import { runCell } from '../src/cell.ts'
import { playMatch } from '../src/match.ts'
import { planMatches, restoreMatch } from '../src/matches.ts'
import { type MatrixPlan, planMatrix, shardOf } from '../src/plan.ts'
import { readMatchFile, writeRecordFile } from '../src/record-file.ts'
import type { MatchResult } from '../src/records.ts'
import { resolveRequest } from '../src/request.ts'
import { openStore } from '../src/store.ts'
import { GAME, TOY, gauntletHere, scratch, storeFiles } from './harness.ts'

const PLAYERS = ['game/perfect', 'game/one', 'game/random']

async function planOf(
  algorithms: readonly string[],
  flags: { readonly seeds?: number; readonly env?: readonly string[]; readonly budget?: number } = {},
): Promise<MatrixPlan & { readonly catalogue: Parameters<typeof planMatches>[0] }> {
  const { seeds = 1, env = ['game/nim'], budget = 0 } = flags
  const plugin = [GAME, TOY]
  const { catalogue, blocks, backend } = await resolveRequest(
    { plugin, env, algo: algorithms, seeds, budget },
    scratch(),
  )
  return { ...planMatrix(catalogue, blocks(), backend), catalogue }
}

/** A run of some players; more flags after them. */
function args(directory: string, players: readonly string[], ...more: string[]): string[] {
  const algorithms = players.flatMap((id) => ['--algo', id])
  const store = join(directory, 'store')
  return ['run', '--plugin', GAME, '--env', 'game/nim', ...algorithms, '--store', store, ...more]
}

describe('a plan', () => {
  it('has every two contenders of one seed once, whatever the order of the cells', async () => {
    const { cells, matches, catalogue } = await planOf(PLAYERS, { seeds: 3 })
    expect(cells).toHaveLength(9)
    expect(matches).toHaveLength(9)
    expect(new Set(matches.map(({ key }) => key)).size).toBe(9)
    for (const { players, descriptor } of matches) {
      expect(players[0].key < players[1].key).toBe(true)
      expect(players[0].descriptor.seed).toBe(players[1].descriptor.seed)
      expect(descriptor.games).toBe(32)
    }
    const turned = planMatches(catalogue, cells.toReversed())
    expect(turned.map(({ key }) => key).sort()).toEqual(matches.map(({ key }) => key).sort())
    expect([1, 2].flatMap((i) => shardOf(matches, i, 2))).toHaveLength(9)
    expect(() => planMatches(catalogue, cells, 8)).toThrow('the matrix has 9 matches, of at most 8')
  })

  it('has none where there is no game', async () => {
    expect((await planOf(['toy/*'], { env: ['toy/walk'] })).matches).toEqual([])
  })

  it('comes back from a descriptor, if nothing has changed', async () => {
    const { matches, catalogue } = await planOf(PLAYERS)
    const [{ key, descriptor, players }] = matches
    expect(restoreMatch(catalogue, key, descriptor, () => undefined)).toEqual({ key, descriptor, players })
    const restore = (changed: object): (() => unknown) => {
      const other = { ...descriptor, ...changed }
      return () => restoreMatch(catalogue, digestOf(other), other, () => undefined)
    }
    expect(restore({ games: 30 })).toThrow('never planned: games: stored 30, computed 32')
    const [first, second] = descriptor.players
    expect(restore({ players: [first, { ...second, seed: 4 }] })).toThrow('its players belong to different')
  })
})

describe('a cell of a game', () => {
  it('is scored by how often its policy wins, from either side, against the opponents of the spec in turn', async () => {
    const { cells, catalogue } = await planOf(['game/perfect', 'game/random', 'game/one'])
    const runs = await Promise.all(cells.map((cell) => runCell(catalogue, cell)))
    const scores = new Map(runs.map(({ result }) => [result.descriptor.algorithm.id, result]))
    const perfect = scores.get('game/perfect')!
    expect(Object.keys(perfect.episodes)).toEqual([
      'win_rate',
      'truncated',
      'stones',
      'first_turn',
      'second_turn',
    ])
    expect(perfect.lengths).toHaveLength(31)
    expect(perfect.score).toBeGreaterThan(0.95)
    // Both games of a pair are of one instance.
    for (let j = 0; j + 1 < 31; j += 2)
      expect(perfect.episodes.stones[j]).toBe(perfect.episodes.stones[j + 1])
    // Who always takes one plays itself in every second pair, and wins from one side of each.
    const one = scores.get('game/one')!.episodes.win_rate
    for (let j = 0; j + 1 < 31; j += 4) expect(one[j] + one[j + 1]).toBe(1)
    expect(perfect.score).toBeGreaterThan(scores.get('game/random')!.score)
  })
})

describe('a match', () => {
  it('is won by perfect play from every heap but those that are lost for who begins', async () => {
    const { matches, catalogue } = await planOf(['game/perfect', 'game/one'])
    const { result } = await playMatch(catalogue, matches[0], [null, null])
    const { outcomes, lengths, truncated, descriptor } = result
    const perfectIsFirst = descriptor.players[0].algorithm.id === 'game/perfect'
    expect(outcomes).toHaveLength(32)
    expect(lengths).toHaveLength(32)
    expect(truncated).toEqual(outcomes.map(() => 0))
    expect(outcomes.reduce((sum, outcome) => sum + outcome, 0)).toBe(perfectIsFirst ? 32 : 0)
    const again = await playMatch(catalogue, matches[0], [null, null])
    expect(again.result).toEqual(result)
  })

  it('keeps what both players were dealt, whichever side they had, and is read without it too', async () => {
    const { matches, catalogue } = await planOf(['game/perfect', 'game/one'])
    const { result } = await playMatch(catalogue, matches[0], [null, null])
    const { digest, dealt, ...older } = result
    expect(dealt).toEqual(result.outcomes.map((_, j) => (j % 2 === 0 ? [0, 1] : [1, 0])))
    const written = (content: Omit<MatchResult, 'digest'>): string =>
      writeRecordFile({ ...content, digest: digestOf(content) })
    expect(readMatchFile(writeRecordFile(result), result.key)).toEqual(result)
    expect(readMatchFile(written(older), result.key).dealt).toBeUndefined()
    expect(digestOf(older)).not.toBe(digest)
    const read = (wrong: NonNullable<MatchResult['dealt']>) => () =>
      readMatchFile(written({ ...older, dealt: wrong }), result.key)
    expect(read([[0, 1]])).toThrow('match.dealt: got "1 games", expected 32, as outcomes')
    expect(read([[0, -1]])).toThrow('match.dealt[0][1]: got -1')
  })

  it('is played by what the learners saved, who may see one side alone', async () => {
    const { cells, matches, catalogue } = await planOf(['game/learner', 'game/one'], { budget: 200 })
    const trained = new Map<string, Uint8Array | null>()
    for (const cell of cells) trained.set(cell.key, (await runCell(catalogue, cell)).policy)
    const [match] = matches
    const [first, second] = match.players
    expect([first, second].map(({ descriptor }) => descriptor.adapters.length).sort()).toEqual([0, 1])
    const saved = [trained.get(first.key)!, trained.get(second.key)!] as const
    const { result } = await playMatch(catalogue, match, saved)
    expect(result.policies.map((digest) => digest === null)).toEqual(saved.map((bytes) => bytes === null))
    const learnerIsFirst = first.descriptor.algorithm.id === 'game/learner'
    const won = result.outcomes.reduce((sum, outcome) => sum + outcome, 0) / 32
    expect(learnerIsFirst ? won : 1 - won).toBeGreaterThan(0.6)
    await expect(playMatch(catalogue, match, [null, null])).rejects.toThrow('acts untrained')
  })
})

describe('gauntlet run', () => {
  it('plays the matches after the cells, the same with one worker as with two, and only what is missing', async () => {
    const [one, two] = [scratch(), scratch()]
    const first = await gauntletHere(one, args(one, PLAYERS, '--seeds', '1', '--workers', '1'))
    expect(first.stderr).toContain('3 cells, 0 finished before; then 3 matches, 3 to play; 1 worker')
    expect(first.stderr).toContain('3 matches played, 0 finished before, none failed')
    expect(first.stdout).toContain('game/nim:main cross-play')
    expect(first.code).toBe(0)
    expect((await gauntletHere(two, args(two, PLAYERS, '--seeds', '1', '--workers', '2'))).code).toBe(0)
    const files = storeFiles(join(one, 'store'))
    expect(storeFiles(join(two, 'store'))).toEqual(files)

    const [lost] = [...files.keys()].filter((name) => name.startsWith('matches'))
    const times = (): number[] =>
      [...files.keys()]
        .filter((name) => name !== lost)
        .map((name) => statSync(join(one, 'store', name)).mtimeMs)
    const before = times()
    rmSync(join(one, 'store', lost))
    const missing = await gauntletHere(one, ['status', ...args(one, PLAYERS, '--seeds', '1').slice(1)])
    expect(missing.stdout).toContain('3 cells finished, 0 failed; 2 matches finished, 0 failed, 1 missing')
    const again = await gauntletHere(one, args(one, PLAYERS, '--seeds', '1'))
    expect(again.stderr).toContain('1 match played, 2 finished before, none failed')
    expect(times()).toEqual(before)
    expect(storeFiles(join(one, 'store'))).toEqual(files)

    const dry = await gauntletHere(one, args(one, PLAYERS, '--seeds', '2', '--dry-run'))
    expect(dry.stdout).toContain('then 3 matches of 96 games together to play, 3 finished')
    const report = await gauntletHere(one, ['report', '--plugin', GAME, '--store', 'store', '--json'])
    const [board] = JSON.parse(report.stdout).settings
    expect(board.metric.name).toBe('win_rate')
    expect(board.evaluation.opponents).toEqual(['one', 'random'])
    expect(board.crossPlay.rows.map(({ name }: { name: string }) => name)).toEqual([
      'game/perfect',
      'game/random',
      'game/one',
    ])
    const ratings = board.crossPlay.rows.map(({ rating }: { rating: { value: number } }) => rating.value)
    expect(ratings[0] + ratings[1] + ratings[2]).toBeCloseTo(0, 6)
  }, 120_000)

  it('reports matches that fail, and plays them again where it is asked to', async () => {
    const directory = scratch()
    const failing = args(directory, ['game/perfect', 'game/loses-heart'], '--seeds', '1')
    const run = await gauntletHere(directory, failing)
    expect(run.stderr).toMatch(/against .* FAILED \(threw\) Error: lost heart/)
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(/the match of game\/[\w-]+ and game\/[\w-]+, seed 0, failed \(threw\)/)
    const store = openStore(join(directory, 'store'))
    const [key] = store.matches.failedKeys()
    expect(store.matches.failure(key)).toMatchObject({ format: 'gauntlet-failed-match', reason: 'threw' })
    const status = await gauntletHere(directory, ['status', '--store', 'store', '--plugin', GAME])
    expect(status.stdout).toMatch(/failed .*against .* \(threw\): Error: lost heart/)
    const passed = await gauntletHere(directory, failing)
    expect(passed.stderr).toContain('0 matches played')
    const retried = await gauntletHere(directory, [...failing, '--retry-failed'])
    expect(retried.stderr).toContain('[1/1]')
    expect(retried.code).toBe(1)
  }, 120_000)
})

describe('best responses', () => {
  it('are trained and evaluated against the policies of the cells that they respond to', async () => {
    const directory = scratch()
    const exploit = [
      '--exploit',
      'game/perfect',
      '--exploit',
      'game/learner',
      '--seeds',
      '1',
      '--budget',
      '200',
    ]
    const responding = args(directory, ['game/one', 'game/learner'], ...exploit)
    const run = await gauntletHere(directory, responding)
    expect(run.stderr).toContain('then 4 best responses, 4 to compute')
    expect(run.stderr).toMatch(/game\/learner in response to game\/learner seed 0: 0\.\d+/)
    expect(run.stderr).toContain('game/perfect in response to game/one seed 0: 1 ')
    expect(run.stderr).toContain('4 best responses computed, 0 finished before, none failed')
    expect(run.code).toBe(0)
    const report = await gauntletHere(directory, ['report', '--plugin', GAME, '--store', 'store', '--json'])
    const [board] = JSON.parse(report.stdout).settings
    expect(board.rows).toHaveLength(2)
    const taken = Object.fromEntries(
      board.crossPlay.rows.map((row: { name: string; exploitability: { by: string; value: number } }) => [
        row.name,
        row.exploitability,
      ]),
    )
    expect(taken['game/one']).toMatchObject({ by: 'game/perfect', value: 0.5 })
    const again = await gauntletHere(directory, responding)
    expect(again.stderr).toContain('0 best responses computed, 4 finished before')
    const verified = await gauntletHere(directory, ['verify', 'store', '--plugin', GAME])
    expect(verified.stdout).toContain('7 cells and matches of 7 came out the same')
    const replayed = await gauntletHere(directory, [
      'replay',
      '--plugin',
      GAME,
      '--store',
      'store',
      '--episode',
      '3',
      openStore(join(directory, 'store'))
        .keys()
        .find((key) => {
          const { against, algorithm } = openStore(join(directory, 'store')).read(key).descriptor
          return against?.algorithm.id === 'game/learner' && algorithm.id === 'game/learner'
        })!,
    ])
    expect(replayed.code).toBe(0)
  }, 120_000)
})

describe('gauntlet verify', () => {
  it('plays matches again, and tells those that are no longer what they were', async () => {
    const directory = scratch()
    expect(
      (await gauntletHere(directory, args(directory, ['game/perfect', 'game/one'], '--seeds', '1'))).code,
    ).toBe(0)
    const verify = ['verify', 'store', '--plugin', GAME]
    const store = openStore(join(directory, 'store'))
    const shelf = join(directory, 'store/matches')
    const [drawer] = readdirSync(shelf)
    const [name] = readdirSync(join(shelf, drawer))
    const { digest: _, ...content } = store.matches.read(name.slice(0, 64))
    const changed = {
      ...content,
      outcomes: content.outcomes.map((outcome, j) => (j === 0 ? 1 - outcome : outcome)),
    }
    writeFileSync(join(shelf, drawer, name), writeRecordFile({ ...changed, digest: digestOf(changed) }))
    const other = await gauntletHere(directory, verify)
    expect(other.stdout).toMatch(/^different .* against .* outcomes\.0: stored [01], computed [01]$/m)
    expect(other.stdout).toContain('2 cells and matches of 3 came out the same')
    expect(other.code).toBe(1)
  }, 120_000)
})
