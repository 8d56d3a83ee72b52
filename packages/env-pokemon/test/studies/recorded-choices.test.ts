/**
 * Decisions of `simple-heuristics` with the lines and requests that led to them, for `peers/poke_env_choices.py`.
 *
 * `GAUNTLET_STUDY=1 npx vitest run --project env-pokemon recorded-choices` writes `vgc-choices.jsonl` into the folder for
 * temporary files.
 */
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Seed } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { TERASTALLIZE, PASS, gimmickOf, isMove, moveOf, targetOf } from '../../src/actions/codes.ts'
import type { LegalActions } from '../../src/actions/legal-actions.ts'
import { Duel } from '../../src/duel.ts'
import { SideChannel } from '../../src/engine/channels.ts'
import { formatOf } from '../../src/engine/formats.ts'
import { decisionOf } from '../../src/players/decision-of.ts'
import { PLAYERS } from '../../src/players/index.ts'
import { ownTeams } from '../players/games.ts'

const GAMES = 60

test.skipIf(process.env.GAUNTLET_STUDY === undefined)(
  'choices are recorded (skipped unless GAUNTLET_STUDY is set)',
  { timeout: 600_000 },
  () => {
    const rows = Array.from({ length: GAMES }, (_, game) => recordGame(game)).flat()
    const path = join(tmpdir(), 'vgc-choices.jsonl')
    writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'))
    console.log(`${rows.length} lines in ${path}`)
    expect(rows.length).toBeGreaterThan(GAMES)
  },
)

/** A game against itself or against uniform play, as player 1 sees it. */
function recordGame(game: number): object[] {
  const teams = ownTeams()
  const seed = Seed.from(77).fold(game)
  const packed = [teams[game % 8].packed, teams[(3 * game + 1) % 8].packed] as const
  const duel = Duel.start({ format: formatOf('reg-g'), seed, teams: packed, names: ['A', 'B'] })
  const players = [
    PLAYERS['simple-heuristics'],
    game % 2 === 0 ? PLAYERS['simple-heuristics'] : PLAYERS.uniform,
  ]
  const channel = new SideChannel(0)
  const streams = [0, 1].map((side) => seed.fold(side).stream())
  const actions = new Int32Array(4)
  const rows: object[] = [{ game }]
  while (!duel.ended) {
    actions.fill(0)
    for (const side of [0, 1]) {
      if (duel.decides(side))
        players[side](decisionOf(duel, side, streams[side], 'sample'), actions, 2 * side)
    }
    const legal = duel.legal[0]
    const asked = legal.phase === 'turn' || legal.phase === 'switch'
    const choice = asked ? `${wordsOf(legal, 0, actions[0])}, ${wordsOf(legal, 1, actions[1])}` : null
    const request = structuredClone(duel.battle.sides[0].activeRequest)
    rows.push({ lines: channel.read(duel.battle.log), request, choice })
    duel.play(actions)
  }
  return rows
}

/** A choice as poke-env writes it. */
function wordsOf(legal: LegalActions, slot: number, code: number): string {
  if (code === PASS) return 'pass'
  const { side, active } = legal.request!
  if (!isMove(code)) return `switch ${side.pokemon[legal.members.indexOf(code)].ident.slice(4)}`
  const { moves } = active![slot]
  const { id } = moves.length === 1 ? moves[0] : moves[moveOf(code)]
  const target = targetOf(code)
  return `move ${id}${gimmickOf(code) === TERASTALLIZE ? ' terastallize' : ''}${target === 0 ? '' : ` ${target}`}`
}
