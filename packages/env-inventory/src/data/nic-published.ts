/** Published scores of HDPO, per store and period, by named setting: `nicPublished`. */
import type { PublishedResult } from '@gauntlet/core'

type Row = readonly [leadTime: number, underageCost: number, score: number]

const ONE_STORE_LOST: readonly Row[] = [
  [1, 4, 4.04],
  [1, 9, 5.46],
  [1, 19, 6.68],
  [1, 39, 7.84],
  [2, 4, 4.4],
  [2, 9, 6.09],
  [2, 19, 7.67],
  [2, 39, 9.11],
  [3, 4, 4.6],
  [3, 9, 6.53],
  [3, 19, 8.36],
  [3, 39, 10.04],
  [4, 4, 4.73],
  [4, 9, 6.84],
  [4, 19, 8.89],
  [4, 39, 10.79],
]

const ONE_STORE_BACKLOGGED: readonly Row[] = [
  [1, 4, 3.17],
  [1, 9, 3.97],
  [1, 19, 4.67],
  [1, 39, 5.29],
  [4, 4, 5.01],
  [4, 9, 6.28],
  [4, 19, 7.38],
  [4, 39, 8.37],
  [7, 4, 6.33],
  [7, 9, 7.94],
  [7, 19, 9.33],
  [7, 39, 10.58],
  [10, 4, 7.43],
  [10, 9, 9.31],
  [10, 19, 10.96],
  [10, 39, 12.42],
  [15, 4, 8.95],
  [15, 9, 11.23],
  [15, 19, 13.21],
  [15, 39, 14.97],
  [20, 4, 10.26],
  [20, 9, 12.88],
  [20, 19, 15.13],
  [20, 39, 17.14],
]

const SERIAL: readonly Row[] = [
  [1, 4, 6.93],
  [1, 9, 8.41],
  [1, 19, 9.8],
  [1, 39, 10.95],
  [2, 4, 7.64],
  [2, 9, 9.32],
  [2, 19, 10.75],
  [2, 39, 11.97],
  [3, 4, 8.26],
  [3, 9, 10.11],
  [3, 19, 11.69],
  [3, 39, 13.03],
  [4, 4, 8.83],
  [4, 9, 10.8],
  [4, 19, 12.51],
  [4, 39, 14.84],
]

const TRANSSHIPMENT: readonly (readonly [stores: number, ...Row])[] = [
  [3, 2, 4, 5.75],
  [3, 6, 4, 7.73],
  [5, 6, 4, 7.19],
  [10, 2, 4, 5.54],
  [10, 6, 4, 7.57],
]

/** By setting, where 8192 scenarios were trained on: scores of the graph network and of one perceptron. */
const NETWORKS: readonly (readonly [setting: string, graph: number, perceptron: number])[] = [
  ['serial:stages-3', 9.87, 9.96],
  ['serial:stages-5', 10.99, 11.08],
  ['serial:stages-6', 11.78, 11.82],
  ['serial:stages-7', 12.8, 12.58],
  ['transshipment:stores-3-4-9', 8.54, 8.56],
  ['transshipment:stores-5-4-9', 7.91, 7.92],
  ['transshipment:stores-10-4-9', 8.3, 8.33],
  ['transshipment:stores-20-4-9', 8.73, 8.76],
  ['transshipment:stores-30-4-9', 8.38, 8.42],
  ['transshipment:stores-50-4-9', 8.12, 8.19],
  ['one-warehouse:stores-3-6', 5.6, 5.61],
  ['many-warehouses:stores-10', 9.6, 9.7],
  // Here on 128.
  ['transshipment:stores-3-4-9-scenarios-128', 8.58, 8.85],
  ['many-warehouses:stores-10-scenarios-128', 9.65, 9.96],
]

const SOURCE = 'Alvo et al. 2023, arXiv 2306.11246 (version of 2025), test loss'

const published: ReadonlyMap<string, readonly PublishedResult[]> = new Map([
  ...ONE_STORE_LOST.map(([leadTime, underageCost, score]) =>
    row(`one-store:lost-poisson-${leadTime}-${underageCost}`, score),
  ),
  ...ONE_STORE_BACKLOGGED.map(([leadTime, underageCost, score]) =>
    row(`one-store:backlogged-${leadTime}-${underageCost}`, score),
  ),
  ...SERIAL.map(([leadTime, underageCost, score]) =>
    row(`serial:stages-4-${leadTime}-${underageCost}`, score),
  ),
  ...TRANSSHIPMENT.map(([stores, leadTime, underageCost, score]) =>
    row(`transshipment:stores-${stores}-${leadTime}-${underageCost}`, score),
  ),
  ...NETWORKS.map(([setting, graph, perceptron]) => row(setting, perceptron, graph)),
])

function row(setting: string, perceptron: number, graph?: number): [string, PublishedResult[]] {
  const result = (algorithm: string, score: number): PublishedResult => ({ algorithm, score, source: SOURCE })
  const rows = [result('HDPO (vanilla)', perceptron)]
  if (graph !== undefined) rows.push(result('HDPO (GNN)', graph))
  return [`inventory/${setting}`, rows]
}

/** What is published of the setting `id:setting`; nothing of most. */
export function nicPublished(place: string): { readonly literature?: readonly PublishedResult[] } {
  const literature = published.get(place)
  return literature === undefined ? {} : { literature }
}
