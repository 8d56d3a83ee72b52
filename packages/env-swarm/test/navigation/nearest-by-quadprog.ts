/** The point nearest to another one under half-planes, by the library quadprog (Goldfarb and Idnani 1983): `nearestByQuadprog`. */
import { solveQP } from 'quadprog'

/** A row x u_x + y u_y >= bound. */
export type Row = readonly [x: number, y: number, bound: number]

/** min |u - wish|² subject to the rows; undefined where they contradict each other. */
export function nearestByQuadprog(
  rows: readonly Row[],
  [x, y]: readonly [number, number],
): readonly [number, number] | undefined {
  const column = (k: 0 | 1 | 2): number[] => [0, ...rows.map((row) => row[k])]
  const { solution, message } = solveQP(
    [
      [0, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    [0, x, y],
    [[], column(0), column(1)],
    column(2),
  )
  return message === '' ? [solution[1], solution[2]] : undefined
}
