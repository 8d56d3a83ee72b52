/**
 * Win rates of the scripted players against the published ones.
 *
 * `GAUNTLET_STUDY=1 GAUNTLET_DATA=... npx vitest run --project env-pokemon win-rates` plays 1000 games a pair with the own
 * teams and with the 64 of VGC-Bench.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formatOf } from '../../src/engine/formats.ts'
import { type Team, readTeam } from '../../src/engine/teams.ts'
import { PLAYERS } from '../../src/players/index.ts'
import { ownTeams, playGames, wilson } from './games.ts'

/** Published rates of the first over 1, 4, 16 and 64 teams, each of 1000 games. Source: VGC-Bench v3, cross-play. */
const PUBLISHED = [
  { pair: ['uniform', 'max-base-power'], low: 0.067, high: 0.081 },
  { pair: ['uniform', 'simple-heuristics'], low: 0.029, high: 0.052 },
  { pair: ['max-base-power', 'simple-heuristics'], low: 0.298, high: 0.369 },
] as const

test.for(PUBLISHED)('$pair win about as often as published', ({ pair, low, high }) => {
  const { wins, games } = playGames(PLAYERS[pair[0]], PLAYERS[pair[1]], 24, 3)
  const [from, to] = wilson(wins, games)
  expect(from).toBeLessThan(high)
  expect(to).toBeGreaterThan(low)
})

const data = process.env.GAUNTLET_DATA

test.skipIf(process.env.GAUNTLET_STUDY === undefined)(
  'win rates over 1000 games (skipped unless GAUNTLET_STUDY is set)',
  { timeout: 3_600_000 },
  () => {
    const pools: [string, Team[]][] = [['own teams', ownTeams()]]
    if (data !== undefined) pools.push(['64 teams of VGC-Bench', publicTeams(data)])
    for (const [name, teams] of pools) {
      for (const { pair, low, high } of PUBLISHED) {
        const { wins, games } = playGames(PLAYERS[pair[0]], PLAYERS[pair[1]], 1000, 7, teams)
        const [from, to] = wilson(wins, games)
        console.log(`${name}: ${pair.join(' v ')} ${wins / games} [${from.toFixed(3)}, ${to.toFixed(3)}]`)
        // A published rate of 1000 games has an interval of its own, of about this half width.
        expect.soft(from - 0.03, `${name}: ${pair.join(' v ')}`).toBeLessThan(high)
        expect.soft(to + 0.03, `${name}: ${pair.join(' v ')}`).toBeGreaterThan(low)
      }
    }
  },
)

function publicTeams(folder: string): Team[] {
  const texts = JSON.parse(readFileSync(join(folder, 'pokemon/regg-teams.json'), 'utf8')) as string[]
  return texts.map((text, k) => readTeam(text, formatOf('reg-g'), `team-${k + 1}`))
}
