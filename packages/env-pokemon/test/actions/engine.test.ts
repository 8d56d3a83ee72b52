/** In random battles, the legal joint actions are what the engine takes when it is offered everything. */
import { Seed } from '@gauntlet/core'
import { Battle, Teams } from '@pkmn/sim'
import { Battle as ShowdownBattle } from 'pokemon-showdown'
import { expect, test } from 'vitest'
import { writeChoice } from '../../src/actions/choice-text.ts'
import { LegalActions } from '../../src/actions/legal-actions.ts'
import type { BattleRequest } from '../../src/actions/request.ts'
import { type Decision, begin, compare, hidesSomething, playRandomly } from './engine.ts'
import { teamsOf } from './golden.ts'
import { pairsOf } from './requests.ts'

const BATTLES = 6
/** One in so many decisions is compared in full, and one in a few where something is rare. */
const EVERY = 97
const EVERY_RARE = 13

/** What the golden teams lack: Pokemon that are locked, revive, flee, transform, trap, or may aim at themselves. */
const odd = [
  ['Rabsca', 'revivalblessing', 'trickroom', 'imprison', 'protect'],
  ['Golisopod', 'firstimpression', 'uturn', 'outrage', 'hyperbeam', 'emergencyexit'],
  ['Ditto', 'transform', '', '', '', 'limber'],
  ['Gothitelle', 'acupressure', 'imprison', 'fakeout', 'taunt', 'shadowtag'],
  ['Dondozo', 'outrage', 'curse', 'rollout', 'rest', 'unaware', 'choiceband'],
  ['Tatsugiri', 'helpinghand', 'dracometeor', 'uproar', 'encore', 'commander', 'assaultvest'],
].map(([species, ...rest]) => ({
  species,
  moves: rest.slice(0, 4).filter((move) => move !== ''),
  ability: rest[4] ?? '',
  item: rest[5] ?? '',
  level: 50,
}))

/** Whether either slot is replaced, and which revives. */
const SWITCHES = [
  [true, false, -1],
  [false, true, -1],
  [true, true, -1],
  [true, false, 0],
  [false, true, 1],
  [true, true, 0],
  [true, true, 1],
] as const

const arenas = [
  { name: 'Regulation G', formatid: 'gen9vgc2024regg', Engine: Battle, teams: teamsOf('gen9vgc2024regg') },
  { name: 'Regulation I', formatid: 'gen9vgc2025regi', Engine: Battle, teams: teamsOf('gen9vgc2025regi') },
  { name: 'an odd team', formatid: 'gen9vgc2024regg', Engine: Battle, teams: [Teams.pack(odd as never)] },
  {
    name: 'Champions',
    formatid: 'gen9championsvgc2026regmb',
    Engine: ShowdownBattle,
    teams: teamsOf('gen9championsvgc2026regmb'),
  },
]

test.each(arenas)('$name', ({ name, formatid, Engine, teams }) => {
  const stream = Seed.from(1).fold(name).stream()
  const [offered, rare] = [
    { left: 0, count: 0 },
    { left: 0, count: 0 },
  ]
  const visit = (decision: Decision) => {
    const { legal, request } = decision
    if (legal.phase === 'wait' || legal.phase === 'leads') return
    const kind = isRare(decision) ? rare : offered
    if (kind.left-- > 0) return
    kind.left = (kind === rare ? EVERY_RARE : EVERY) - 1
    kind.count++
    const { taken, ours, refused } = compare(decision)
    expect([...ours].sort()).toEqual([...taken].sort())
    if (hidesSomething(request)) return
    expect(refused).toEqual([])
    expect(ours.size).toBe(legal.count)
  }
  for (let n = 0; n < BATTLES; n++) {
    const draw = () => teams[stream.integer(teams.length)]
    const words = Array.from({ length: 4 }, () => stream.integer(65_536))
    playRandomly(begin(Engine, { formatid, seed: words.join(','), teams: [draw(), draw()] }), stream, visit)
  }
  expect(offered.count).toBeGreaterThan(1)
})

test('every replacement that can be asked for, with a slot that revives and without', () => {
  const packed = Teams.pack(odd as never)
  const battle = new Battle({
    formatid: 'gen9vgc2024regg' as never,
    p1: { team: packed },
    p2: { team: packed },
  })
  for (const side of battle.sides) side.choose('team 1234')
  battle.commitChoices()
  const [side] = battle.sides
  const legal = new LegalActions()
  const bits = (n: number) => Array.from({ length: 4 }, (_, k) => (n >> k) % 2 === 1)
  let asked = 0
  for (let fainted = 0; fainted < 16; fainted++) {
    for (const [left, right, reviver] of SWITCHES) {
      const down = bits(fainted)
      if (reviver >= 0 && (down[reviver] || fainted === 0)) continue
      // Nobody comes in for whom nobody stands, but for the sake of the slot that revives.
      if (reviver < 0 && down[2] && down[3]) continue
      for (const [k, pokemon] of side.pokemon.entries()) {
        pokemon.hp = down[k] ? 0 : pokemon.maxhp
        pokemon.fainted = down[k]
      }
      side.pokemonLeft = down.filter((is) => !is).length
      for (const [k, pokemon] of side.active.entries()) {
        pokemon.switchFlag = [left, right][k]
        delete side.slotConditions[k].revivalblessing
        if (k === reviver) side.slotConditions[k].revivalblessing = {} as never
      }
      battle.makeRequest('switch')
      const request = side.activeRequest as BattleRequest
      legal.read(request, [1, 2, 3, 4])
      const { taken, ours, refused } = compare({ side: side as never, request, legal })
      expect({ fainted, left, right, refused, ours: [...ours].sort() }).toEqual({
        fainted,
        left,
        right,
        refused: [],
        ours: [...taken].sort(),
      })
      asked++
    }
  }
  expect(asked).toBe(64)
})

test.each(arenas)('$name: teams', ({ formatid, Engine, teams }) => {
  const [side] = begin(Engine, { formatid, seed: '1,2,3,4', teams: [teams[0], teams[0]] }).sides
  const request = side.activeRequest as BattleRequest
  const legal = new LegalActions()
  const ours = new Set<string>()
  for (const [left, right] of pairsOf(legal.read(request, []))) {
    legal.readBack(request, left, right)
    for (const back of pairsOf(legal)) ours.add(writeChoice(legal, ...back))
  }
  const members = [1, 2, 3, 4, 5, 6]
  const every = members.flatMap((a) =>
    members.flatMap((b) => members.flatMap((c) => members.map((d) => [a, b, c, d]))),
  )
  const taken = every.map((picks) => `team ${picks.join('')}`).filter((text) => side.choose(text))
  expect([...ours].sort()).toEqual(taken)
})

/** Somebody revives, gives commands from within an ally, or has but one move. */
function isRare({ request }: Decision): boolean {
  const { pokemon } = request.side
  if (pokemon.some((member) => member.reviving || member.commanding)) return true
  return request.active?.some(({ moves }) => moves.length === 1) ?? false
}
