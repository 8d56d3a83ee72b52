/**
 * What a step of `pokemon/vgc` costs, and what of it is not the engine: the lines and requests that both players read, what
 * they may do, and their views. Random play; `engine alone` plays the same battles' choices on the engine and does nothing else.
 */
import { Seed, allocateActions } from '@gauntlet/core'
import {
  Knowledge,
  LegalActions,
  SideChannel,
  battleInput,
  findMembers,
  formatOf,
  readLine,
  rosterOf,
  startBattle,
  vgc,
  writeCompact,
  writeTokens,
} from '@gauntlet/env-pokemon'
import { Suite } from '../../../scripts/lib/measure.mjs'

/** The CPU time of some work in milliseconds. */
function cpuMilliseconds(work) {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const BATCH = 8
const STEPS = 40
const FORMAT = formatOf('reg-g')

for (const observation of /** @type {const} */ (['tokens', 'compact'])) {
  const environment = await vgc.make({ observation }, BATCH)
  const policy = environment.expert.policy('uniform')
  const actions = allocateActions(environment.spec.action, 2 * BATCH)
  environment.reset(Seed.from(1))
  policy.begin(environment, Seed.from(1))
  const suite = new Suite(`pokemon/vgc, ${observation}, ${BATCH} worlds, random play`, 'world steps')
  await suite.add('act and step, CPU time', BATCH * STEPS, () =>
    cpuMilliseconds(() => {
      for (let t = 0; t < STEPS; t++) {
        policy.act(environment, actions, 'sample')
        environment.step(actions)
      }
    }),
  )
}

/** Inputs of whole battles, as random play gave them. */
async function recorded(count) {
  const environment = await vgc.make({ observation: 'compact' }, 1)
  const policy = environment.expert.policy('uniform')
  const actions = allocateActions(environment.spec.action, 2)
  environment.reset(Seed.from(2))
  policy.begin(environment, Seed.from(2))
  const battles = []
  while (battles.length < count) {
    const input = battleInput(environment, 0)
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    if (environment.ended[0] === 1) battles.push(input)
  }
  return battles.map((lines, k) => ({
    seed: Seed.from(2).fold('env').fold(0).fold(k).fold('battle'),
    teams: lines.slice(1, 3).map((line) => JSON.parse(line.slice(line.indexOf('{'))).team),
    choices: lines.slice(3).map((line) => [line.slice(1, 3), line.slice(4)]),
  }))
}

const battles = await recorded(20)
const decisions = battles.reduce((sum, { choices }) => sum + choices.length, 0)

/** @param {(battle: import('@gauntlet/env-pokemon').FastBattle) => void} look */
function playAll(look, begin = () => {}) {
  for (const { seed, teams, choices } of battles) {
    const battle = startBattle({ format: FORMAT, seed, teams, names: ['Player 1', 'Player 2'] })
    begin(battle)
    look(battle)
    for (const [side, text] of choices) {
      battle.choose(side, text)
      if (
        battle.sides.every(
          ({ activeRequest, choice }) => activeRequest === null || choice.actions.length === 0,
        )
      )
        look(battle)
    }
  }
}

const parts = new Suite('decisions of recorded battles, CPU time', 'decisions')
await parts.add('engine alone', decisions, () => cpuMilliseconds(() => playAll(() => {})))

/** Reads what both players may know, and then does more with it. */
function listening(more) {
  let known = []
  let channels = []
  let rosters = []
  const legal = new LegalActions()
  const members = new Uint8Array(6)
  const work = () =>
    playAll(
      (battle) => {
        for (let player = 0; player < 2; player++) {
          for (const line of channels[player].read(battle.log)) readLine(known[player], line)
          const request = battle.sides[player].activeRequest
          if (request) known[player].readRequest(request)
          more(known[player], request, legal, members, rosters[player])
        }
      },
      (battle) => {
        known = [new Knowledge(0), new Knowledge(1)]
        channels = [new SideChannel(0), new SideChannel(1)]
        rosters = battle.sides.map(({ activeRequest }) => rosterOf(activeRequest))
      },
    )
  return () => cpuMilliseconds(work)
}

const masks = new Uint8Array(214)
function readLegal(request, legal, members, roster) {
  if (!request || request.wait) return
  findMembers(request, roster, members)
  legal.read(request, members)
  legal.mask(masks)
}
const out = new Float32Array(10_000)
await parts.add(
  'and what both know',
  decisions,
  listening(() => {}),
)
await parts.add(
  'and what both may do',
  decisions,
  listening((known, request, legal, members, roster) => readLegal(request, legal, members, roster)),
)
await parts.add(
  'and the compact views',
  decisions,
  listening((known, request, legal, members, roster) => {
    readLegal(request, legal, members, roster)
    writeCompact(known, legal.phase, out, 0)
  }),
)
await parts.add(
  'or the token views',
  decisions,
  listening((known, request, legal, members, roster) => {
    readLegal(request, legal, members, roster)
    writeTokens(known, out, 0)
  }),
)
