/** Ways to goals on a grid: `DistanceTables`. */
import { GauntletError } from '@gauntlet/core'
import { flood } from './breadth-first.ts'
import type { GridMap } from './grid-map.ts'
import type { GridWorlds } from './worlds.ts'

/** Bytes that all the tables of one policy may take: 256 MiB. */
const BUDGET_BYTES = 268435456
/** Bytes that they may take where the agents of one world need more than that: 2 GiB. */
const MOST_BYTES = 2147483648

/** What is known of one map that is laid out in one world or several. */
interface MapRecord {
  readonly map: GridMap
  /** [cells]: 1 where free */
  readonly free: Uint8Array
  /** [cells]: bits 1 to 4, which of those actions lead to a free cell; bit 0, the cell's colour (row + column) mod 2 */
  readonly exits: Uint8Array
  /** [cells]: the slot of the table to a goal cell plus 1, or 0 */
  readonly slotOf: Int32Array
}

/**
 * For each goal, which neighbours of a cell are nearer to it, others not considered.
 *
 * Neighbours on a grid differ in their distance by exactly one, and the distance's parity is known from the cells'
 * colours, so that one bit for each cell and goal tells which is nearer. With D the distance plus the goal's colour,
 * and so of the cell's own colour modulo 2, a table holds bit 1 of D. Neighbour n of cell c is nearer where
 * bit(n) ^ bit(c) ^ colour(c) is 1: there D falls from 0 to 3, 1 to 0, 2 to 1 or 3 to 2 (modulo 4).
 *
 * Tables belong to a map and a goal cell, whichever worlds and agents use them: made when first needed, kept while
 * there is room, and made again when needed after they had to make way. What is kept makes no difference but in time.
 */
export class DistanceTables {
  private readonly worlds: GridWorlds
  /** 32-bit words of a table */
  private readonly words: number
  /** [slots, words]: bit 1 of D of every cell */
  private readonly bits: Int32Array
  /** [slots]: the map and the goal of each slot's table; whether it has been used since the hand came by */
  private readonly recordOf: (MapRecord | undefined)[]
  private readonly goalOf: Int32Array
  private readonly used: Uint8Array
  /** The first `vacant` of these slots hold nothing. */
  private readonly vacancies: Int32Array
  private vacant: number
  private hand = 0
  /** [batch]: of the map that each world was seen with last */
  private readonly records: (MapRecord | undefined)[]
  private record: MapRecord | undefined
  private slotOf: Int32Array = new Int32Array(0)
  /** Of the world that is open: as in `MapRecord`. */
  exits: Uint8Array = new Uint8Array(0)
  private readonly queue: Int32Array
  private readonly unseen: Uint8Array

  /** @param budgetBytes what the tables may take, unless one for each agent of a world takes more, up to 2 GiB */
  constructor(worlds: GridWorlds, budgetBytes: number = BUDGET_BYTES) {
    const { batch, agents, cells } = worlds
    this.worlds = worlds
    this.words = Math.ceil(cells / 32)
    const affordable = Math.min(batch * cells, Math.floor(budgetBytes / (4 * this.words)))
    const slots = Math.max(1, affordable, Math.min(agents, Math.floor(MOST_BYTES / (4 * this.words))))
    this.bits = new Int32Array(slots * this.words)
    this.recordOf = Array.from({ length: slots })
    this.goalOf = new Int32Array(slots)
    this.used = new Uint8Array(slots)
    this.vacancies = Int32Array.from({ length: slots }, (_, k) => slots - 1 - k)
    this.vacant = slots
    this.records = Array.from({ length: batch })
    this.queue = new Int32Array(cells + 1)
    this.unseen = new Uint8Array(cells)
  }

  /** Turns to world `w` as it is laid out now. To be called before questions about it. */
  open(w: number): void {
    const map = this.worlds.maps[w]
    let record = this.records[w]
    if (record?.map !== map) record = this.take(w, map)
    this.record = record
    this.slotOf = record.slotOf
    this.exits = record.exits
  }

