/** A world as one SVG document: `drawSvg`. */
import { agentColour, gridLines } from './picture-parts.ts'
import type { GridWorlds } from './worlds.ts'

/** Pixels of a cell's side. */
const CELL = 24
const MARGIN = 12
const AGENT_RADIUS = 10
const GOAL_RADIUS = 6.5

/**
 * Obstacles as dark squares, agents as numbered discs, each goal as a ring of its agent's colour, and a faint line
 * from each agent to its goal.
 */
export function drawSvg(worlds: GridWorlds, w: number): string {
  const { rows, columns } = worlds.maps[w]
  const width = columns * CELL
  const height = rows * CELL
  const agents = Array.from({ length: worlds.agents }, (_, a) => a).filter(
    (a) => worlds.active[w * worlds.agents + a] === 1,
  )
  const box = `${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" role="img" font-family="system-ui, sans-serif">`,
    `<title>${worlds.agents} ${worlds.agents === 1 ? 'agent' : 'agents'} on a map of ${rows} × ${columns} cells</title>`,
    `<rect x="${-MARGIN}" y="${-MARGIN}" width="${width + 2 * MARGIN}" height="${height + 2 * MARGIN}" fill="#2f3542"/>`,
    `<rect width="${width}" height="${height}" fill="#f7f8fa"/>`,
    `<path d="${gridLines(rows, columns, CELL)}" stroke="#e3e6eb" fill="none"/>`,
    `<path d="${obstacles(worlds, w)}" fill="#2f3542"/>`,
    ...agents.map((a) => goal(worlds, w, a)),
    ...agents.map((a) => disc(worlds, w, a)),
    '</svg>',
  ].join('\n')
}

function obstacles({ maps }: GridWorlds, w: number): string {
  const { columns, obstacles: blocked } = maps[w]
  const squares: string[] = []
  blocked.forEach((value, cell) => {
    if (value === 0) return
    const x = (cell % columns) * CELL
    squares.push(`M${x} ${Math.floor(cell / columns) * CELL}h${CELL}v${CELL}h${-CELL}z`)
  })
  return squares.join('')
}

function goal(worlds: GridWorlds, w: number, a: number): string {
  const from = centre(worlds, worlds.positions[w * worlds.agents + a])
  const to = centre(worlds, worlds.goals[w * worlds.agents + a])
  const stroke = `stroke="${agentColour(a)}"`
  const line = `<path d="M${from.x} ${from.y}L${to.x} ${to.y}" ${stroke} stroke-opacity=".5" stroke-dasharray="2 4"/>`
  return `${line}<circle cx="${to.x}" cy="${to.y}" r="${GOAL_RADIUS}" fill="none" ${stroke} stroke-width="3"/>`
}

function disc(worlds: GridWorlds, w: number, a: number): string {
  const { x, y } = centre(worlds, worlds.positions[w * worlds.agents + a])
  const size = a < 10 ? 13 : a < 100 ? 11 : 9
  const label = `<text x="${x}" y="${y}" dy=".36em" font-size="${size}" text-anchor="middle" fill="#fff">${a}</text>`
  return `<circle cx="${x}" cy="${y}" r="${AGENT_RADIUS}" fill="${agentColour(a)}"/>${label}`
}

function centre({ rowOf, columnOf, border }: GridWorlds, cell: number): { x: number; y: number } {
  return { x: (columnOf[cell] - border + 0.5) * CELL, y: (rowOf[cell] - border + 0.5) * CELL }
}
