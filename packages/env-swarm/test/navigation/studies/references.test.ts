/**
 * What `src/navigation` says was found by playing: references of settings, and the best fixed barrier.
 *
 * `GAUNTLET_STUDY=1 npx vitest run --project env-swarm navigation/studies`; `--update` writes `measured-scores.ts`.
 */
import type { Policy } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { BEST_BARRIER } from '../../../src/navigation/navigation-experts.ts'
import { navigation } from '../../../src/navigation/navigation.ts'
import { episodeScores } from '../episode-scores.ts'

const study = test.skipIf(process.env.GAUNTLET_STUDY === undefined)
const EPISODES = 1000

study(
  'the references of every setting (skipped unless GAUNTLET_STUDY is set)',
  { timeout: 3_600_000 },
  async () => {
    const rows: string[] = []
    for (const [name, { parameters }] of Object.entries(navigation.settings)) {
      const experts = navigation.describe(parameters).experts!.map((expert) => expert.name)
      const scores: string[] = []
      for (const player of ['random', ...experts]) {
        const { mean } = await episodeScores(parameters, player, EPISODES)
        scores.push(`${quoted(player)}: ${Number(mean.toFixed(4))}`)
      }
      rows.push(`  ${quoted(name)}: { ${scores.join(', ')} },`)
      console.log(rows.at(-1))
    }
    await expect(fileOf(rows)).toMatchFileSnapshot('../../../src/navigation/measured-scores.ts')
  },
)

study(
  'the best fixed barrier of a grid (skipped unless GAUNTLET_STUDY is set)',
  { timeout: 3_600_000 },
  async () => {
    const given = Object.entries(navigation.settings).filter(([name]) => name.endsWith('-barrier'))
    let best = { mean: -Infinity, zeta: NaN, eta: NaN }
    for (const zeta of [0.3, 1, 2, 3, 5, 7, 10]) {
      for (const eta of [0.5, 0.7, 1, 1.5, 2, 3]) {
        let mean = 0
        for (const [, { parameters }] of given) {
          mean += (await episodeScores(parameters, () => fixed(zeta, eta), 200)).mean / given.length
        }
        console.log(zeta, eta, mean.toFixed(4))
        if (mean > best.mean) best = { mean, zeta, eta }
      }
    }
    expect(best).toMatchObject(BEST_BARRIER)
  },
)

function fixed(zeta: number, eta: number): Policy {
  return {
    begin() {},
    act(_, actions) {
      for (let i = 0; i < actions.length; i += 2) actions.set([zeta, eta], i)
    },
  }
}

/** A key as the formatter writes it. */
function quoted(name: string): string {
  return name.includes('-') ? `'${name}'` : name
}

function fileOf(rows: readonly string[]): string {
  return `/**
 * What the uniform random policy and the scripted ones score on every setting, over ${EPISODES} episodes: \`MEASURED\`.
 * Written by test/navigation/studies/references.test.ts.
 */

export type Player = 'random' | 'straight' | 'barrier' | 'keep-right' | 'zero'

/** Mean scores by setting. */
export const MEASURED: Readonly<
  Record<string, Readonly<Record<'random' | 'barrier', number> & Partial<Record<Player, number>>>>
> = {
${rows.join('\n')}
}
`
}
