/**
 * What a step of `pokemon/vgc` costs, and what of it is not the engine: what both players read of the battle, what they may do,
 * and their views. Random play, to the end. CPU time.
 */
import { Seed, allocateActions } from '@gauntlet/core'
import {
  COMPACT_VIEW_SIZE,
  Duel,
  OWN_TEAMS,
  TOKEN_VIEW_SIZE,
  formatOf,
  startBattle,
  vgc,
  writeChoice,
  writeCompact,
  writeTokens,
} from '@gauntlet/env-pokemon'
import { Suite } from '../../../scripts/lib/measure.mjs'

const BATTLES = 20
const BATCH = 8
const STEPS = 40
const format = formatOf('reg-g')

/**
 * The CPU time of some work in milliseconds.
 *
 * @param {() => void} work
 */
function cpuMilliseconds(work) {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

for (const observation of /** @type {const} */ (['tokens', 'compact'])) {
  const environment = await vgc.make({ observation }, BATCH)
  const policy = environment.expert?.policy('uniform')
  const actions = allocateActions(environment.spec.action, 2 * BATCH)
  environment.reset(Seed.from(1))
  policy?.begin(environment, Seed.from(1))
  const suite = new Suite(`pokemon/vgc, ${observation}, ${BATCH} worlds, random play`, 'world steps')
  await suite.add('act and step', BATCH * STEPS, () =>
    cpuMilliseconds(() => {
      for (let t = 0; t < STEPS; t++) {
        policy?.act(environment, actions, 'sample')
        environment.step(actions)
      }
    }),
  )
}

/** @param {number} k */
function start(k) {
  const seed = Seed.from(k)
  const stream = seed.fold('teams').stream()
  const teams = OWN_TEAMS.G
  const pair = [teams[stream.integer(teams.length)].packed, teams[stream.integer(teams.length)].packed]
  return {
    format,
    seed,
    teams: /** @type {[string, string]} */ (pair),
    names: /** @type {[string, string]} */ (['Player 1', 'Player 2']),
  }
}

/**
 * Plays a battle as two players who see it and draw what they do.
 *
 * @param {number} k
 * @param {(duel: Duel, texts: readonly string[]) => void} look before every decision
 */
function playDuel(k, look) {
  const duel = Duel.start(start(k))
  const stream = Seed.from(k).fold('choices').stream()
  const actions = new Int32Array(4)
  while (!duel.ended) {
    const texts = ['', '']
    for (const [player, legal] of duel.legal.entries()) {
      const drawn = stream.integer(legal.count)
      actions.set(legal.pairs.subarray(2 * drawn, 2 * drawn + 2), 2 * player)
      texts[player] = writeChoice(legal, actions[2 * player], actions[2 * player + 1])
    }
    look(duel, texts)
    duel.play(actions)
  }
}

/** The choices of each battle, two texts for every decision, of which one may be empty. */
const recorded = Array.from({ length: BATTLES }, (_, k) => {
  /** @type {(readonly string[])[]} */
  const choices = []
  playDuel(k, (_duel, texts) => void choices.push(texts))
  return choices
})
const decisions = recorded.reduce((sum, choices) => sum + choices.length, 0)

/** @param {number} k */
function playEngine(k) {
  const battle = startBattle(start(k))
  for (const [first, second] of recorded[k]) {
    if (first !== '') battle.choose('p1', first)
    if (second !== '') battle.choose('p2', second)
  }
}

const out = new Float32Array(Math.max(TOKEN_VIEW_SIZE, COMPACT_VIEW_SIZE))
const suite = new Suite('whole battles, decisions of both players', 'decisions')
for (const [name, play] of /** @type {const} */ ([
  ['the engine alone', playEngine],
  ['and what both know and may do', (/** @type {number} */ k) => playDuel(k, () => {})],
  [
    'and their token views',
    (/** @type {number} */ k) =>
      playDuel(k, ({ known }) => {
        for (const one of known) writeTokens(one, out, 0)
      }),
  ],
  [
    'or their compact views',
    (/** @type {number} */ k) =>
      playDuel(k, ({ known, legal }) => {
        for (const [player, one] of known.entries()) writeCompact(one, legal[player].phase, out, 0)
      }),
  ],
])) {
  await suite.add(name, decisions, () =>
    cpuMilliseconds(() => {
      for (let k = 0; k < BATTLES; k++) play(k)
    }),
  )
}
