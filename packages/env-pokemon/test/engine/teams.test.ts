/** Formats and teams: what is allowed, and how what is not is refused. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Dex } from '@pkmn/sim'
import { describe, expect, it } from 'vitest'
import { FORMATS, FormatError, formatOf } from '../../src/engine/formats.ts'
import { FORMAT_IDS } from '../../src/engine/regulations.ts'
import { LONGEST_TEAM_TEXT, TeamError, readTeam } from '../../src/engine/teams.ts'
import { PLAYABLE } from './golden.ts'

const folder = join(import.meta.dirname, '..', 'golden', 'teams')

/** The teams of a golden file, each the text after its heading. */
function teamsOf(file: string): { name: string; text: string }[] {
  const parts = readFileSync(join(folder, file), 'utf8').split(/^=== \[\w+\] (.+) ===$/m)
  return parts.slice(1).flatMap((name, i, all) => (i % 2 === 0 ? [{ name, text: all[i + 1] }] : []))
}

const REG_G = teamsOf('regg.txt')
const REG_I = teamsOf('regi.txt')

/** What a refusal says. */
function refusal(text: string, format = 'reg-g'): string {
  try {
    readTeam(text, formatOf(format), 'mine')
  } catch (error) {
    expect(error).toBeInstanceOf(TeamError)
    return (error as TeamError).message
  }
  return 'nothing was refused'
}

describe('formats', () => {
  it('are three regulations, with open and with closed team sheets', () => {
    expect(FORMATS.map(({ id }) => id)).toEqual(FORMAT_IDS)
    expect(FORMAT_IDS).toEqual(['reg-g', 'reg-h', 'reg-i', 'reg-g-closed', 'reg-h-closed', 'reg-i-closed'])
  })

  it('have the rules of the engine’s formats of that name but for team sheets', () => {
    for (const { engine } of FORMATS) {
      const theirs = Dex.formats.get(engine.name)
      if (!theirs.exists) continue
      const rules = (format: typeof engine) =>
        [...Dex.formats.getRuleTable(format)].filter(([rule]) => !rule.endsWith('openteamsheets'))
      expect(rules(engine)).toEqual(rules(theirs))
      expect(engine.id).toBe(theirs.id)
    }
  })

  it('that there are none of are refused with what there is', () => {
    expect(() => formatOf('gen9ou')).toThrow(FormatError)
    expect(() => formatOf('gen9ou')).toThrow(
      'format: got "gen9ou", expected a known one; there are reg-g, reg-h, reg-i, reg-g-closed, reg-h-closed, reg-i-closed',
    )
    expect(() => formatOf('reg-gg')).toThrow('did you mean reg-g')
  })
})

