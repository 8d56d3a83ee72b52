/** A bandit's world as text and as SVG: `ArmsPicture`, `armsText`, `armsSvg`. */
import { svgDocument } from '@gauntlet/core'
import { type Belief, posteriorOf } from './posterior.ts'

/** What is drawn of a world; arrays are [arms]. */
export interface ArmsPicture {
  readonly title: string
  /** Pulls made so far, and in a whole episode. */
  readonly elapsed: number
  readonly horizon: number
  readonly regret: number
  /** The arm pulled last, -1 before the first pull. */
  readonly lastArm: number
  /** True means. */
  readonly means: ArrayLike<number>
  readonly pulls: ArrayLike<number>
  /** How many rewards of each arm were seen: the pulls, unless rewards are delayed; and their sums. */
  readonly seen: ArrayLike<number>
  readonly sums: ArrayLike<number>
  readonly belief: Belief
}

const TEXT_BAR = 30

/** One line for each arm: its true mean, its pulls, the mean seen so far, and its share of the pulls as a bar. */
export function armsText(picture: ArmsPicture): string {
  const { means, pulls, seen, sums, lastArm } = picture
  const lines = [heading(picture), '  arm   mean    pulls   seen  share of pulls']
  for (let k = 0; k < means.length; k++) {
    const columns = [
      String(k).padStart(3),
      means[k].toFixed(3),
      String(pulls[k]).padStart(7),
      seen[k] === 0 ? '    -' : (sums[k] / seen[k]).toFixed(3),
      '#'.repeat(Math.round(TEXT_BAR * shareOf(k, picture))),
    ]
    lines.push(`${k === lastArm ? '>' : ' '} ${columns.join('  ')}`.trimEnd())
  }
  return lines.join('\n')
}

const WIDTH = 560
const TOP = 66
const ROW = 36
const BOTTOM = 34
/** The axis of means, and the bars of the pulls beside it. */
const LEFT = 40
const AXIS = 330
const SHARES = LEFT + AXIS + 24
const SHARE = 90
const BASE = 30

/** Where a mean stands on the picture. */
type Place = (mean: number) => number

/**
 * One row for each arm: what its rewards so far say of its mean, as a density that is dark over its middle 95 %, a black line
 * at the true mean and a dot at the mean seen; beside it a bar of its share of the pulls. The arm pulled last is marked.
 */
export function armsSvg(picture: ArmsPicture): string {
  const arms = picture.means.length
  const [low, high] = reach(picture)
  const place: Place = (mean) => LEFT + (AXIS * (Math.min(high, Math.max(low, mean)) - low)) / (high - low)
  const bottom = TOP + arms * ROW
  const rows = Array.from({ length: arms }, (_, k) => svgRow(k, picture, place))
  return svgDocument(WIDTH, bottom + BOTTOM, heading(picture), [
    `<text x="${LEFT}" y="48" fill="#555555">${legend(picture.belief)}</text>`,
    ...rows,
    ...[low, (low + high) / 2, high].map(
      (mean) =>
        `<text x="${place(mean)}" y="${bottom + 18}" text-anchor="middle" fill="#555555">${Number(mean.toPrecision(3))}</text>`,
    ),
    `<text x="${SHARES}" y="${bottom + 18}" fill="#555555">pulls</text>`,
  ])
}

function svgRow(k: number, picture: ArmsPicture, place: Place): string {
  const { means, pulls, seen, sums, lastArm } = picture
  const y = TOP + k * ROW
  const base = y + BASE
  const mean = place(means[k]).toFixed(1)
  const colour = k === lastArm ? '#1f5fa8' : '#8fb8de'
  const share = SHARE * shareOf(k, picture)
  const dot = `<circle cx="${place(sums[k] / seen[k]).toFixed(1)}" cy="${base}" r="3.5" fill="#d95f02"/>`
  return [
    `<text x="12" y="${y + 22}">${k}${k === lastArm ? ' ◂' : ''}</text>`,
    `<line x1="${LEFT}" y1="${base}" x2="${LEFT + AXIS}" y2="${base}" stroke="#dddddd"/>`,
    svgPosterior(k, picture, place, base),
    `<line x1="${mean}" y1="${y}" x2="${mean}" y2="${base + 3}" stroke="#222222" stroke-width="2"/>`,
    seen[k] === 0 ? '' : dot,
    `<rect x="${SHARES}" y="${y + 12}" width="${share.toFixed(1)}" height="14" fill="${colour}"/>`,
    `<text x="${(SHARES + share + 6).toFixed(1)}" y="${y + 23}">${pulls[k]}</text>`,
  ].join('')
}

function svgPosterior(k: number, { belief, seen, sums }: ArmsPicture, place: Place, base: number): string {
  const posterior = posteriorOf(belief, seen[k], sums[k])
  if (posterior === undefined) return ''
  const { at, density, low, high } = posterior
  const ridge = (within: (x: number) => boolean): string => {
    const points = at.flatMap((x, i) =>
      within(x)
        ? [[place(x), base - (BASE - 4) * density[i]].map((value) => value.toFixed(1)).join(' ')]
        : [],
    )
    if (points.length === 0) return ''
    const [first] = points[0].split(' ')
    const [last] = points[points.length - 1].split(' ')
    return `M${first} ${base}L${points.join('L')}L${last} ${base}z`
  }
  return [
    `<path d="${ridge(() => true)}" fill="#fdd9b5"/>`,
    `<path d="${ridge((x) => x >= low && x <= high)}" fill="#f5a65b"/>`,
  ].join('')
}

function legend(belief: Belief): string {
  const seen = 'line: true mean, dot: mean seen'
  if (belief === 'none') return seen
  return `${seen}; ${belief === 'beta' ? 'Beta(1 + s, 1 + n − s)' : 'normal'} posterior, 95 % dark`
}

/** From 0 to 1 where means lie there; else the true means with as much room to either side. */
function reach({ belief, means }: ArmsPicture): [low: number, high: number] {
  if (belief === 'beta') return [0, 1]
  const all = Array.from(means)
  const [least, most] = [Math.min(...all), Math.max(...all)]
  const room = most > least ? most - least : 1
  return [least - room, most + room]
}

function heading({ title, elapsed, horizon, regret }: ArmsPicture): string {
  return `${title}  step ${elapsed} of ${horizon}  regret ${regret.toFixed(2)}`
}

function shareOf(k: number, { pulls, elapsed }: ArmsPicture): number {
  return elapsed === 0 ? 0 : pulls[k] / elapsed
}