  /**
   * Which actions lead from a free cell to a free one nearer to the goal, a set of bits 1 to 4.
   * There must be a way from the cell to the goal.
   */
  towards(goal: number, cell: number): number {
    const { bits } = this
    const { stride } = this.worlds
    const base = this.table(goal)
    const exits = this.exits[cell]
    const here = (bits[base + (cell >> 5)] >> cell) ^ exits
    const above = cell - stride
    const below = cell + stride
    const up = (bits[base + (above >> 5)] >> above) ^ here
    const down = (bits[base + (below >> 5)] >> below) ^ here
    const left = (bits[base + ((cell - 1) >> 5)] >> (cell - 1)) ^ here
    const right = (bits[base + ((cell + 1) >> 5)] >> (cell + 1)) ^ here
    return (((up & 1) << 1) | ((down & 1) << 2) | ((left & 1) << 3) | ((right & 1) << 4)) & exits
  }

  /** Whether cell `to`, free and beside `from`, is nearer to the goal. */
  nearer(goal: number, from: number, to: number): boolean {
    const { bits } = this
    const base = this.table(goal)
    const change = (bits[base + (to >> 5)] >> to) ^ (bits[base + (from >> 5)] >> from)
    return ((change ^ this.exits[from]) & 1) === 1
  }

  /** Steps from a cell to the goal. Errors: GauntletError where there is no way. */
  distance(goal: number, cell: number): number {
    const { cells, offsets } = this.worlds
    let at = cell
    for (let steps = 0; steps < cells; steps++) {
      if (at === goal) return steps
      at += offsets[31 - Math.clz32(this.towards(goal, at) | 1)]
    }
    throw new GauntletError('distance', `got cells ${cell} and ${goal}, expected two with a way between them`)
  }

  /** Where in `bits` the table of a goal begins. */
  private table(goal: number): number {
    const slot = this.slotOf[goal] - 1
    if (slot < 0) return this.fill(goal)
    this.used[slot] = 1
    return slot * this.words
  }

  /** The record of a map new in world `w`: that of another world with the same map, or else a new one. */
  private take(w: number, map: GridMap): MapRecord {
    const former = this.records[w]
    this.records[w] = undefined
    if (former !== undefined && !this.records.includes(former)) this.vacate(former)
    const record = this.records.find((other) => other?.map === map) ?? survey(this.worlds, w, map)
    this.records[w] = record
    return record
  }

  private vacate({ slotOf }: MapRecord): void {
    for (let goal = 0; goal < slotOf.length; goal++) {
      if (slotOf[goal] === 0) continue
      this.recordOf[slotOf[goal] - 1] = undefined
      this.vacancies[this.vacant++] = slotOf[goal] - 1
    }
  }

  /** Makes the table of a goal, in a vacant slot or in place of one not used of late. Returns where it begins. */
  private fill(goal: number): number {
    const slot = this.vacant > 0 ? this.vacancies[--this.vacant] : this.evict()
    this.recordOf[slot] = this.record
    this.goalOf[slot] = goal
    this.used[slot] = 1
    this.slotOf[goal] = slot + 1
    this.flood(goal, slot * this.words)
    return slot * this.words
  }

  /** The algorithm "clock": a hand goes round, and what was used since it came by last is spared once. */
  private evict(): number {
    const { used, goalOf } = this
    while (used[this.hand] === 1) {
      used[this.hand] = 0
      this.hand = (this.hand + 1) % used.length
    }
    const slot = this.hand
    this.hand = (slot + 1) % used.length
    this.recordOf[slot]!.slotOf[goalOf[slot]] = 0
    return slot
  }

  /** Breadth first from the goal, one wave for each D. */
  private flood(goal: number, base: number): void {
    const { bits, queue, unseen } = this
    const colour = this.exits[goal] & 1
    bits.fill(0, base, base + this.words)
    unseen.set(this.record!.free)
    flood(goal, this.worlds.stride, unseen, queue, (distance, from, to) => {
      const bit = ((distance + colour) >> 1) & 1
      if (bit === 0) return
      for (let k = from; k < to; k++) bits[base + (queue[k] >> 5)] |= 1 << queue[k]
    })
  }
}

function survey(
  { cells, obstacles, offsets, rowOf, columnOf }: GridWorlds,
  w: number,
  map: GridMap,
): MapRecord {
  const free = Uint8Array.from({ length: cells }, (_, cell) => 1 - obstacles[w * cells + cell])
  const exits = new Uint8Array(cells)
  for (let cell = 0; cell < cells; cell++) {
    exits[cell] = (rowOf[cell] + columnOf[cell]) & 1
    for (let action = 1; action < offsets.length; action++)
      exits[cell] |= free[cell + offsets[action]] << action
  }
  return { map, free, exits, slotOf: new Int32Array(cells) }
}
