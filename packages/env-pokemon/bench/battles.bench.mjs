/**
 * Battles in a CPU-second, random player against random player to the end, on the stock engine and on ours with the same
 * seeds, teams and choices; and what a copy costs in the middle of a battle.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Seed } from '@gauntlet/core'
import { cloneBattle, engineSeed, formatOf, readTeam, startBattle } from '@gauntlet/env-pokemon'
import { Battle } from '@pkmn/sim'
import { Suite } from '../../../scripts/lib/measure.mjs'
import { playOut } from './random-player.mjs'

const BATTLES = 20

const format = formatOf('reg-g')
const text = readFileSync(join(import.meta.dirname, '../test/golden/teams/regg.txt'), 'utf8')
const teams = text
  .split(/^===.+===$/m)
  .flatMap((part) => (part.trim() === '' ? [] : [readTeam(part, format).packed]))

/** @param {number} k */
function setting(k) {
  const seed = Seed.from(k)
  const stream = seed.fold('teams').stream()
  const pair = [teams[stream.integer(teams.length)], teams[stream.integer(teams.length)]]
  return { seed, teams: /** @type {[string, string]} */ (pair), choices: seed.fold('choices').stream() }
}

/** @param {number} k */
function playStock(k) {
  const { seed, teams: pair, choices } = setting(k)
  const [p1, p2] = pair.map((team, i) => ({ name: `Player ${i + 1}`, team }))
  const { engine } = format
  playOut(new Battle({ format: engine, formatid: engine.id, seed: engineSeed(seed), p1, p2 }), choices)
}

/** @param {number} k */
function startOurs(k) {
  const { seed, teams: pair, choices } = setting(k)
  return { battle: startBattle({ format, seed, teams: pair, names: ['Player 1', 'Player 2'] }), choices }
}

/** @param {number} k */
function playOurs(k) {
  const { battle, choices } = startOurs(k)
  playOut(battle, choices)
}

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

const rates = new Suite('random against random, regulation G', 'battles')
for (const [name, play] of /** @type {const} */ ([
  ['stock engine', playStock],
  ['ours', playOurs],
])) {
  await rates.add(`${name}, CPU time`, BATTLES, () =>
    cpuMilliseconds(() => {
      for (let k = 0; k < BATTLES; k++) play(k)
    }),
  )
}

const midway = Array.from({ length: 40 }, (_, k) => {
  const { battle, choices } = startOurs(k)
  playOut(battle, choices, 5)
  return battle
}).filter(({ ended }) => !ended)

const copies = new Suite('copies of a battle in its fifth turn', 'copies')
await copies.add('cloneBattle', midway.length, () => {
  for (const battle of midway) cloneBattle(battle)
})
const second = midway.map(cloneBattle)
await copies.add('cloneBattle, of a copy', second.length, () => {
  for (const battle of second) cloneBattle(battle)
})