describe('teams', () => {
  it.each([
    ...REG_G.map((team) => ({ ...team, format: 'reg-g' })),
    ...REG_I.map((team) => ({ ...team, format: 'reg-i' })),
  ])('$name is allowed in $format, and its packed text reads as the same', ({ text, format }) => {
    const team = readTeam(text, formatOf(format))
    expect(team.species).toHaveLength(6)
    expect(readTeam(team.packed, formatOf(format))).toEqual(team)
  })

  it('pack as in the golden battles', () => {
    const packed = new Set([...REG_G, ...REG_I].map(({ text }) => readTeam(text, formatOf('reg-i')).packed))
    const golden = new Set(PLAYABLE.flatMap(({ golden: { players } }) => players.map(({ team }) => team)))
    expect([...golden].filter((team) => !packed.has(team))).toEqual([])
  })

  it('with a restricted, a lesser or a paradox Pokemon are refused in regulation H', () => {
    const message = refusal(REG_G[0].text, 'reg-h')
    expect(message).toMatch(/^team "mine": /)
    expect(message).toContain('Miraidon')
    expect(message).toContain('Iron Hands')
    expect(message).toContain('Ogerpon')
  })

  it('of common Pokemon are allowed in every format', () => {
    const members = [
      'Incineroar @ Sitrus Berry|Intimidate|Fake Out',
      'Amoonguss @ Focus Sash|Regenerator|Spore',
      'Garchomp @ Life Orb|Rough Skin|Earthquake',
      'Kingambit @ Black Glasses|Defiant|Sucker Punch',
      'Gholdengo @ Leftovers|Good as Gold|Shadow Ball',
      'Rillaboom @ Assault Vest|Grassy Surge|Grassy Glide',
    ].map((member) => member.split('|'))
    const text = members.map(
      ([who, ability, move]) => `${who}\nAbility: ${ability}\nLevel: 50\nEVs: 252 HP\n- ${move}\n`,
    )
    for (const format of FORMATS) {
      expect(readTeam(text.join('\n'), format).species).toContain('Kingambit')
    }
  })

  it('with two restricted Pokemon are refused in regulation G', () => {
    expect(refusal(REG_I[0].text)).toMatch(/only use one restricted Pok.mon \(you have: .+\)/)
  })

  it.each([
    ['Miraidon', 'Miraidont', 'Pokemon 1 is "Miraidont", expected the name of a species'],
    ['Electro Drift', 'Splash', "Miraidon can't learn Splash"],
    ['Hadron Engine', 'Levitate', "Miraidon can't have Levitate"],
    ['Life Orb', 'Lif Orb', 'Miraidon: "liforb" is an invalid item'],
  ])('with %s written as %s are refused', (word, other, reason) => {
    expect(REG_G[0].text).toContain(word)
    expect(refusal(REG_G[0].text.replace(word, other)).toLowerCase()).toContain(reason.toLowerCase())
  })

  it.each([
    ['nothing', '', 'its text is no team'],
    ['prose', 'Once upon a time', 'Pokemon 1 is "onceuponatime", expected the name of a species'],
    ['JSON', '[{"species":"Miraidon"}]', 'Pokemon 1 is "speciesmiraidon"'],
    ['broken JSON', '[{', 'Pokemon 1 is ""'],
    [
      'a page',
      `${'a'.repeat(LONGEST_TEAM_TEXT)}b`,
      `its text has ${LONGEST_TEAM_TEXT + 1} characters, expected at most`,
    ],
    ['packed JSON', '[{"species":"|"}]', 'its text is no team'],
    ['JSON on a line', 'a|[{]\nMiraidon\n', 'its text is no team'],
    ['two teams', '=== a ===\nMiraidon\n\n=== b ===\nMew\n', 'its text holds 2 teams, expected one'],
    ['bars', '|||||', 'its text is no team'],
    ['one word packed', 'Miraidon|', 'its text is no team'],
    ['a moveless one', 'Miraidon||LifeOrb|HadronEngine||Timid|||||50|', 'has no moves'],
  ])('are not %s', (_, text, reason) => {
    expect(refusal(text)).toContain(reason)
  })

  it('of cut or scrambled text are refused with a TeamError or read', () => {
    const { text } = REG_G[0]
    const { packed } = readTeam(text, formatOf('reg-g'))
    for (const whole of [text, packed]) {
      for (let cut = 0; cut < whole.length; cut += 37) {
        refusal(whole.slice(0, cut))
        refusal(whole.slice(cut))
        refusal(whole.slice(0, cut) + whole.slice(cut + 1))
        refusal(`${whole.slice(0, cut)}]|,${whole.slice(cut)}`)
      }
    }
  }, 20_000)
})

it.each(['EVs: NaN HP', 'IVs: x Atk', 'Level: NaN'])('numbers that are none are refused: %s', (line) => {
  const text = `Incineroar @ Sitrus Berry\nAbility: Intimidate\n${line}\n- Fake Out\n`
  expect(() => readTeam(text, formatOf('reg-g'), 'mine')).toThrow(TeamError)
})
