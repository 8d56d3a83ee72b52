import { svgDocument } from '@gauntlet/core'
/** A world of arms as text and as SVG, one row for each arm: `RowsPicture`, `rowsText`, `rowsSvg`. */

export interface RowsPicture {
  readonly heading: string
  readonly rows: readonly ArmRow[]
}

export interface ArmRow {
  /** What the row's bar shows, as text: `state 2`. */
  readonly label: string
  /** Length of the bar, 0 to 1. */
  readonly share: number
  /** Whether the arm was chosen in the last step. */
  readonly chosen: boolean
}

const TEXT_BAR = 20

/** One line for each arm: `>` where it was chosen, its number, its bar and its label. */
export function rowsText({ heading, rows }: RowsPicture): string {
  const lines = rows.map(({ label, share, chosen }, k) => {
    const bar = '#'.repeat(Math.round(TEXT_BAR * share)).padEnd(TEXT_BAR, '.')
    return `${chosen ? '>' : ' '} ${String(k).padStart(3)}  ${bar}  ${label}`
  })
  return [heading, ...lines].join('\n')
}

const WIDTH = 480
const TOP = 40
const ROW = 24
const LEFT = 48
const BAR = 300

/** One row for each arm; arms chosen in the last step are dark. */
export function rowsSvg({ heading, rows }: RowsPicture): string {
  const height = TOP + rows.length * ROW + 12
  return svgDocument(WIDTH, height, heading, rows.map(svgRow))
}

function svgRow({ label, share, chosen }: ArmRow, k: number): string {
  const y = TOP + k * ROW
  return [
    `<text x="12" y="${y + 13}">${k}</text>`,
    `<rect x="${LEFT}" y="${y}" width="${BAR}" height="18" fill="#eeeeee"/>`,
    `<rect x="${LEFT}" y="${y}" width="${(BAR * share).toFixed(1)}" height="18"`,
    ` fill="${chosen ? '#1f5fa8' : '#8fb8de'}"/>`,
    `<text x="${LEFT + BAR + 8}" y="${y + 13}">${label}</text>`,
  ].join('')
}
