import { svgDocument } from '@gauntlet/core'
/** A world of `bandits/sor` as text and as SVG: `SweepsPicture`, `sweepsText`, `sweepsSvg`. */

/** What is drawn of a world; arrays are [relaxations]. */
export interface SweepsPicture {
  readonly relaxations: readonly number[]
  /** Systems solved with each. */
  readonly choices: ArrayLike<number>
  readonly elapsed: number
  readonly horizon: number
  /** Sum of the sweeps so far. */
  readonly sweeps: number
  /** Of the next system: its shift, and Young's relaxation for it. */
  readonly shift: number
  readonly young: number
  /** The relaxation chosen last, -1 before the first system. */
  readonly lastArm: number
}

const TEXT_BAR = 40

/** One line for each relaxation: how many systems it solved, and its share of them as a bar. */
export function sweepsText(picture: SweepsPicture): string {
  const lines = [heading(picture), '   omega  systems  share']
  picture.relaxations.forEach((omega, k) => {
    const bar = '#'.repeat(Math.round(TEXT_BAR * shareOf(picture, k)))
    const mark = k === picture.lastArm ? '>' : ' '
    lines.push(`${mark}  ${omega.toFixed(3)}  ${String(picture.choices[k]).padStart(7)}  ${bar}`.trimEnd())
  })
  return lines.join('\n')
}

const WIDTH = 480
const HEIGHT = 200
const LEFT = 20
const BASE = 170
const TALL = 120

/** One bar for each relaxation, at its omega from 0 to 2, as high as its share; the line is Young's omega of the next system. */
export function sweepsSvg(picture: SweepsPicture): string {
  const at = (omega: number): string => (LEFT + (omega / 2) * (WIDTH - 2 * LEFT)).toFixed(1)
  const bars = picture.relaxations.map((omega, k) => {
    const height = TALL * shareOf(picture, k)
    const fill = k === picture.lastArm ? '#1f5fa8' : '#8fb8de'
    return `<rect x="${at(omega)}" y="${(BASE - height).toFixed(1)}" width="6" height="${height.toFixed(1)}" fill="${fill}"/>`
  })
  const young = at(picture.young)
  return svgDocument(WIDTH, HEIGHT, heading(picture), [
    ...bars,
    `<line x1="${LEFT}" x2="${WIDTH - LEFT}" y1="${BASE}" y2="${BASE}" stroke="#222222"/>`,
    `<line x1="${young}" x2="${young}" y1="${BASE - TALL}" y2="${BASE}" stroke="#d95f02"/>`,
    `<text x="${LEFT}" y="${BASE + 18}">0</text><text x="${WIDTH - LEFT - 8}" y="${BASE + 18}">2</text>`,
  ])
}

function heading({ elapsed, horizon, sweeps, shift }: SweepsPicture): string {
  const mean = elapsed === 0 ? '-' : (sweeps / elapsed).toFixed(1)
  return `bandits/sor  system ${elapsed} of ${horizon}  mean sweeps ${mean}  next shift ${shift.toFixed(3)}`
}

function shareOf({ choices, elapsed }: SweepsPicture, k: number): number {
  return elapsed === 0 ? 0 : choices[k] / elapsed
}
