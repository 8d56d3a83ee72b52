import { svgDocument } from '@gauntlet/core'
/** A world of duels as text and as SVG: `DuelsPicture`, `duelsText`, `duelsSvg`. */

/** What is drawn of a world. */
export interface DuelsPicture {
  readonly arms: number
  /** Duels held so far, and in a whole episode. */
  readonly elapsed: number
  readonly horizon: number
  /** [arms]: each arm's number in `preferences` [arms, arms] */
  readonly order: ArrayLike<number>
  readonly preferences: ArrayLike<number>
  /** [arms, arms], in the episode's numbers */
  readonly duels: ArrayLike<number>
  /** The last duel; -1 before the first. */
  readonly first: number
  readonly second: number
}

/** Two matrices side by side: P in percent, and the share of the duels of each pair in percent. */
export function duelsText(picture: DuelsPicture): string {
  const { arms, first, second } = picture
  const columns = Array.from({ length: arms }, (_, j) => String(j).padStart(4)).join('')
  const lines = [heading(picture), `  arm  preferred, %${' '.repeat(Math.max(2, 4 * arms - 11))}duels, %`]
  lines.push(`     ${columns}   ${columns}`)
  for (let i = 0; i < arms; i++) {
    let row = ''
    let held = ''
    for (let j = 0; j < arms; j++) {
      row += Math.round(100 * preference(picture, i, j))
        .toString()
        .padStart(4)
      held += Math.round(100 * shareOf(picture, i, j))
        .toString()
        .padStart(4)
    }
    lines.push(`${i === first ? '>' : i === second ? '<' : ' '}${String(i).padStart(4)}${row}   ${held}`)
  }
  return lines.join('\n')
}

const CELL = 40
const TOP = 44
const LEFT = 36

/** One cell for each ordered pair: blue the more the row's arm is preferred, red the less; a disc's area is the pair's share of the duels. */
export function duelsSvg(picture: DuelsPicture): string {
  const { arms } = picture
  const width = Math.max(360, LEFT + arms * CELL + 12)
  const height = TOP + arms * CELL + 12
  const cells: string[] = []
  for (let i = 0; i < arms; i++) {
    cells.push(`<text x="12" y="${TOP + i * CELL + 25}">${i}</text>`)
    cells.push(`<text x="${LEFT + i * CELL + 16}" y="${TOP - 6}">${i}</text>`)
    for (let j = 0; j < arms; j++) cells.push(svgCell(picture, i, j))
  }
  return svgDocument(width, height, heading(picture), [...cells])
}

function svgCell(picture: DuelsPicture, i: number, j: number): string {
  const x = LEFT + j * CELL
  const y = TOP + i * CELL
  const margin = 2 * preference(picture, i, j) - 1
  const pale = Math.round(255 - 150 * Math.abs(margin))
  const fill = margin < 0 ? `rgb(255,${pale},${pale})` : `rgb(${pale},${pale},255)`
  const last = i === picture.first && j === picture.second
  const radius = ((CELL / 2 - 2) * Math.sqrt(shareOf(picture, i, j))).toFixed(1)
  return [
    `<rect x="${x}" y="${y}" width="${CELL}" height="${CELL}" fill="${fill}"`,
    ` stroke="${last ? '#111111' : '#ffffff'}"/>`,
    `<circle cx="${x + CELL / 2}" cy="${y + CELL / 2}" r="${radius}" fill="#333333"/>`,
  ].join('')
}

function heading({ elapsed, horizon, first, second }: DuelsPicture): string {
  return `bandits/dueling  step ${elapsed} of ${horizon}${first < 0 ? '' : `  arm ${first} against ${second}`}`
}

function preference({ arms, order, preferences }: DuelsPicture, i: number, j: number): number {
  return preferences[order[i] * arms + order[j]]
}

function shareOf({ arms, elapsed, duels }: DuelsPicture, i: number, j: number): number {
  return elapsed === 0 ? 0 : duels[i * arms + j] / elapsed
}
