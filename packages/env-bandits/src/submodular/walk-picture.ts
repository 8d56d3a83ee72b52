/** A walk on a grid as text and as SVG: `WalkPicture`, `walkText`, `walkSvg`. */
import { svgDocument } from '@gauntlet/core'
import type { GridMap } from './grid-map.ts'

/** What is drawn of a world; arrays are [cells]. */
export interface WalkPicture {
  readonly map: GridMap
  readonly elapsed: number
  readonly horizon: number
  /** F so far. */
  readonly value: number
  readonly position: number
  readonly visited: ArrayLike<number>
  /** What a visit would gain now, 0 to 1. */
  readonly gains: ArrayLike<number>
}

/** One letter for each cell: @ walker, + visited, # wall, else the gain in tenths, 9 for more, a dot for none. */
export function walkText(picture: WalkPicture): string {
  const { map, position, visited, gains } = picture
  const lines = [heading(picture)]
  for (let row = 0; row < map.height; row++) {
    let line = ''
    for (let cell = row * map.width; cell < (row + 1) * map.width; cell++) {
      const tenths = Math.min(9, Math.ceil(10 * gains[cell]))
      const gain = gains[cell] === 0 ? '.' : String(tenths)
      line += cell === position ? '@' : map.walls[cell] === 1 ? '#' : visited[cell] === 1 ? '+' : gain
    }
    lines.push(line)
  }
  return lines.join('\n')
}

const CELL = 14
const TOP = 32

/** The greener a cell the more it would gain; visited cells are blue, walls black, the walker is a disc. */
export function walkSvg(picture: WalkPicture): string {
  const { map, position } = picture
  const width = Math.max(320, map.width * CELL + 8)
  const height = TOP + map.height * CELL + 4
  const cells = Array.from(map.walls.keys(), (cell) => {
    const [x, y] = cornerOf(map, cell)
    return `<rect x="${x}" y="${y}" width="${CELL}" height="${CELL}" fill="${colourOf(picture, cell)}" stroke="#ffffff"/>`
  })
  const [x, y] = cornerOf(map, position)
  return svgDocument(width, height, heading(picture), [
    ...cells,
    `<circle cx="${x + CELL / 2}" cy="${y + CELL / 2}" r="${CELL / 3}" fill="#d95f02"/>`,
  ])
}

function cornerOf({ width }: GridMap, cell: number): [number, number] {
  return [4 + (cell % width) * CELL, TOP + Math.floor(cell / width) * CELL]
}

function colourOf({ map, visited, gains }: WalkPicture, cell: number): string {
  if (map.walls[cell] === 1) return '#222222'
  if (visited[cell] === 1) return '#8fb8de'
  const pale = Math.round(245 - 145 * gains[cell])
  return `rgb(${pale},230,${pale})`
}

function heading({ elapsed, horizon, value }: WalkPicture): string {
  return `bandits/coverage  step ${elapsed} of ${horizon}  value ${value.toFixed(3)}`
}
