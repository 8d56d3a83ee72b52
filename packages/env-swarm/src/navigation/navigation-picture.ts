/** A world of `swarm/navigation` as text and as SVG: `navigationText`, `navigationSvg`. */
import type { Motion } from './navigation-view.ts'
import type { NavigationProblem } from './problem.ts'

const COLUMNS = 48
const ROWS = 24
const PIXELS = 480
const TOP = 36

/** Goals `x`, obstacles `#` and agents by the last digits of their numbers, on 48 columns and 24 rows. */
export function navigationText(
  { agents, side, discs }: NavigationProblem,
  { positions, goals }: Motion,
  w: number,
  heading: string,
): string {
  const cells = Array.from({ length: ROWS }, () => Array.from({ length: COLUMNS }, () => '.'))
  const cell = (value: number, count: number): number =>
    Math.min(count - 1, Math.floor((value / side) * count))
  const put = (x: number, y: number, sign: string): void => {
    cells[ROWS - 1 - cell(y, ROWS)][cell(x, COLUMNS)] = sign
  }
  cells.forEach((row, r) =>
    row.forEach((_, c) => {
      const x = ((c + 0.5) / COLUMNS) * side
      const y = ((ROWS - r - 0.5) / ROWS) * side
      for (let k = 0; k < discs.length; k += 3) {
        const dx = x - discs[k]
        const dy = y - discs[k + 1]
        if (dx * dx + dy * dy <= discs[k + 2] * discs[k + 2]) row[c] = '#'
      }
    }),
  )
  for (let i = 2 * w * agents; i < 2 * (w + 1) * agents; i += 2) put(goals[i], goals[i + 1], 'x')
  for (let a = 0; a < agents; a++) {
    const i = 2 * (w * agents + a)
    put(positions[i], positions[i + 1], String(a % 10))
  }
  return [heading, ...cells.map((row) => row.join(''))].join('\n')
}

/** The box with obstacles grey, goals as rings, and agents as discs with a line to their goals. */
export function navigationSvg(
  { agents, side, radius, goalTolerance, discs }: NavigationProblem,
  { positions, goals }: Motion,
  w: number,
  heading: string,
): string {
  const scale = PIXELS / side
  const x = (value: number): string => (12 + value * scale).toFixed(1)
  const y = (value: number): string => (TOP + (side - value) * scale).toFixed(1)
  const circle = (px: number, py: number, r: number, look: string): string =>
    `<circle cx="${x(px)}" cy="${y(py)}" r="${(r * scale).toFixed(1)}" ${look}/>`
  const obstacles = Array.from({ length: discs.length / 3 }, (_, k) =>
    circle(discs[3 * k], discs[3 * k + 1], discs[3 * k + 2], 'fill="#888888"'),
  )
  const each = Array.from({ length: agents }, (_, a) => {
    const i = 2 * (w * agents + a)
    const colour = `hsl(${Math.round((360 * a) / agents)},60%,45%)`
    return [
      circle(goals[i], goals[i + 1], goalTolerance, `fill="none" stroke="${colour}" stroke-width="2"`),
      `<line x1="${x(positions[i])}" y1="${y(positions[i + 1])}" x2="${x(goals[i])}" y2="${y(goals[i + 1])}"`,
      ` stroke="${colour}" stroke-opacity="0.3"/>`,
      circle(positions[i], positions[i + 1], radius, `fill="${colour}"`),
    ].join('')
  })
  const [width, height] = [PIXELS + 24, PIXELS + TOP + 12]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    ' font-family="sans-serif" font-size="12">',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="12" y="24">${heading}</text>`,
    `<svg x="12" y="${TOP}" width="${PIXELS}" height="${PIXELS}" viewBox="12 ${TOP} ${PIXELS} ${PIXELS}">`,
    `<rect x="12" y="${TOP}" width="${PIXELS}" height="${PIXELS}" fill="#f4f4f4" stroke="#444444"/>`,
    ...obstacles,
    ...each,
    '</svg>',
    '</svg>',
  ].join('')
}
