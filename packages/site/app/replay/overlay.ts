/** What moves in a series of pictures: where agents went, and how often anything was where: `pathsOf`, `drawTrails`, `drawHeat`. */
import type { Picture } from './player.ts'

/** Centres of the filled discs of a picture, [x, y] of each, in the order in which they are drawn. */
type Discs = Float64Array

const DISC = /<circle cx="([-\d.]+)" cy="([-\d.]+)" r="[\d.]+" fill="(#[0-9a-fA-F]+|rgb[^"]*|hsl[^"]*)"/g
const TRAIL = 24

/** Squares of a heat map along the wider side, where nothing moves on a grid. */
const SQUARES = 40
/** No picture has more along a side. */
const MOST_SQUARES = 2 ** 16

/** Whoever moves further than this share of the picture's width went round its edge. */
const ROUND = 1 / 3

export interface Paths {
  readonly discs: readonly Discs[]
  /** Of each disc: its own, where they differ, so that trails can be told apart. */
  readonly colours: readonly string[]
  /** The side of a grid's cells: the length of which all moves are multiples; null where there is none. */
  readonly cell: number | null
}

/** The discs of every picture, where they are as many throughout and some of them move; else null. */
export function pathsOf(pictures: readonly Picture[]): Paths | null {
  if (pictures.length === 0) return null
  const discs = pictures.map(({ svg }) => {
    const found = [...svg.matchAll(DISC)].flatMap(([, x, y]) => [Number(x), Number(y)])
    return Float64Array.from(found)
  })
  const [first] = discs
  const fills = [...pictures[0].svg.matchAll(DISC)].map(([, , , fill]) => fill)
  if (first.length === 0) return null
  const steady = discs.every(({ length }) => length === first.length)
  if (!steady) return null
  const moves = discs.slice(1).flatMap((at, k) => movesBetween(discs[k], at))
  return moves.length === 0 ? null : { discs, colours: coloursOf(fills), cell: unitOf(moves) }
}

/** Hues a golden angle apart where all are filled alike. */
function coloursOf(fills: readonly string[]): readonly string[] {
  if (new Set(fills).size > 1) return fills
  return fills.map((_, i) => `hsl(${(137.5 * i) % 360} 60% 45%)`)
}

/** How far each went along an axis, where it did. */
function movesBetween(from: Discs, to: Discs): number[] {
  return [...to].flatMap((value, i) => (value === from[i] ? [] : [Math.abs(value - from[i])]))
}

function unitOf(moves: readonly number[]): number | null {
  const least = moves.reduce((p, q) => Math.min(p, q), Infinity)
  const whole = (move: number): boolean => Math.abs(move / least - Math.round(move / least)) < 1e-6
  return moves.every(whole) ? least : null
}

/** The last steps of each, fading, in a picture `size` wide. `k` counts pictures. */
export function drawTrails(
  context: CanvasRenderingContext2D,
  { discs, colours }: Paths,
  k: number,
  size: number,
): void {
  const from = Math.max(1, k - TRAIL + 1)
  for (let at = from; at <= k; at++) {
    context.globalAlpha = (0.7 * (at - from + 1)) / (k - from + 1)
    const [p, q] = [discs[at - 1], discs[at]]
    for (let i = 0; i < q.length; i += 2) {
      const far = Math.hypot(q[i] - p[i], q[i + 1] - p[i + 1])
      if (far === 0 || far > ROUND * size) continue
      context.strokeStyle = colours[i / 2]
      context.beginPath()
      context.moveTo(p[i], p[i + 1])
      context.lineTo(q[i], q[i + 1])
      context.stroke()
    }
  }
  context.globalAlpha = 1
}

/** How often anything has been where until now, in cells or squares of a picture `size` wide; the busiest is the darkest. */
export function drawHeat(
  context: CanvasRenderingContext2D,
  { discs, cell }: Paths,
  k: number,
  size: number,
): void {
  const side = cell ?? size / SQUARES
  const counts = new Map<number, { readonly x: number; readonly y: number; count: number }>()
  let most = 0
  for (let at = 0; at <= k; at++) {
    for (let i = 0; i < discs[at].length; i += 2) {
      const [x, y] = [Math.floor(discs[at][i] / side), Math.floor(discs[at][i + 1] / side)]
      const place = x * MOST_SQUARES + y
      const square = counts.get(place) ?? { x, y, count: 0 }
      if (square.count === 0) counts.set(place, square)
      most = Math.max(most, ++square.count)
    }
  }
  for (const { x, y, count } of counts.values()) {
    context.fillStyle = `rgb(200 60 20 / ${((0.75 * count) / most).toFixed(3)})`
    context.fillRect(x * side, y * side, side, side)
  }
}
