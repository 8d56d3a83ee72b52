/** Maps: `GridMap` and its connected `Components`. */
import { ParameterError } from '@gauntlet/core'

/**
 * A rectangle of free and blocked cells, never changed once made.
 *
 * Cells are numbered row by row: cell = row · columns + column; row 0 is the top line.
 */
export class GridMap {
  readonly rows: number
  readonly columns: number
  /** [rows · columns], 1 where blocked */
  readonly obstacles: Uint8Array
  private found: Components | undefined

  /** Errors: ParameterError where `obstacles` are not so many bytes of 0 or 1. */
  constructor(rows: number, columns: number, obstacles: Uint8Array) {
    if (!(obstacles instanceof Uint8Array) || obstacles.length !== rows * columns) {
      throw new ParameterError('obstacles', obstacles?.length, `${rows * columns} bytes, one for each cell`)
    }
    const odd = obstacles.findIndex((value) => value > 1)
    if (odd >= 0) throw new ParameterError(`obstacles[${odd}]`, obstacles[odd], '0 (free) or 1 (blocked)')
    this.rows = rows
    this.columns = columns
    this.obstacles = obstacles
  }

  /** The map drawn by lines of equal length, blocked where a character is `#`. */
  static of(lines: readonly string[]): GridMap {
    const columns = lines[0].length
    const obstacles = Uint8Array.from(lines.join(''), (symbol) => (symbol === '#' ? 1 : 0))
    return new GridMap(lines.length, columns, obstacles)
  }

  /** The map as lines of `#` and `.`. */
  lines(): string[] {
    return Array.from({ length: this.rows }, (_, row) => {
      const line = this.obstacles.subarray(row * this.columns, (row + 1) * this.columns)
      return Array.from(line, (blocked) => (blocked === 1 ? '#' : '.')).join('')
    })
  }

  /** What hangs together by steps up, down, left and right. Found once. */
  get components(): Components {
    this.found ??= findComponents(this)
    return this.found
  }
}

/** The connected components of a map's free cells. */
export interface Components {
  /** [cells]: the component of every free cell; -1 where blocked */
  readonly labels: Int32Array
  /** [free cells]: component after component, each in row-major order */
  readonly cells: Int32Array
  /** [components + 1]: where each component begins in `cells` */
  readonly starts: Int32Array
  /** Most agents to which every one a start and a goal of its own can be given: two cells each, in one component. */
  readonly capacity: number
}

function findComponents(map: GridMap): Components {
  const labels = new Int32Array(map.obstacles.length).fill(-1)
  const queue = new Int32Array(map.obstacles.length)
  const sizes: number[] = []
  for (let cell = 0; cell < labels.length; cell++) {
    if (map.obstacles[cell] === 0 && labels[cell] < 0)
      sizes.push(flood(map, cell, sizes.length, labels, queue))
  }
  const starts = new Int32Array(sizes.length + 1)
  for (let c = 0; c < sizes.length; c++) starts[c + 1] = starts[c] + sizes[c]
  const ends = starts.slice()
  const cells = new Int32Array(starts[sizes.length])
  for (let cell = 0; cell < labels.length; cell++) {
    if (labels[cell] >= 0) cells[ends[labels[cell]]++] = cell
  }
  return { labels, cells, starts, capacity: sizes.reduce((sum, size) => sum + (size >> 1), 0) }
}

/** Labels all that can be reached from `start`, and says how many cells that are. */
function flood(map: GridMap, start: number, label: number, labels: Int32Array, queue: Int32Array): number {
  const { columns, obstacles } = map
  let tail = 0
  const visit = (cell: number): void => {
    if (obstacles[cell] === 1 || labels[cell] >= 0) return
    labels[cell] = label
    queue[tail++] = cell
  }
  visit(start)
  for (let head = 0; head < tail; head++) {
    const cell = queue[head]
    const column = cell % columns
    if (cell >= columns) visit(cell - columns)
    if (cell + columns < obstacles.length) visit(cell + columns)
    if (column > 0) visit(cell - 1)
    if (column < columns - 1) visit(cell + 1)
  }
  return tail
}
