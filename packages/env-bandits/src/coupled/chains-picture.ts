/** A world of chain arms as text and as SVG: `ArmsState`, `chainsText`, `chainsSvg`. */
import { STATES } from './chain-arms.ts'

/** What is drawn of a world. */
export interface ArmsState {
  readonly title: string
  readonly elapsed: number
  readonly horizon: number
  /** Rewards paid so far. */
  readonly paid: number
  /** [arms, STATES] */
  readonly rewards: Float64Array
  /** [arms] */
  readonly states: Uint8Array
  /** [elements]: what was chosen last */
  readonly chosen: Uint8Array
  /** Whether elements are arms, rather than interventions. */
  readonly pulls: boolean
}

/** A line for each arm: `>` where it was pulled, its state on the chain, and what that pays. */
export function chainsText(picture: ArmsState): string {
  const { states, rewards, chosen, pulls } = picture
  const lines = [heading(picture)]
  if (!pulls) lines.push(`chosen: ${listed(chosen)}`)
  for (let j = 0; j < states.length; j++) {
    const chain = Array.from({ length: STATES }, (_, s) => (s === states[j] ? 'o' : '.')).join(' ')
    const mark = pulls && chosen[j] === 1 ? '>' : ' '
    lines.push(`${mark} ${String(j).padStart(3)}  ${chain}  ${rewards[j * STATES + states[j]].toFixed(2)}`)
  }
  return lines.join('\n')
}

const TOP = 44
const ROW = 16
const LEFT = 44
const STEP = 40

/** A row for each arm: its states from left to right, the present one filled; pulled arms are dark. */
export function chainsSvg(picture: ArmsState): string {
  const { states, chosen, pulls } = picture
  const width = 320
  const top = pulls ? TOP : TOP + ROW
  const height = top + states.length * ROW + 8
  const rows = Array.from(states, (_, j) => svgRow(picture, j, top + j * ROW))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    ' font-family="sans-serif" font-size="11">',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="8" y="20">${heading(picture)}</text>`,
    pulls ? '' : `<text x="8" y="${TOP}">chosen: ${listed(chosen)}</text>`,
    ...rows,
    '</svg>',
  ].join('')
}

function svgRow({ states, rewards, chosen, pulls }: ArmsState, j: number, y: number): string {
  const fill = pulls && chosen[j] === 1 ? '#1f5fa8' : '#8fb8de'
  const circles = Array.from(
    { length: STATES },
    (_, s) =>
      `<circle cx="${LEFT + s * STEP}" cy="${y}" r="5" stroke="#555555" fill="${s === states[j] ? fill : '#ffffff'}"/>`,
  )
  return [
    `<text x="8" y="${y + 4}">${j}</text>`,
    ...circles,
    `<text x="${LEFT + STATES * STEP}" y="${y + 4}">${rewards[j * STATES + states[j]].toFixed(2)}</text>`,
  ].join('')
}

function heading({ title, elapsed, horizon, paid }: ArmsState): string {
  return `${title}  step ${elapsed} of ${horizon}  reward ${paid.toFixed(2)}`
}

function listed(chosen: Uint8Array): string {
  const elements = Array.from(chosen.keys()).filter((k) => chosen[k] === 1)
  return elements.length === 0 ? 'nothing' : elements.join(' ')
}
