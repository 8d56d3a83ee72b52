import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MinHeap } from '../../src/planning/min-heap.ts'

test('what is pushed comes out by key, also after the heap was cleared', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { maxLength: 700 }), fc.nat(20), (keys, before) => {
      const heap = new MinHeap()
      for (let k = 0; k < before; k++) heap.push(k, k)
      heap.clear()
      keys.forEach((key, item) => heap.push(key, item))
      const popped = keys.map(() => heap.pop())
      expect(heap.size).toBe(0)
      expect([...popped].sort((a, b) => a - b)).toEqual([...keys.keys()])
      expect(popped.map((item) => keys[item])).toEqual([...keys].sort((a, b) => a - b))
    }),
  )
})
