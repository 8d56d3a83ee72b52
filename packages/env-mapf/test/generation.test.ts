import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  benchmarkMazesSource,
  benchmarkRandomSource,
  benchmarkWarehouseSource,
} from '../src/benchmark-sets.ts'
import { generatedSource } from '../src/instance-source.ts'
import { readScenarioFile } from '../src/formats/scenario-file.ts'
import type { Scenario } from '../src/scenario.ts'
import { type Cell, golden } from './support/golden.ts'

interface GenerationCase {
  readonly seed: number
  readonly size: number
  readonly density: number
  readonly num_agents: number
  readonly map: readonly string[]
  readonly starts: readonly Cell[]
  readonly lifelong_targets: readonly (readonly Cell[])[]
}

const { cases } = golden<{ cases: GenerationCase[] }>('pogema/20_seeded_generation')

describe('GridConfig(seed, size, density, num_agents)', () => {
  test.each(cases)('seed $seed, size $size, density $density, $num_agents agents', (given) => {
    const scenario = generatedSource(given.size, given.density).scenario(given.seed, given.num_agents)
    expect(scenario.map.lines()).toEqual(given.map)
    expect(Array.from(scenario.starts, (cell) => cellOf(scenario, cell))).toEqual(given.starts)
    given.lifelong_targets.forEach((goals, a) => {
      expect(goals.map((_, k) => cellOf(scenario, scenario.goal(a, k)))).toEqual(goals)
    })
  })

  test('goals are the same in whatever order they are asked for', () => {
    const [{ size, density, seed, num_agents }] = cases
    const source = generatedSource(size, density)
    const forwards = source.scenario(seed, num_agents)
    const backwards = source.scenario(seed, num_agents)
    const numbers = Array.from({ length: 20 }, (_, k) => k)
    const expected = numbers.map((k) => forwards.goal(1, k))
    backwards.goal(0, 3)
    expect(numbers.toReversed().map((k) => backwards.goal(1, k))).toEqual(expected.toReversed())
  })

  test('fewer agents are the first of more', () => {
    const source = benchmarkRandomSource()
    const few = source.scenario(5, 8)
    const many = source.scenario(5, 64)
    expect(few.starts).toEqual(many.starts.slice(0, 8))
    expect(few.goal(7, 9)).toBe(many.goal(7, 9))
  })

  test('a seed whose map is too small for the agents stands for the next that is not', () => {
    const source = generatedSource(3, 0.6)
    const hosts = Array.from({ length: 200 }, (_, seed) => seed).filter(
      (seed) => source.scenario(seed, 1).map.components.capacity >= 3,
    )
    expect(hosts.length).toBeGreaterThan(0)
    expect(source.scenario(0, 3).map).toEqual(source.scenario(hosts[0], 3).map)
    expect(() => generatedSource(512, 0.9).scenario(0, 100_000)).toThrow(/no map of 64 from seed 0 on/)
    expect(() => generatedSource(8, 0.99).scenario(0, 30)).toThrow(/no map of 1000 from seed 0 on/)
  })
})

const data = process.env.GAUNTLET_DATA

test.skipIf(data === undefined).each([
  ['01-random', benchmarkRandomSource],
  ['02-mazes', benchmarkMazesSource],
  ['03-warehouse', benchmarkWarehouseSource],
] as const)(
  'the 128 scenarios of %s: maps, starts, goals (skipped unless GAUNTLET_DATA is set)',
  { timeout: 60000 },
  (name, sourceOf) => {
    const bytes = readFileSync(`${data}/mapf/${name}.txt`)
    const published = readScenarioFile({ name, bytes }).scenarios
    const source = sourceOf()
    expect(published.length).toBe(source.instances)
    published.forEach((scenario, index) => {
      const made = source.scenario(index, scenario.starts.length)
      expect(made.map.lines()).toEqual(scenario.map.lines())
      expect(made.starts).toEqual(scenario.starts)
      scenario.starts.forEach((_, a) => {
        const goals = [...scenario.goals[a]]
        expect(goals.map((_goal, k) => made.goal(a, k))).toEqual(goals)
      })
    })
  },
)

function cellOf({ map }: Scenario, cell: number): Cell {
  return [Math.floor(cell / map.columns), cell % map.columns]
}
