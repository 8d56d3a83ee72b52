import { describe, expect, test } from 'vitest'
import { citySource } from '../src/file-sources.ts'
import {
  connectedSource,
  mazesSource,
  roomsSource,
  sortationSource,
  warehouseSource,
} from '../src/generator-sources.ts'
import { uniformMap } from '../src/generators/uniform-map.ts'
import type { InstanceSource } from '../src/instance-source.ts'
import { movingAiOf } from './support/golden.ts'

const city = movingAiOf(uniformMap(3, 60, 0.4).lines())

const SOURCES: readonly (readonly [name: string, source: InstanceSource, agents: number])[] = [
  ['connected', connectedSource(24, 0.5), 144],
  ['mazes', mazesSource(24), 20],
  ['rooms', roomsSource(24), 40],
  ['a warehouse', warehouseSource(24), 40],
  ['a sortation centre', sortationSource(24), 20],
  ['a city', citySource(city, 24, 'size'), 30],
]

describe('sources of generated worlds', () => {
  test.each(SOURCES)('%s', (_, source, agents) => {
    expect(source.capacity).toBeGreaterThanOrEqual(agents)
    const seen = new Set<string>()
    for (const index of [0, 1, 2, source.instances - 1]) {
      const { map, starts } = source.scenario(index, agents)
      expect([map.rows, map.columns].every((side) => side >= 20 && side <= 25)).toBe(true)
      expect(map.rows <= source.rows && map.columns <= source.columns).toBe(true)
      expect(new Set(starts).size).toBe(agents)
      seen.add(starts.join())
    }
    expect(seen.size).toBe(4)
  })

  test.each(SOURCES)('%s: the same scenario again, its goals within reach', (_, source, agents) => {
    const first = source.scenario(7, agents)
    const again = source.scenario(7, agents)
    expect(again.map.lines()).toEqual(first.map.lines())
    expect(again.starts).toEqual(first.starts)
    const { labels } = first.map.components
    for (let a = 0; a < agents; a++) {
      for (let k = 0; k < 5; k++) {
        expect(again.goal(a, k)).toBe(first.goal(a, k))
        expect(labels[first.goal(a, k)]).toBe(labels[first.starts[a]])
      }
    }
  })

  test('as many agents as they say', () => {
    for (const source of [connectedSource(9, 0.4), warehouseSource(18), sortationSource(14)]) {
      expect(source.scenario(0, source.capacity).starts.length).toBe(source.capacity)
    }
    expect(connectedSource(9, 0.4).capacity).toBe((81 - 32) >> 1)
  })

  test('a window too full for the agents stands for the next that is not', () => {
    const sparse = citySource(city, 8, 'size')
    const agents = 20
    const { map, starts } = sparse.scenario(0, agents)
    expect(starts.length).toBe(agents)
    expect(map.components.cells.length).toBeGreaterThanOrEqual(2 * agents)
    expect(sparse.scenario(0, 1).map.components.cells.length).toBeLessThan(2 * agents)
    expect(() => sparse.scenario(0, 32)).toThrow(/no map of 1000 from seed 0 on \(test.map, size 8\)/)
  })

  test('a window larger than the city is refused', () => {
    expect(() => citySource(city, 61, 'size')).toThrow(
      /size: got 61, .* 1 to 60, the shorter side of test.map/,
    )
  })
})
