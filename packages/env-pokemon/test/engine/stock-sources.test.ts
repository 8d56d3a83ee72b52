/** That the engine's methods which ours stand for, or rely on, are those that ours were written from. */
import { createHash } from 'node:crypto'
import { Battle, Dex, Pokemon, Side } from '@pkmn/sim'
import { describe, expect, it } from 'vitest'
import { beginBattle } from '../../src/engine/battle.ts'
import { FORMATS } from '../../src/engine/formats.ts'
import { PLAYABLE } from './golden.ts'

const { golden } = PLAYABLE[0]
const battle = beginBattle(
  FORMATS[0].engine,
  golden.seed,
  [golden.players[0].team, golden.players[1].team],
  ['A', 'B'],
)
const stock = new Battle({ format: FORMATS[0].engine, formatid: FORMATS[0].engine.id, seed: golden.seed })
stock.setPlayer('p1', { team: golden.players[0].team })
const [pokemon] = stock.sides[0].pokemon

/** Each owner's methods, with the first 12 hexadecimal digits of the SHA-256 of their source. */
const SOURCES: readonly (readonly [string, object, Record<string, string>])[] = [
  [
    'Battle',
    Battle.prototype,
    {
      singleEvent: 'd19ad071aeae',
      runEvent: '511097f960ef',
      findEventHandlers: '9853fb3eff07',
      findPokemonEventHandlers: '5fc81005f8d8',
      findSideEventHandlers: '82d127ea5218',
      findFieldEventHandlers: '5b9367153791',
      findBattleEventHandlers: 'b49790915826',
      getCallback: 'fece8a64c4ac',
      endTurn: 'a71d65204c31',
      turnLoop: 'ebf035d3bd8d',
    },
  ],
  ['Side', Side.prototype, { allies: 'd48e09be15cf', foes: '9a199fabdf08', activeTeam: '112de90630e0' }],
  [
    'Pokemon',
    Pokemon.prototype,
    {
      alliesAndSelf: '502b9bd39a3b',
      foes: '36218172a5d2',
      getStatus: '773a310471fe',
      getAbility: '636377bf105b',
      getItem: 'd2ac8bca8fe1',
    },
  ],
  ['a Pokemon', pokemon, { getHealth: '7b9a2e5f10b3', getFullDetails: '33d89aab73bf' }],
  [
    'Field',
    Object.getPrototypeOf(stock.field) as object,
    { getWeather: '692d26bd4122', getTerrain: 'c7c5c3b54195' },
  ],
  ['Dex', Dex.ModdedDex.prototype, { getActiveMove: '47d98da981ee' }],
  ['Dex.formats', Object.getPrototypeOf(Dex.formats) as object, { get: 'd5bfee96231b' }],
]

const digest = (source: string): string => createHash('sha256').update(source).digest('hex').slice(0, 12)

/** The names of the functions that an object has of its own, not by its class. */
const ownFunctions = (owner: object): string[] =>
  Object.entries(owner)
    .filter(([, value]) => typeof value === 'function')
    .map(([name]) => name)

describe('the engine', () => {
  it.each(SOURCES)('has the methods of %s that ours were written from', (owner, holder, digests) => {
    const methods = holder as Record<string, () => unknown>
    const now = Object.fromEntries(Object.keys(digests).map((name) => [name, digest(String(methods[name]))]))
    const advice = `${owner} changed: compare what src/engine has of it with the new source, then put its digest here`
    expect(now, advice).toEqual(digests)
  })

  it('makes no functions for one object alone but those that a copy makes anew', () => {
    const { field, queue, actions } = stock
    // What the battle has is the engine's own functions without a battle of their own: `toID`, `trunc` and such.
    expect(ownFunctions(battle)).toEqual(['toID', 'trunc', 'clampIntRange', 'send'])
    expect([field, queue, actions, stock.sides[0], stock.prng].map(ownFunctions)).toEqual([
      [],
      [],
      [],
      [],
      [],
    ])
    expect(ownFunctions(pokemon)).toEqual(['getFullDetails', 'getHealth'])
  })
})
