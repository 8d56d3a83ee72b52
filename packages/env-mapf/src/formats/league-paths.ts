/** Paths as the League writes them: `compressPath`, `expandPath`. */

/** By facing, the row and column ahead. */
const AHEAD: readonly (readonly [row: number, column: number])[] = [
  [0, 1],
  [1, 0],
  [0, -1],
  [-1, 0],
]
const PIECE = /\[\((\d+),\d+,\d+,[0-3],\d+\):\(([^)]*)\)\]/y
const RUN = /^([FRCWT]) (\d{1,9})$/

/**
 * A path of a letter a step in pieces of so many steps, each with the robot's state at its beginning:
 * `[(t,row,column,facing,count):(F 3,W 1)]`.
 *
 * @param done what the robot did, which decides its state
 * @param ticks steps of an action
 */
export function compressPath(
  path: string,
  done: string,
  [row, column, facing]: readonly [row: number, column: number, facing: number],
  ticks: number,
  segment: number,
): string {
  const state = { row, column, facing, count: 0 }
  let text = ''
  for (let t = 0; t < path.length; t += segment) {
    const piece = path.slice(t, t + segment)
    const runs = piece.match(/F+|R+|C+|W+|T+/g) ?? []
    const list = runs.map((run) => `${run[0]} ${run.length}`).join(',')
    text += `[(${t},${state.row},${state.column},${state.facing},${state.count}):(${list})]`
    for (const letter of done.slice(t, t + segment)) advance(state, letter, ticks)
  }
  return text
}

function advance(
  state: { row: number; column: number; facing: number; count: number },
  letter: string,
  ticks: number,
): void {
  if (letter === 'W' || letter === 'T') return
  state.count = (state.count + 1) % ticks
  if (state.count > 0) return
  if (letter === 'R') state.facing = (state.facing + 1) & 3
  if (letter === 'C') state.facing = (state.facing + 3) & 3
  if (letter !== 'F') return
  const [row, column] = AHEAD[state.facing]
  state.row += row
  state.column += column
}

/**
 * A path of so many steps, written letter by letter between commas or in pieces, as a letter a step; `undefined` where it is
 * neither, or longer, or a piece begins at another step than it says. Its state is passed over: in the Start-Kit's own files
 * all pieces repeat that of the first.
 */
export function expandPath(text: string, inPieces: boolean, steps: number): string | undefined {
  if (!inPieces) return /^([FRCWT](,[FRCWT])*)?$/.test(text) ? text.replaceAll(',', '') : undefined
  let path = ''
  PIECE.lastIndex = 0
  for (let end = 0; end < text.length; end = PIECE.lastIndex) {
    const piece = PIECE.exec(text)
    if (piece === null || Number(piece[1]) !== path.length) return undefined
    for (const word of piece[2].split(',')) {
      const run = RUN.exec(word)
      if (run === null || path.length + Number(run[2]) > steps) return undefined
      path += run[1].repeat(Number(run[2]))
    }
  }
  return path
}
