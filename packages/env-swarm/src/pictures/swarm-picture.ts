/** A swarm as text and as SVG: `SwarmPicture`, `swarmText`, `swarmSvg`. */
import { svgDocument } from '@gauntlet/core'

export interface SwarmPicture {
  readonly heading: string
  /** The square that is shown: its lower left corner and side. */
  readonly low: number
  readonly side: number
  /** [agents, 2] */
  readonly positions: Float64Array
  /** [agents, 2], where agents have directions */
  readonly directions?: Float64Array
  /** [agents]: 1 where an agent is there */
  readonly present: Uint8Array
  /** Agents from this one on are not the policy's. */
  readonly zealotsFrom: number
}

const COLUMNS = 48
const ROWS = 24
/** By eighths of a turn, from the right and counter-clockwise. */
const ARROWS = '→↗↑↖←↙↓↘'
const TAN_22_5 = 0.41421356237309503

/** A character for each part of the square: an arrow, o for an agent without direction, a number where there are several, x for a zealot. */
export function swarmText(picture: SwarmPicture): string {
  const cells: string[][] = Array.from({ length: ROWS }, () => Array.from({ length: COLUMNS }, () => '·'))
  const counts = new Map<string, number>()
  const { positions, present, low, side, zealotsFrom } = picture
  for (let i = 0; i < present.length; i++) {
    if (present[i] === 0) continue
    const column = place(positions[2 * i], low, side, COLUMNS)
    const row = ROWS - 1 - place(positions[2 * i + 1], low, side, ROWS)
    if (column < 0 || row < 0 || column >= COLUMNS || row >= ROWS) continue
    const count = (counts.get(`${row} ${column}`) ?? 0) + 1
    counts.set(`${row} ${column}`, count)
    cells[row][column] = i >= zealotsFrom ? 'x' : count === 1 ? sign(picture, i) : String(Math.min(count, 9))
  }
  return [picture.heading, ...cells.map((row) => row.join(''))].join('\n')
}

function sign({ directions }: SwarmPicture, i: number): string {
  if (directions === undefined) return 'o'
  const [x, y] = [directions[2 * i], directions[2 * i + 1]]
  const [ax, ay] = [Math.abs(x), Math.abs(y)]
  const eighth = ay <= TAN_22_5 * ax ? 0 : ax <= TAN_22_5 * ay ? 2 : 1
  const turned = x >= 0 ? eighth : 4 - eighth
  return ARROWS[(y >= 0 ? turned : 8 - turned) % 8]
}

const WIDTH = 480
const TOP = 40
const MARGIN = 12

/** Agents as points, their directions as strokes; zealots are red. */
export function swarmSvg({
  heading,
  low,
  side,
  positions,
  directions,
  present,
  zealotsFrom,
}: SwarmPicture): string {
  const size = WIDTH - 2 * MARGIN
  const scale = size / side
  const frame = `<rect x="${MARGIN}" y="${TOP}" width="${size}" height="${size}" fill="none" stroke="#cccccc"/>`
  const marks: string[] = []
  for (let i = 0; i < present.length; i++) {
    if (present[i] === 0) continue
    const x = MARGIN + (positions[2 * i] - low) * scale
    const y = TOP + size - (positions[2 * i + 1] - low) * scale
    const colour = i >= zealotsFrom ? '#c0392b' : '#1f5fa8'
    marks.push(`<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="2.5" fill="${colour}"/>`)
    if (directions === undefined) continue
    const [tipX, tipY] = [x + 9 * directions[2 * i], y - 9 * directions[2 * i + 1]]
    marks.push(
      `<line x1="${x.toFixed(1)}" y1="${y.toFixed(1)}" x2="${tipX.toFixed(1)}" y2="${tipY.toFixed(1)}" stroke="${colour}"/>`,
    )
  }
  return svgDocument(WIDTH, TOP + size + MARGIN, heading, [frame, ...marks])
}

function place(value: number, low: number, side: number, count: number): number {
  return Math.min(count - 1, Math.floor(((value - low) / side) * count))
}
