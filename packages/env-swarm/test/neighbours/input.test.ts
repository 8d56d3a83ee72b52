import { ParameterError } from '@gauntlet/core'
import { expect, test } from 'vitest'
import {
  type Edge,
  GraphNeighbours,
  MetricNeighbours,
  NearestNeighbours,
  NeighbourLists,
  Space,
  VoronoiNeighbours,
} from '../../src/index.ts'
import { pairsOf } from './worlds.ts'

const torus = new Space('torus', 1)
const rules = [
  new MetricNeighbours(torus, 3, 0.2),
  new NearestNeighbours(torus, 3, 2),
  new VoronoiNeighbours(torus, 3),
  new GraphNeighbours(torus, 3, [[0, 1]], 'directed'),
]

test.each(rules.map((rule) => [rule.constructor.name, rule] as const))(
  '%s refuses bad input by name',
  (name, rule) => {
    const lists = new NeighbourLists(3)
    const good = new Float64Array(6)
    const refused = (field: string, ask: () => void): void => {
      let error: unknown
      try {
        ask()
      } catch (thrown) {
        error = thrown
      }
      expect(error).toBeInstanceOf(ParameterError)
      expect(error).toMatchObject({ path: `${name}.${field}` })
    }
    refused('positions', () => rule.find(new Float64Array(4), lists))
    refused('positions', () => rule.find([0, 0, 0, 0, 0, 0] as unknown as Float64Array, lists))
    refused('positions[4]', () => rule.find(Float64Array.of(0, 0, 1, 1, NaN, 0), lists))
    refused('positions[1]', () => rule.find(Float64Array.of(0, -0.1, 1, 1, 0, 0), lists))
    refused('lists', () => rule.find(good, new NeighbourLists(2)))
    refused('active', () => rule.find(good, lists, new Uint8Array(2)))
    expect(() => rule.find(Float64Array.of(0, 0, 1, 1, NaN, 0), lists, Uint8Array.of(1, 1, 0))).not.toThrow()
  },
)

test('rules refuse what they cannot be made of', () => {
  expect(() => new MetricNeighbours(torus, 3, 0)).toThrow(
    'MetricNeighbours.radius: got 0, expected a finite number above 0',
  )
  expect(() => new NearestNeighbours(torus, 3, 1.5)).toThrow('NearestNeighbours.count: got 1.5')
  expect(() => new VoronoiNeighbours(torus, -1)).toThrow('VoronoiNeighbours.agents: got -1')
  expect(() => new MetricNeighbours(new Space('torus', 1e200), 3, 1)).toThrow(
    'MetricNeighbours.space.side: got 1e+200',
  )
  const graph =
    (...edges: unknown[]) =>
    () =>
      new GraphNeighbours(torus, 3, edges as Edge[], 'undirected')
  expect(graph([0, 1], [1, 3])).toThrow(
    'GraphNeighbours.edges[1]: got [1,3], expected two agents, whole numbers from 0 to 2',
  )
  expect(graph([2, 2])).toThrow('GraphNeighbours.edges[0]: got [2,2], expected two different agents')
  expect(graph([0, 1], [1, 0])).toThrow(
    'GraphNeighbours.edges[1]: got [1,0], expected an edge that is not edge 0 again',
  )
  expect(graph('01')).toThrow('GraphNeighbours.edges[0]')
})

test('a graph gives its edges between active agents, in their nearest images', () => {
  const lists = new NeighbourLists(4)
  const edges: Edge[] = [
    [3, 0],
    [0, 1],
    [1, 2],
  ]
  const positions = Float64Array.of(0.1, 0.5, 0.9, 0.5, 0.5, 0.5, 0.1, 0.9)
  new GraphNeighbours(torus, 4, edges, 'directed').find(positions, lists)
  expect(pairsOf(lists)).toEqual([
    [0, 1, 1],
    [1, 2, 0],
    [3, 0, 0],
  ])
  new GraphNeighbours(torus, 4, edges, 'undirected').find(positions, lists, Uint8Array.of(1, 1, 0, 1))
  expect(pairsOf(lists)).toEqual([
    [0, 1, 1],
    [0, 3, 0],
    [1, 0, 2],
    [3, 0, 0],
  ])
})
