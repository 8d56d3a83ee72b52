/** Who has which task: `Tasks`. */
import type { GridWorlds } from '../worlds.ts'
import type { RobotScenario } from './robot-scenario.ts'
import { NONE } from './robots.ts'

/** The tasks of a batch of worlds: those that robots have, and those that are revealed and that nobody has. */
export class Tasks {
  readonly worlds: GridWorlds
  /** Tasks of a world that are revealed and not finished. */
  readonly room: number
  /** [batch]: what each world plays */
  readonly scenarios: (RobotScenario | undefined)[]
  /** [batch, agents]: the number of each robot's task, or `NONE`; errands of it that are done */
  readonly tasks: Int32Array
  readonly errands: Int32Array
  /** [batch, agents]: tasks that each robot has been given */
  readonly given: Int32Array
  /** [batch, room]: the numbers of revealed tasks that nobody has, in ascending order, then `NONE`; how many there are, [batch] */
  readonly pool: Int32Array
  readonly waiting: Int32Array
  /** [batch, room]: steps from the first errand of each to its last, where the scheduler has counted them */
  readonly lengths: Int32Array
  /** [batch]: tasks revealed, or where none are, taken */
  readonly revealed: Int32Array

  /** @param room tasks that are revealed at a time; a robot's own are among them */
  constructor(worlds: GridWorlds, room: number) {
    const rows = worlds.positions.length
    this.worlds = worlds
    this.room = room
    this.scenarios = Array.from({ length: worlds.batch })
    this.tasks = new Int32Array(rows).fill(NONE)
    this.errands = new Int32Array(rows)
    this.given = new Int32Array(rows)
    this.pool = new Int32Array(worlds.batch * room).fill(NONE)
    this.waiting = new Int32Array(worlds.batch)
    this.lengths = new Int32Array(worlds.batch * room)
    this.revealed = new Int32Array(worlds.batch)
  }

  /** Nobody of world `w` has a task, and none is revealed. */
  clear(w: number): void {
    const { agents } = this.worlds
    this.tasks.fill(NONE, w * agents, (w + 1) * agents)
    this.errands.fill(0, w * agents, (w + 1) * agents)
    this.given.fill(0, w * agents, (w + 1) * agents)
    this.pool.fill(NONE, w * this.room, (w + 1) * this.room)
    this.lengths.fill(0, w * this.room, (w + 1) * this.room)
    this.waiting[w] = 0
    this.revealed[w] = 0
  }

  /** The frame's cell of errand `e` of task `k`. */
  cellOf(w: number, k: number, e: number): number {
    return this.worlds.frameCell(w, this.scenarios[w]!.errand(k, e))
  }

  /** Gives task `k` to the robot of row `i`. */
  give(w: number, i: number, k: number): void {
    this.tasks[i] = k
    this.errands[i] = 0
    this.given[i]++
    this.worlds.goals[i] = this.cellOf(w, k, 0)
  }

  /** Gives the robot of row `i` the waiting task in `slot`. */
  giveWaiting(w: number, i: number, slot: number): void {
    const { pool, lengths, room } = this
    this.give(w, i, pool[w * room + slot])
    const last = w * room + --this.waiting[w]
    for (let k = w * room + slot; k < last; k++) {
      pool[k] = pool[k + 1]
      lengths[k] = lengths[k + 1]
    }
    pool[last] = NONE
    lengths[last] = 0
  }

  /** The robot of row `i`, which stands where its errand is, has done it. Returns its share of the task. */
  finishErrand(w: number, i: number): number {
    const count = this.scenarios[w]!.errandsOf(this.tasks[i])
    this.errands[i]++
    if (this.errands[i] < count) this.worlds.goals[i] = this.cellOf(w, this.tasks[i], this.errands[i])
    else this.tasks[i] = NONE
    return 1 / count
  }

  /** The goals of those who have none are where they stand. */
  writeGoals(w: number): void {
    const { agents, goals, positions } = this.worlds
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      const k = this.tasks[i]
      goals[i] = k === NONE ? positions[i] : this.cellOf(w, k, this.errands[i])
    }
  }
}
