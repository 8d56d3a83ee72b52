/** Battles at their start: `startBattle`, `engineSeed`, `BattleStart`. */
import { GauntletError, type Seed, show } from '@gauntlet/core'
import { Dex, PRNG } from '@pkmn/sim'
import { cloneBattle } from './clone.ts'
import { FastBattle } from './fast-battle.ts'
import { type BattleFormat, type EngineFormat, FORMATS } from './formats.ts'

/** A seed as the engine writes it: the state of its 64-bit generator. */
export type EngineSeed = ReturnType<PRNG['getSeed']>

/** The engine's seed of a key: its 16 hexadecimal digits. */
export function engineSeed(seed: Seed): EngineSeed {
  return `gen5,${seed.toString()}`
}

/** What a battle begins from. Teams are packed, as `readTeam` gives them; index 0 is player p1. */
export interface BattleStart {
  readonly format: BattleFormat
  readonly seed: Seed
  readonly teams: readonly [string, string]
  readonly names: readonly [string, string]
}

/**
 * A battle at its team preview, with both players' requests made.
 *
 * Errors: GauntletError with code `team` where a team is not packed, with code `name` where a player's name could not stand in a log, or both are one.
 */
export function startBattle({ format, seed, teams, names }: BattleStart): FastBattle {
  return beginBattle(format.engine, engineSeed(seed), teams, names)
}

/** As `startBattle`, under any format of the engine and from any seed of its generator. */
export function beginBattle(
  format: EngineFormat,
  seed: EngineSeed,
  teams: readonly [string, string],
  names: readonly [string, string],
): FastBattle {
  checkNames(names)
  for (const team of teams) checkPacked(team)
  const battle = cloneBattle(emptyBattle(format))
  const inputLog = [`>start ${JSON.stringify({ formatid: format.id, seed })}`]
  Object.assign(battle, { prng: new PRNG(seed), prngSeed: seed, inputLog })
  battle.setPlayer('p1', { name: names[0], team: teams[0] })
  battle.setPlayer('p2', { name: names[1], team: teams[1] })
  return battle
}

/**
 * A battle of a format that has no players yet, made once. The stock constructor reads the clock to write it into the
 * log; copies of this battle do not, and hold no time.
 */
const emptyBattles = new WeakMap<EngineFormat, FastBattle>()

function emptyBattle(format: EngineFormat): FastBattle {
  let battle = emptyBattles.get(format)
  if (battle === undefined) {
    battle = new FastBattle({ format, formatid: format.id, seed: 'gen5,0000000000000000' })
    const log = battle.log.filter((line) => !line.startsWith('|t:|'))
    battle.log.splice(0, battle.log.length, ...log)
    emptyBattles.set(format, battle)
  }
  return battle
}

for (const { engine } of FORMATS) emptyBattle(engine)

/** Refuses names that the engine would change or could not tell apart: it writes the winner's. */
function checkNames(names: readonly [string, string]): void {
  for (const name of names) {
    if (typeof name === 'string' && name !== '' && Dex.getName(name) === name) continue
    const allowed = 'expected 1 to 18 characters without |, comma, brackets or outer spaces'
    throw new GauntletError('name', `names: got ${show(name)}, ${allowed}`)
  }
  if (names[0] === names[1]) {
    throw new GauntletError('name', `names: got ${show(names[0])} twice, expected two that differ`)
  }
}

/** Refuses what is no packed team: the engine would make one up by chance. */
function checkPacked(team: string): void {
  if (typeof team === 'string' && team.includes('|')) return
  throw new GauntletError('team', `teams: got ${show(team)}, expected packed text, as readTeam gives`)
}
