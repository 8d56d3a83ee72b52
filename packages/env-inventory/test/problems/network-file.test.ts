import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readNetworkFile, writeNetworkFile } from '../../src/network/network-file.ts'
import type { Network, NetworkDescription } from '../../src/network/network.ts'
import { DIAMOND } from '../../src/problems/network-settings.ts'
import { anyNetwork } from '../../src/problems/network.ts'
import { networks } from '../support/random-networks.ts'

function described({ nodes, edges, ...rules }: Network): NetworkDescription {
  const named = edges.map((edge) => ({
    ...edge,
    source: nodes[edge.source].name,
    target: nodes[edge.target].name,
  }))
  return { nodes, edges: named, ...rules }
}

const fileOf = (text: string): { name: string; bytes: Uint8Array } => ({
  name: 'mine.json',
  bytes: new TextEncoder().encode(text),
})

/** The diamond's file with one thing changed. */
const changed = (from: string, to: string): { name: string; bytes: Uint8Array } => {
  const text = new TextDecoder().decode(writeNetworkFile(DIAMOND).bytes)
  expect(text).toContain(from)
  return fileOf(text.replace(from, to))
}

test('a network that is written is read as itself', () => {
  fc.assert(
    fc.property(networks, (network) => {
      expect(readNetworkFile(writeNetworkFile(described(network)))).toEqual(network)
    }),
    { numRuns: 50 },
  )
})

test('whoever ships may owe: a supplier’s and a warehouse’s underage cost is read', () => {
  const file = changed('"kind":"supplier"', '"kind":"supplier","underageCost":2')
  expect(readNetworkFile(file).nodes[5].underageCost).toBe(2)
})

test('the default network from its file is the same environment', async () => {
  const [usual, read] = [{}, { network: writeNetworkFile(DIAMOND) }].map((given) =>
    anyNetwork.describe(given),
  )
  expect(read).toEqual(usual)
})

