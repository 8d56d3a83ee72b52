/** A contextual bandit's world as text and as SVG: `ActionsPicture`, `actionsText`, `actionsSvg`. */

/** What is drawn of a world; arrays are [actions]. */
export interface ActionsPicture {
  readonly title: string
  /** Steps made so far, and in a whole episode. */
  readonly elapsed: number
  readonly horizon: number
  readonly regret: number
  /** The action taken last, -1 before the first. */
  readonly lastAction: number
  /** Expected rewards in the context that is shown now. */
  readonly means: ArrayLike<number>
  /** 1 where an action may be taken now. */
  readonly available: ArrayLike<number>
  /** How often each action has been taken. */
  readonly pulls: ArrayLike<number>
}

const TEXT_BAR = 30

/** One line for each action: its expected reward now, `-` where it may not be taken, and its share of the pulls as a bar. */
export function actionsText(picture: ActionsPicture): string {
  const { means, available, pulls, lastAction } = picture
  const lines = [heading(picture), '  action  mean now    pulls  share of pulls']
  for (let a = 0; a < means.length; a++) {
    const columns = [
      String(a).padStart(6),
      (available[a] === 1 ? means[a].toFixed(3) : '-').padStart(8),
      String(pulls[a]).padStart(7),
      '#'.repeat(Math.round(TEXT_BAR * shareOf(a, picture))),
    ]
    lines.push(`${a === lastAction ? '>' : ' '} ${columns.join('  ')}`.trimEnd())
  }
  return lines.join('\n')
}

const WIDTH = 480
const TOP = 40
const ROW = 24
const LEFT = 48
const BAR = 300

/** One row for each action: a bar of its share of the pulls, and its expected reward now. The action taken last is dark. */
export function actionsSvg(picture: ActionsPicture): string {
  const height = TOP + picture.means.length * ROW + 12
  const rows = Array.from({ length: picture.means.length }, (_, a) => svgRow(a, picture))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"`,
    ' font-family="sans-serif" font-size="12">',
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="12" y="24">${heading(picture)}</text>`,
    ...rows,
    '</svg>',
  ].join('')
}

function svgRow(a: number, picture: ActionsPicture): string {
  const { means, available, pulls, lastAction } = picture
  const y = TOP + a * ROW
  const legal = available[a] === 1
  return [
    `<text x="12" y="${y + 13}" fill="${legal ? '#000000' : '#999999'}">${a}</text>`,
    `<rect x="${LEFT}" y="${y}" width="${BAR}" height="18" fill="#eeeeee"/>`,
    `<rect x="${LEFT}" y="${y}" width="${(BAR * shareOf(a, picture)).toFixed(1)}" height="18"`,
    ` fill="${a === lastAction ? '#1f5fa8' : '#8fb8de'}"/>`,
    `<text x="${LEFT + BAR + 8}" y="${y + 13}">${pulls[a]}; ${legal ? means[a].toFixed(3) : 'not now'}</text>`,
  ].join('')
}

function heading({ title, elapsed, horizon, regret }: ActionsPicture): string {
  return `${title}  step ${elapsed} of ${horizon}  regret ${regret.toFixed(2)}`
}

function shareOf(a: number, { pulls, elapsed }: ActionsPicture): number {
  return elapsed === 0 ? 0 : pulls[a] / elapsed
}
