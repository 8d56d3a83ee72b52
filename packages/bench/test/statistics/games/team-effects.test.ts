/** Skills and teams told apart, of games simulated from the model. */
import { Seed, exp } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import {
  Games,
  type Match,
  bradleyTerry,
  fitTeamEffects,
  teamAdjustedRatings,
} from '../../../src/statistics/index.ts'

const SKILLS = [150, 50, -50, -150]
const TEAMS = [200, 100, 0, -100, -200]
const names = SKILLS.map((_, i) => `c${i}`)

/** Pairs of games on two teams that are exchanged; `teamOf` draws the first contender's team. */
function simulated(seed: Seed, pairs: number, teamOf: (contender: number, team: number) => number): Games {
  const stream = seed.stream()
  const matches: Match[] = []
  for (let i = 0; i < names.length; i++) {
    for (let j = i + 1; j < names.length; j++) {
      const outcomes: number[] = []
      const teams: number[] = []
      for (let k = 0; k < 2 * pairs; k++) {
        const a = teamOf(i, stream.integer(TEAMS.length))
        const b = teamOf(j, stream.integer(TEAMS.length))
        const elo = SKILLS[i] - SKILLS[j] + TEAMS[a] - TEAMS[b]
        outcomes.push(Number(stream.bernoulli(1 / (1 + exp((-elo * Math.LN10) / 400)))))
        teams.push(a, b)
      }
      matches.push({ first: names[i], second: names[j], outcomes, teams })
    }
  }
  return Games.ofPairs(names, matches)
}

/** The better a contender, the worse its teams. */
const handicapped = (contender: number, team: number): number => Math.min(4, team + 3 - contender)

test('skills come out where the better play worse teams, as plain ratings do not', () => {
  const games = simulated(Seed.from(1), 4000, handicapped)
  const { skills, teams } = fitTeamEffects(games)
  SKILLS.forEach((skill, i) => expect(Math.abs(skills[i] - skill)).toBeLessThan(25))
  expect(skills.reduce((sum, skill) => sum + skill, 0)).toBeCloseTo(0, 6)
  expect(teams.reduce((sum, team) => sum + team, 0)).toBeCloseTo(0, 6)
  for (let a = 0; a < 5; a++) expect(Math.abs(teams[a] - TEAMS[a])).toBeLessThan(40)
  const plain = bradleyTerry(games.winMatrix())
  expect(Math.abs(plain[0] - SKILLS[0])).toBeGreaterThan(60)
})

test('intervals contain the truth about as often as they say', () => {
  let covered = 0
  let width = 0
  for (let r = 0; r < 30; r++) {
    const games = simulated(Seed.from(2).fold(r), 60, (_, team) => team)
    const { skills, teams } = teamAdjustedRatings(games, { replicates: 100 })
    const truth = [...SKILLS, ...TEAMS]
    ;[...skills, ...teams].forEach(({ value, interval }, k) => {
      expect(interval.low).toBeLessThan(value)
      expect(interval.high).toBeGreaterThan(value)
      width += (interval.high - interval.low) / (30 * truth.length)
      if (interval.low <= truth[k] && truth[k] <= interval.high) covered++
    })
  }
  expect(covered / (30 * 9)).toBeGreaterThan(0.88)
  expect(width).toBeLessThan(150)
})

describe('mirror matches', () => {
  const mirrors = (outcomes: number[]): Games =>
    Games.ofSingles(
      ['a', 'b'],
      [{ first: 'a', second: 'b', outcomes, teams: outcomes.flatMap(() => [1, 1]) }],
    )

  test('identify skills alone', () => {
    const { skills, teams } = fitTeamEffects(mirrors([1, 1, 1, 0]))
    expect(skills[0] - skills[1]).toBeCloseTo(400 * Math.log10(3), 0)
    expect([...teams]).toEqual([0, 0])
  })

  test('who only wins has a finite rating', () => {
    const { skills } = fitTeamEffects(mirrors(Array.from({ length: 500 }, () => 1)))
    expect(skills[0]).toBeGreaterThan(400)
    expect(skills[0]).toBeLessThan(4000)
    expect(skills[1]).toBeCloseTo(-skills[0], 6)
  })
})

test('games by single games have teams too', () => {
  const games = simulated(Seed.from(5), 20, (_, team) => team)
  const { skills } = teamAdjustedRatings(games, { by: 'games', replicates: 20 })
  const { skills: plain } = fitTeamEffects(games)
  skills.forEach(({ value }, i) => expect(value).toBeCloseTo(plain[i], 6))
})

test('games without teams are refused', () => {
  const games = Games.ofSingles(['a', 'b'], [{ first: 'a', second: 'b', outcomes: [1] }])
  expect(() => fitTeamEffects(games)).toThrow('got games without teams')
})