describe('what is no network is refused, and where', () => {
  test.each([
    ['{ "nodes": [ }', 'mine.json, line 1, column 14: got "}", expected JSON to go on'],
    ['{\n  "nodes": [],\n  "edges": [}\n', 'mine.json, line 3, column 13'],
    ['{ "nodes": []', 'mine.json, line 1, column 14: got "the end"'],
    ['{ "nodes": [], "edges": [] } 7', 'mine.json, line 1, column 30: got "7"'],
    ['{ "nodes": ["a\nb"] }', 'mine.json, line 1, column 15: got "the end of the line"'],
    ['[]', 'mine.json: got [], expected an object'],
    ['{ "nodes": [], "edges": 3 }', 'mine.json.edges: got 3, expected a list'],
    ['{ "nodes": [7], "edges": [] }', 'mine.json.nodes[0]: got 7, expected an object'],
    [
      '{\n  "nodes": [],\n  "nodes": [] }',
      'mine.json, line 3, column 3: got "nodes", expected each key of an object once',
    ],
    [
      '{ "nodes": [{ "name": "a:\\"}", "price": 1, "pr\\u0069ce" : 2 }] }',
      'mine.json, line 1, column 44: got "price"',
    ],
    [
      '{ "nodes": [], "edges": [[{"a": {"a": 1}}, {"a": [], "b": "a", "a": 1}]] }',
      'mine.json, line 1, column 64: got "a"',
    ],
    ['{ "node": [], "edges": [] }', 'mine.json: unknown field node; did you mean nodes'],
  ])('%s', (text, message) => {
    expect(() => readNetworkFile(fileOf(text))).toThrow(message)
  })

  test.each([
    ['"name":"north",', '"name":"north","holdingcost":2,', 'mine.json.nodes[0] (north): unknown field holdingcost; did you mean holdingCost'],
    ['"holdingCost":0.5', '"holdingCost":-1', 'mine.json.nodes[3] (near).holdingCost: got -1'],
    ['"leadTime":1', '"leadTime":1,"orderDely":1', 'mine.json.edges[0] (near to north): unknown field orderDely; did you mean orderDelay'],
    ['"unitCost":1.5', '"unitCost":"1.5"', 'mine.json.edges[4] (supplier to near).unitCost: got "1.5"'],
    ['"leadTime":1', '"leadTime":10000000', 'mine.json.edges[0] (near to north).leadTime: got 10000000, expected a whole number from 1 to 1024'],
    ['"leadTime":1', '"leadTime":[1,1025]', 'mine.json.edges[0] (near to north).leadTime: got 1025, expected a whole number from 1 to 1024'],
    ['"leadTime":1', '"leadTime":1,"orderDelay":1025', 'mine.json.edges[0] (near to north).orderDelay: got 1025, expected a whole number from 0 to 1024'],
    ['"holdingCost":0.5', '"price":2', 'mine.json.nodes[3] (near).price: got 2, expected a warehouse without it: it is a field of stores alone'],
    ['"holdingCost":1,', '"holds":false,', 'mine.json.nodes[0] (north).holds: got false, expected a store without it: it is a field of warehouses alone'],
    ['"holdingCost":1,', '"yield":0.5,', 'mine.json.nodes[0] (north).yield: got 0.5'],
    ['"holdingCost":1,', '"operatingCost":1,', 'mine.json.nodes[0] (north).operatingCost: got 1'],
    ['"holdingCost":1,', '"dispatchCost":1,', 'mine.json.nodes[0] (north).dispatchCost: got 1, expected a store without it: it is a field of suppliers and warehouses alone'],
    ['"kind":"supplier"', '"kind":"supplier","stock":5', 'mine.json.nodes[5] (supplier).stock: got 5'],
    ['"kind":"supplier"', '"kind":"supplier","holdingCost":5', 'mine.json.nodes[5] (supplier).holdingCost: got 5'],
    ['"holdingCost":1,', '"holdingCost":null,', 'mine.json.nodes[0] (north).holdingCost: got null, expected a finite number of at least 0'],
    ['"holdingCost":1,', '"holds":null,', 'mine.json.nodes[0] (north).holds: got null, expected a store without it'],
    ['"holdingCost":0.5', '"holds":null', 'mine.json.nodes[3] (near).holds: got null, expected true or false'],
    ['"holdingCost":0.5', '"yield":null', 'mine.json.nodes[3] (near).yield: got null, expected a finite number above 0 up to 1'],
    ['"leadTime":1', '"leadTime":1,"capacity":null', 'mine.json.edges[0] (near to north).capacity: got null, expected a number of at least 0; none without a bound'],
    ['"leadTime":1', '"leadTime":1,"orderDelay":null', 'mine.json.edges[0] (near to north).orderDelay: got null, expected a whole number from 0'],
    ['"leadTime":1', '"leadTime":2,"underWay":null', 'mine.json.edges[0] (near to north).underWay: got null, expected a list'],
    ['"leadTime":1', '"leadTime":2,"underWay":[3,null]', 'mine.json.edges[0] (near to north).underWay[1]: got null'],
    ['"unmetDemand": "lost"', '"unmetDemand": null', 'mine.json.unmetDemand: got null, expected backlogged or lost'],
    ['"nodes":', '"sequence":null,"nodes":', 'mine.json.sequence: got null, expected receive-first or order-first'],
    ['"nodes":', '"integral":null,"nodes":', 'mine.json.integral: got null, expected true or false'],
    ['"nodes":', '"discount":null,"nodes":', 'mine.json.discount: got null, expected a finite number above 0 up to 1'],
    ['"target":"south"', '"target":"sooth"', 'mine.json.edges[3].target: got "sooth", expected one of the nodes north, middle, south'],
  ])('%s becomes %s', (from, to, message) => {
    expect(() => readNetworkFile(changed(from, to))).toThrow(message)
  }) // prettier-ignore

  test('bytes that are no text', () => {
    const bytes = Uint8Array.of(0xff, 0xfe)
    expect(() => readNetworkFile({ name: 'mine.json', bytes })).toThrow(
      'mine.json: got "bytes that are no UTF-8", expected a file of JSON',
    )
  })
})
