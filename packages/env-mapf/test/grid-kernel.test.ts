import { Seed, product } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileKernel } from '../kernels/build.mjs'
import { assemble, lifelong } from '../src/lifelong.ts'
import { KERNEL_HEX } from '../src/grid-kernel-bytes.ts'
import { HEAP, KernelMemory, reserveMemory } from '../src/grid-kernel.ts'
import { SoftMovement } from '../src/soft-movement.ts'
import { writeWindows } from '../src/window-writer.ts'
import { GridWorlds } from '../src/worlds.ts'
import { frameCell } from './support/golden.ts'
import { GridMap } from '../src/grid-map.ts'

test('the kernel is what its source compiles to', { timeout: 60000 }, async () => {
  expect(await compileKernel()).toBe(KERNEL_HEX)
})

test('environments run on the kernel', () => {
  const { worlds, environment } = assemble(lifelong.resolve({ agents: 4 }), 2)
  expect(worlds.memory).toBeInstanceOf(KernelMemory)
  expect(environment.observations.buffer).toBe(worlds.positions.buffer)
})

test('too much for one memory goes to the heap', () => {
  expect(reserveMemory([2 ** 33])).toBe(HEAP)
  expect(reserveMemory([2 ** 10])).toBeInstanceOf(KernelMemory)
})

test('where the engine refuses a memory, worlds lie on the heap and go the same way', () => {
  const play = (): { readonly memory: unknown; readonly observations: Float32Array } => {
    const { environment, worlds } = assemble(lifelong.resolve({ agents: 20 }), 2)
    const stream = Seed.from(5).stream()
    environment.reset(Seed.from(4))
    for (let t = 0; t < 20; t++) {
      environment.step(Int32Array.from(environment.rewards, () => stream.integer(5)))
    }
    return { memory: worlds.memory, observations: environment.observations.slice() }
  }
  const fast = play()
  const engine = globalThis as unknown as { readonly WebAssembly: { Memory: unknown } }
  const { Memory } = engine.WebAssembly
  try {
    engine.WebAssembly.Memory = function refuse() {
      throw new RangeError('could not allocate memory')
    }
    const slow = play()
    expect(slow.memory).toBe(HEAP)
    expect(fast.memory).not.toBe(HEAP)
    expect(slow.observations).toEqual(fast.observations)
  } finally {
    engine.WebAssembly.Memory = Memory
  }
})

test('more than was reserved is not given', () => {
  const memory = reserveMemory([16])
  memory.float32(4)
  expect(() => memory.uint8(1)).toThrow('got arrays of')
})

test('the kernel writes what the loops write, to the bit, and nothing else', () => {
  const worldsOf = fc.record({
    rows: fc.integer({ min: 1, max: 9 }),
    columns: fc.integer({ min: 2, max: 12 }),
    radius: fc.integer({ min: 1, max: 9 }),
    rest: fc.integer({ min: 4, max: 300 }),
    seed: fc.nat(1000),
  })
  fc.assert(
    fc.property(worldsOf, ({ rows, columns, radius, rest, seed }) => {
      const agents = Math.ceil((rows * columns) / 2)
      const width = 2 * (2 * radius + 1) * (2 * radius + 1) + rest
      const sizes = [12 * agents * width, ...GridWorlds.sizes(3, agents, rows, columns, radius)]
      const results = [HEAP, reserveMemory(sizes)].map((memory) => {
        const worlds = new GridWorlds(3, agents, rows, columns, radius, memory)
        const out = memory.float32(3 * agents * width).fill(7)
        fill(worlds, rows, columns, seed)
        const density = writeWindows(worlds, 1, out, width)
        return { density, out: out.slice() }
      })
      expect(results[1]).toEqual(results[0])
      expect(results[0].out.subarray(0, agents * width).every((one) => one === 7)).toBe(true)
      expect(results[0].out.subarray(2 * agents * width).every((one) => one === 7)).toBe(true)
    }),
    { numRuns: 40 },
  )
})

test(
  'a thousand environments are built without running out of address space',
  { timeout: 60000 },
  async () => {
    for (let k = 0; k < 1000; k++) {
      const environment = await lifelong.make({ agents: 2, radius: 1 + (k % 8) })
      environment.reset(Seed.from(k))
      expect(environment.observations).toHaveLength(2 * product(environment.spec.observation.shape))
    }
  },
)

/** Free cells, as many as agents at least, and agents on some of them. */
function fill(worlds: GridWorlds, rows: number, columns: number, seed: number): void {
  const stream = Seed.from(seed).stream()
  const order = Int32Array.from({ length: rows * columns }, (_, cell) => cell)
  stream.shuffle(order)
  const obstacles = new Uint8Array(rows * columns)
  for (const cell of order.subarray(worlds.agents)) obstacles[cell] = stream.integer(2)
  for (let w = 0; w < worlds.batch; w++) {
    worlds.layMap(w, new GridMap(rows, columns, obstacles))
    for (let a = 0; a < worlds.agents; a++) {
      worlds.place(w, a, frameCell(worlds, [Math.floor(order[a] / columns), order[a] % columns]))
    }
  }
}

test('the kernel moves agents as the loops do, crowds and agents that have left included', () => {
  const crowds = fc.record({
    rows: fc.integer({ min: 1, max: 9 }),
    columns: fc.integer({ min: 2, max: 12 }),
    seed: fc.nat(1000),
  })
  fc.assert(
    fc.property(crowds, ({ rows, columns, seed }) => {
      const agents = Math.ceil((rows * columns) / 2)
      const sizes = [
        ...GridWorlds.sizes(3, agents, rows, columns, 2),
        ...SoftMovement.sizes(agents, (rows + 4) * (columns + 4)),
      ]
      const [loops, kernel] = [HEAP, reserveMemory(sizes)].map((memory) => {
        const worlds = new GridWorlds(3, agents, rows, columns, 2, memory)
        fill(worlds, rows, columns, seed)
        return { worlds, movement: new SoftMovement(worlds) }
      })
      const stream = Seed.from(seed).fold('actions').stream()
      const actions = new Int32Array(3 * agents)
      for (let t = 0; t < 20; t++) {
        for (let i = 0; i < actions.length; i++) actions[i] = stream.integer(5)
        const leaver = t % 3 === 0 ? stream.integer(agents) : -1
        for (const { worlds, movement } of [loops, kernel]) {
          if (leaver >= 0 && worlds.active[agents + leaver] === 1) worlds.remove(1, leaver)
          movement.move(1, actions)
        }
        for (const name of ['positions', 'occupants', 'agentPlane', 'active'] as const) {
          expect(kernel.worlds[name]).toEqual(loops.worlds[name])
        }
      }
    }),
    { numRuns: 60 },
  )
})
