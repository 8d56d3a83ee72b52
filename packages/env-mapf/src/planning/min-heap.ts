/** A priority queue of numbered things: `MinHeap`. */

/** A binary heap. Of those with equal keys any may come first, but always the same after the same calls. */
export class MinHeap {
  size = 0
  private keys: Float64Array = new Float64Array(256)
  private items: Int32Array = new Int32Array(256)

  clear(): void {
    this.size = 0
  }

  push(key: number, item: number): void {
    if (this.size === this.items.length) this.grow()
    const { keys, items } = this
    let k = this.size++
    while (k > 0) {
      const parent = (k - 1) >> 1
      if (keys[parent] <= key) break
      keys[k] = keys[parent]
      items[k] = items[parent]
      k = parent
    }
    keys[k] = key
    items[k] = item
  }

  /** Takes an item of the least key. There must be one. */
  pop(): number {
    const { keys, items } = this
    const first = items[0]
    const size = --this.size
    const key = keys[size]
    let k = 0
    for (let child = 1; child < size; child = 2 * k + 1) {
      if (child + 1 < size && keys[child + 1] < keys[child]) child++
      if (keys[child] >= key) break
      keys[k] = keys[child]
      items[k] = items[child]
      k = child
    }
    keys[k] = key
    items[k] = items[size]
    return first
  }

  private grow(): void {
    const { keys, items } = this
    this.keys = new Float64Array(2 * keys.length)
    this.keys.set(keys)
    this.items = new Int32Array(2 * items.length)
    this.items.set(items)
  }
}
