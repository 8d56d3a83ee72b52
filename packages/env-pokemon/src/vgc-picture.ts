/** Draws a battle: `battleText`, `battleSvg`. */
import { svgDocument } from '@gauntlet/core'
import { Dex } from '@pkmn/sim'
import type { Duel } from './duel.ts'
import { FIELDS, SIDE_CONDITIONS, WEATHERS } from './view/conditions.ts'
import type { KnownPokemon } from './view/known-pokemon.ts'

/** What stands over the battle: turn, weather, rooms and terrains. */
function heading({ known: [known], battle }: Duel): string {
  const fields = FIELDS.filter((_, k) => known.fieldSince[k] >= 0)
  const sky = known.weather < 0 ? [] : [WEATHERS[known.weather]]
  const state = battle.ended ? `over, ${battle.winner === '' ? 'a tie' : `${battle.winner} won`}` : ''
  return [`turn ${battle.turn}`, ...sky, ...fields, state].filter((part) => part !== '').join(', ')
}

/** The teams as each player knows its own. */
const teamOf = ({ known }: Duel, player: number): readonly KnownPokemon[] => known[player].own.team

const nameOf = ({ forme, terastallized, teraType }: KnownPokemon): string =>
  Dex.species.get(forme.id).name + (terastallized ? ` (${teraType})` : '')

const placeOf = ({ slot, chosen }: KnownPokemon): string => (slot >= 0 ? 'ab'[slot] : chosen ? '+' : ' ')

const conditionsOf = ({ known }: Duel, player: number): string =>
  SIDE_CONDITIONS.filter((_, k) => known[player].own.since[k] >= 0).join(', ')

export function battleText(duel: Duel): string {
  const lines = [heading(duel)]
  for (const [player, { name }] of duel.battle.sides.entries()) {
    lines.push(`${name} ${conditionsOf(duel, player)}`.trimEnd())
    for (const pokemon of teamOf(duel, player)) {
      const health = pokemon.fainted ? 'fainted' : `${pokemon.hp}/${pokemon.maxHp} ${pokemon.status}`
      lines.push(`  ${placeOf(pokemon)} ${nameOf(pokemon).padEnd(28)} ${health}`.trimEnd())
    }
  }
  return lines.join('\n')
}

const WIDTH = 640
const ROW = 36
const COLUMN = WIDTH / 2

export function battleSvg(duel: Duel): string {
  const elements = duel.battle.sides.flatMap(({ name }, player) => {
    const x = 12 + player * COLUMN
    const title = `${name} ${conditionsOf(duel, player)}`.trimEnd()
    return [
      `<text x="${x}" y="48" font-weight="bold">${title}</text>`,
      ...teamOf(duel, player).flatMap((pokemon, k) => rowSvg(pokemon, x, 60 + k * ROW)),
    ]
  })
  return svgDocument(WIDTH, 72 + 6 * ROW, heading(duel), elements)
}

const BAR = COLUMN - 40

function rowSvg(pokemon: KnownPokemon, x: number, y: number): string[] {
  const share = pokemon.health
  const colour = share > 0.5 ? '#2e7d32' : share > 0.2 ? '#f9a825' : '#c62828'
  const shade = pokemon.slot >= 0 ? '#000000' : pokemon.chosen ? '#555555' : '#aaaaaa'
  const status = pokemon.fainted ? 'fainted' : pokemon.status
  return [
    `<text x="${x}" y="${y + 12}" fill="${shade}">${placeOf(pokemon)} ${nameOf(pokemon)} ${status}</text>`,
    `<rect x="${x}" y="${y + 17}" width="${BAR}" height="6" fill="#dddddd"/>`,
    `<rect x="${x}" y="${y + 17}" width="${(BAR * share).toFixed(1)}" height="6" fill="${colour}"/>`,
  ]
}
