/**
 * What a step of a network does to rows of worlds, two worlds at once, in AssemblyScript. The same in TypeScript, and
 * what it means, is in `src/network/world-loops.ts`; tests compare, to the bit.
 *
 * Rows are given by their addresses: float64, `length` of them, which is even. `pmin(a, b)` is b < a ? b : a, and
 * `pmax(a, b)` is a < b ? b : a, zeros with a sign among them.
 */

const ZERO = f64x2.splat(0)

export function add(to: usize, what: usize, length: i32): void {
  const end = to + ((<usize>length) << 3)
  for (; to < end; to += 16, what += 16) put(to, f64x2.add(at(to), at(what)))
}

export function multiply(to: usize, factors: usize, length: i32): void {
  const end = to + ((<usize>length) << 3)
  for (; to < end; to += 16, factors += 16) put(to, f64x2.mul(at(to), at(factors)))
}

export function subtract(to: usize, what: usize, from: usize, length: i32): void {
  const end = to + ((<usize>length) << 3)
  for (; to < end; to += 16, what += 16, from += 16) put(to, f64x2.sub(at(from), at(what)))
}

export function round(row: usize, length: i32): void {
  const end = row + ((<usize>length) << 3)
  const half = f64x2.splat(0.5)
  const one = f64x2.splat(1)
  const two = f64x2.splat(2)
  for (; row < end; row += 16) {
    const value = at(row)
    const up = f64x2.floor(f64x2.add(value, half))
    const tie = f64x2.eq(f64x2.sub(up, value), half)
    const odd = f64x2.ne(f64x2.mul(f64x2.floor(f64x2.mul(up, half)), two), up)
    put(row, v128.bitselect(f64x2.sub(up, one), up, v128.and(tie, odd)))
  }
}

export function cap(row: usize, capacity: f64, length: i32): void {
  const end = row + ((<usize>length) << 3)
  const m = f64x2.splat(capacity)
  for (; row < end; row += 16) put(row, f64x2.pmin(m, at(row)))
}

export function orderUpTo(row: usize, level: f64, length: i32): void {
  const end = row + ((<usize>length) << 3)
  const s = f64x2.splat(level)
  for (; row < end; row += 16) put(row, f64x2.pmax(ZERO, f64x2.sub(s, at(row))))
}

export function shareOut(totals: usize, onHand: usize, perUnit: f64, length: i32): void {
  const end = totals + ((<usize>length) << 3)
  const one = f64x2.splat(1)
  const y = f64x2.splat(perUnit)
  for (; totals < end; totals += 16, onHand += 16) {
    const total = at(totals)
    const available = f64x2.mul(at(onHand), y)
    const enough = v128.or(f64x2.le(total, available), f64x2.eq(total, ZERO))
    put(totals, v128.bitselect(one, f64x2.div(available, total), enough))
  }
}

export function giveAlone(row: usize, onHand: usize, perUnit: f64, length: i32): void {
  const end = row + ((<usize>length) << 3)
  const y = f64x2.splat(perUnit)
  for (; row < end; row += 16, onHand += 16) put(row, f64x2.pmin(at(row), f64x2.mul(at(onHand), y)))
}

export function useUp(onHand: usize, shipped: usize, perUnit: f64, length: i32): void {
  const end = onHand + ((<usize>length) << 3)
  const y = f64x2.splat(perUnit)
  for (; onHand < end; onHand += 16, shipped += 16)
    put(onHand, f64x2.sub(at(onHand), f64x2.div(at(shipped), y)))
}

export function receive(onHand: usize, arriving: usize, length: i32): void {
  const end = onHand + ((<usize>length) << 3)
  for (; onHand < end; onHand += 16, arriving += 16) {
    put(onHand, f64x2.add(at(onHand), at(arriving)))
    put(arriving, ZERO)
  }
}

export function sell(
  demand: usize,
  onHand: usize,
  left: usize,
  costs: usize,
  asked: usize,
  served: usize,
  stocked: usize,
  holdingCost: f64,
  underageCost: f64,
  lost: i32,
  length: i32,
): void {
  const end = (<usize>length) << 3
  const h = f64x2.splat(holdingCost)
  const p = f64x2.splat(underageCost)
  const gone = i64x2.splat(-(<i64>lost))
  for (let w: usize = 0; w < end; w += 16) {
    // All is read before anything is written: rows lie so that a read of one waits for a write to another.
    const d = at(demand + w)
    const x = at(onHand + w)
    const cost = at(costs + w)
    const sumAsked = at(asked + w)
    const sumServed = at(served + w)
    const sumStocked = at(stocked + w)
    const rest = f64x2.sub(x, d)
    const over = f64x2.pmax(ZERO, rest)
    const short = f64x2.pmax(ZERO, f64x2.neg(rest))
    const sold = v128.and(v128.bitselect(x, d, f64x2.lt(rest, ZERO)), f64x2.gt(x, ZERO))
    put(costs + w, f64x2.add(cost, f64x2.add(f64x2.mul(p, short), f64x2.mul(h, over))))
    put(left + w, rest)
    put(onHand + w, v128.bitselect(over, rest, gone))
    put(asked + w, f64x2.add(sumAsked, d))
    put(served + w, f64x2.add(sumServed, sold))
    put(stocked + w, f64x2.add(sumStocked, over))
  }
}

export function chargeUnits(
  costs: usize,
  shipped: usize,
  wanted: usize,
  unitCost: f64,
  fixedCost: f64,
  unmetCost: f64,
  length: i32,
): void {
  const end = (<usize>length) << 3
  const c = f64x2.splat(unitCost)
  const k = f64x2.splat(fixedCost)
  const u = f64x2.splat(unmetCost)
  for (let w: usize = 0; w < end; w += 16) {
    const units = at(shipped + w)
    const fixed = v128.and(k, f64x2.gt(units, ZERO))
    const unmet = f64x2.mul(u, f64x2.sub(at(wanted + w), units))
    const cost = f64x2.add(f64x2.add(f64x2.mul(c, units), fixed), unmet)
    put(costs + w, f64x2.add(at(costs + w), cost))
  }
}

export function chargeTransit(costs: usize, underWay: usize, transitCost: f64, length: i32): void {
  const end = costs + ((<usize>length) << 3)
  const c = f64x2.splat(transitCost)
  for (; costs < end; costs += 16, underWay += 16) {
    put(costs, f64x2.add(at(costs), f64x2.mul(c, at(underWay))))
  }
}

export function chargeStock(
  costs: usize,
  left: usize,
  onHand: usize,
  holdingCost: f64,
  credit: i32,
  length: i32,
): void {
  const end = (<usize>length) << 3
  const h = f64x2.splat(holdingCost)
  const least = f64x2.splat(credit != 0 ? -Infinity : 0)
  for (let w: usize = 0; w < end; w += 16) {
    const rest = at(onHand + w)
    put(left + w, rest)
    put(costs + w, f64x2.mul(h, f64x2.pmax(least, rest)))
  }
}

export function discount(costs: usize, weights: usize, factor: f64, length: i32): void {
  const end = costs + ((<usize>length) << 3)
  const f = f64x2.splat(factor)
  for (; costs < end; costs += 16, weights += 16) {
    const weight = at(weights)
    put(costs, f64x2.mul(at(costs), weight))
    put(weights, f64x2.mul(weight, f))
  }
}

function at(address: usize): v128 {
  return v128.load(address)
}

function put(address: usize, value: v128): void {
  v128.store(address, value)
}
