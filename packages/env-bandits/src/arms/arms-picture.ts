/** A bandit's world as text and as SVG: `ArmsPicture`, `armsText`, `armsSvg`. */

/** What is drawn of a world; arrays are [arms]. */
export interface ArmsPicture {
  readonly title: string
  /** Pulls made so far, and in a whole episode. */
  readonly elapsed: number
  readonly horizon: number
  readonly regret: number
  /** The arm pulled last, -1 before the first pull. */
  readonly lastArm: number
  /** True means, in [0, 1]. */
  readonly means: ArrayLike<number>
  readonly pulls: ArrayLike<number>
  /** Sums of the rewards that each arm has paid. */
  readonly sums: ArrayLike<number>
}

const TEXT_BAR = 30

/** One line for each arm: its true mean, its pulls, the mean seen so far, and its share of the pulls as a bar. */
export function armsText(picture: ArmsPicture): string {
  const { means, pulls, sums, lastArm } = picture
  const lines = [heading(picture), '  arm   mean    pulls   seen  share of pulls']
  for (let k = 0; k < means.length; k++) {
    const columns = [
      String(k).padStart(3),
      means[k].toFixed(3),
      String(pulls[k]).padStart(7),
      pulls[k] === 0 ? '    -' : (sums[k] / pulls[k]).toFixed(3),
      '#'.repeat(Math.round(TEXT_BAR * shareOf(k, picture))),
    ]
    lines.push(`${k === lastArm ? '>' : ' '} ${columns.join('  ')}`.trimEnd())
  }
  return lines.join('\n')
}

const WIDTH = 480
const TOP = 40
const ROW = 28
const LEFT = 48
const BAR = 360

/**
 * One row for each arm: a bar of its share of the pulls, a line at its true mean and a circle at the mean seen
 * so far, all from 0 at the left to 1 at the right. The arm pulled last is dark.
 */
export function armsSvg(picture: ArmsPicture): string {
  const arms = picture.means.length
  const height = TOP + arms * ROW + 12
  const rows = Array.from({ length: arms }, (_, k) => svgRow(k, picture))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"`,
    ' font-family="sans-serif" font-size="12">',
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="12" y="24">${heading(picture)}</text>`,
    ...rows,
    '</svg>',
  ].join('')
}

function svgRow(k: number, picture: ArmsPicture): string {
  const { means, pulls, sums, lastArm } = picture
  const y = TOP + k * ROW
  const mean = coordinate(means[k])
  const seen =
    pulls[k] === 0
      ? ''
      : `<circle cx="${coordinate(sums[k] / pulls[k])}" cy="${y + 10}" r="4" fill="#d95f02"/>`
  return [
    `<text x="12" y="${y + 14}">${k}</text>`,
    `<rect x="${LEFT}" y="${y}" width="${BAR}" height="20" fill="#eeeeee"/>`,
    `<rect x="${LEFT}" y="${y}" width="${(BAR * shareOf(k, picture)).toFixed(1)}" height="20"`,
    ` fill="${k === lastArm ? '#1f5fa8' : '#8fb8de'}"/>`,
    `<line x1="${mean}" x2="${mean}" y1="${y}" y2="${y + 20}" stroke="#222222" stroke-width="2"/>`,
    seen,
    `<text x="${LEFT + BAR + 8}" y="${y + 14}">${pulls[k]}</text>`,
  ].join('')
}

function heading({ title, elapsed, horizon, regret }: ArmsPicture): string {
  return `${title}  step ${elapsed} of ${horizon}  regret ${regret.toFixed(2)}`
}

function coordinate(value: number): string {
  return (LEFT + BAR * value).toFixed(1)
}

function shareOf(k: number, { pulls, elapsed }: ArmsPicture): number {
  return elapsed === 0 ? 0 : pulls[k] / elapsed
}
