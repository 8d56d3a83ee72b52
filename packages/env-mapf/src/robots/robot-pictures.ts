/** Worlds of robots as text and as SVG: `drawRobotsText`, `drawRobotsSvg`. */
import { agentColour, gridLines } from '../picture-parts.ts'
import { FORWARD, NONE, type Robots } from './robots.ts'
import type { Tasks } from './tasks.ts'

const ARROWS: readonly string[] = ['→', '↓', '←', '↑']
/** Units of a cell's side, and of the frame around the map. */
const CELL = 24
const MARGIN = 12

/**
 * The map with robots and errands: `#` blocked, `·` free, an arrow and a number for a robot, and `+` before the number of the
 * robot whose next errand is there (of several, the first; a robot that stands there hides it).
 */
export function drawRobotsText({ worlds, facings }: Robots, { tasks }: Tasks, w: number): string {
  const { agents, border, cells, stride, obstacles, occupants, goals, maps } = worlds
  const width = String(agents - 1).length + 2
  const goalOf = new Map<number, number>()
  for (let a = agents - 1; a >= 0; a--)
    if (tasks[w * agents + a] !== NONE) goalOf.set(goals[w * agents + a], a)
  const symbol = (cell: number): string => {
    if (obstacles[w * cells + cell] === 1) return '#'.repeat(width)
    const a = occupants[w * cells + cell] - 1
    if (a >= 0) return `${ARROWS[facings[w * agents + a]]}${a}`.padStart(width)
    const goal = goalOf.get(cell)
    return (goal === undefined ? '·' : `+${goal}`).padStart(width)
  }
  const { rows, columns } = maps[w]
  const lines: string[] = []
  for (let row = -1; row <= rows; row++) {
    const first = (row + border) * stride + border
    lines.push(Array.from({ length: columns + 2 }, (_, k) => symbol(first + k - 1)).join(''))
  }
  return lines.join('\n')
}

/**
 * Obstacles as dark squares, robots as numbered discs, each with a nose where it faces and where its box is at the moment, the
 * next errand of each as a ring of its colour, and a faint line to it.
 */
export function drawRobotsSvg(robots: Robots, tasks: Tasks, w: number): string {
  const { agents, maps } = robots.worlds
  const { rows, columns } = maps[w]
  const [width, height] = [columns * CELL, rows * CELL]
  const all = Array.from({ length: agents }, (_, a) => a)
  const box = `${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" role="img" font-family="system-ui, sans-serif">`,
    `<title>${agents} ${agents === 1 ? 'robot' : 'robots'} on a map of ${rows} × ${columns} cells</title>`,
    `<rect x="${-MARGIN}" y="${-MARGIN}" width="${width + 2 * MARGIN}" height="${height + 2 * MARGIN}" fill="#2f3542"/>`,
    `<rect width="${width}" height="${height}" fill="#f7f8fa"/>`,
    `<path d="${gridLines(rows, columns, CELL)}" stroke="#e3e6eb" fill="none"/>`,
    `<path d="${squares(robots, w)}" fill="#2f3542"/>`,
    ...all.filter((a) => tasks.tasks[w * agents + a] !== NONE).map((a) => errand(robots, w, a)),
    ...all.map((a) => disc(robots, w, a)),
    '</svg>',
  ].join('\n')
}

function squares({ worlds }: Robots, w: number): string {
  const { columns, obstacles } = worlds.maps[w]
  const parts: string[] = []
  obstacles.forEach((blocked, cell) => {
    if (blocked === 0) return
    parts.push(`M${(cell % columns) * CELL} ${Math.floor(cell / columns) * CELL}h${CELL}v${CELL}h${-CELL}z`)
  })
  return parts.join('')
}

function errand(robots: Robots, w: number, a: number): string {
  const { agents, goals } = robots.worlds
  const from = place(robots, w, a)
  const to = centre(robots, goals[w * agents + a])
  const stroke = `stroke="${agentColour(a)}"`
  const line = `<path d="M${from.x} ${from.y}L${to.x} ${to.y}" ${stroke} stroke-opacity=".5" stroke-dasharray="2 4"/>`
  return `${line}<circle cx="${to.x}" cy="${to.y}" r="6.5" fill="none" ${stroke} stroke-width="3"/>`
}

function disc(robots: Robots, w: number, a: number): string {
  const { x, y } = place(robots, w, a)
  const turn = 90 * robots.facings[w * robots.worlds.agents + a]
  const size = a < 10 ? 12 : a < 100 ? 10 : 8
  return [
    `<g transform="translate(${x} ${y})"><g transform="rotate(${turn})" fill="${agentColour(a)}">`,
    '<circle r="9"/><path d="M6-6l6 6-6 6z" stroke="#f7f8fa"/></g>',
    `<text dy=".36em" font-size="${size}" text-anchor="middle" fill="#fff">${a}</text></g>`,
  ].join('')
}

/** Where the middle of a robot is, a part of its way ahead of its cell's where it is going forward. */
function place(robots: Robots, w: number, a: number): { x: number; y: number } {
  const { worlds, facings, counts, underWay, ticks } = robots
  const i = w * worlds.agents + a
  const { x, y } = centre(robots, worlds.positions[i])
  const way = underWay[i] === FORWARD ? (CELL * counts[i]) / ticks : 0
  const [east, south] = [
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ][facings[i]]
  return { x: Number((x + way * east).toFixed(2)), y: Number((y + way * south).toFixed(2)) }
}

function centre({ worlds }: Robots, cell: number): { x: number; y: number } {
  const { rowOf, columnOf, border } = worlds
  return { x: (columnOf[cell] - border + 0.5) * CELL, y: (rowOf[cell] - border + 0.5) * CELL }
}
