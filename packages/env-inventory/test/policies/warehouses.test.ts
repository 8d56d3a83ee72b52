import { expect, test } from 'vitest'
import { manyWarehouses, newsvendorLevels, oneWarehouse } from '../../src/index.ts'
import { MEASURED } from '../../src/problems/measured-scores.ts'
import { referencesFrom, referencesOf } from '../../src/problems/references.ts'
import { TUNED_LEVELS } from '../../src/problems/tuned-levels.ts'
import { warehouseProblems } from '../support/network-problem.ts'

test('every named setting has tuned levels, one for each edge', () => {
  const problems = warehouseProblems()
  expect(Object.keys(TUNED_LEVELS)).toEqual(problems.map(([place]) => place))
  for (const [place, { network }] of problems) {
    const { baseStock, softmax } = TUNED_LEVELS[place]
    expect([baseStock.length, softmax.targets.length]).toEqual([network.edges.length, network.edges.length])
  }
})

test('tuned levels are played in their setting alone, however long and however much is seen', () => {
  const offered = (changes: object): (string | undefined)[] =>
    oneWarehouse
      .describe({ ...oneWarehouse.settings['stores-10'].parameters, ...changes })
      .experts!.map(({ name }) => name)
  expect(offered({})).toContain('softmax-allocation')
  expect(offered({ horizon: 200, warmUp: 50, features: true, pastDemand: 3 })).toContain('softmax-allocation')
  expect(offered({ warehouseLeadTime: 4 })).not.toContain('softmax-allocation')
  expect(offered({ correlation: [0] })).not.toContain('softmax-allocation')
  expect(offered({ orders: 'whole' })).toEqual(['base-stock', 'just-in-time'])
})

test('newsvendors’ levels are for the edge of least lead time into each node', () => {
  const [, problem] = warehouseProblems().find(([place]) => place.startsWith(manyWarehouses.id))!
  const { nodes, edges } = problem.network
  const levels = newsvendorLevels(problem)
  nodes.forEach(({ kind }, node) => {
    if (kind === 'supplier') return
    const into = edges.flatMap(({ target }, e) => (target === node ? [e] : []))
    const used = into.filter((e) => levels[e] > 0)
    expect(used).toHaveLength(1)
    for (const e of into) expect(edges[used[0]].leadTime[1]).toBeLessThanOrEqual(edges[e].leadTime[1])
  })
})

test('the best score is the least that is paid or the most that is earned, the oracle’s apart', () => {
  const place = 'inventory/many-warehouses:stores-10'
  const { random, 'just-in-time': oracle, ...rivals } = MEASURED[place]
  const scores = Object.values(rivals)
  expect(scores.length).toBeGreaterThan(1)
  expect(referencesOf(place).best.score).toBe(Math.min(...scores))
  expect(referencesFrom(MEASURED[place], 'maximise').best.score).toBe(Math.max(...scores))
  expect(referencesOf(place).random.score).toBe(random)
  expect(oracle).toBeDefined()
})
