import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { NeighbourGrid } from '../../src/neighbours/neighbour-grid.ts'
import { Clusters } from '../../src/metrics/clusters.ts'
import { fluctuationCorrelation } from '../../src/metrics/fluctuation-correlation.ts'
import { milling } from '../../src/metrics/milling.ts'
import { meanNearestDistance } from '../../src/metrics/nearest-distance.ts'
import { headingEntropy, kuramotoOrder, nematicOrder, polarOrder } from '../../src/metrics/order.ts'
import { Space } from '../../src/space.ts'

interface Golden {
  readonly x: readonly (readonly [number, number])[]
  readonly theta: readonly number[]
  readonly polar: number
  readonly nematic: number
  readonly milling_open: number
}

interface Cloud extends Golden {
  readonly L: number
  readonly milling_periodic: number
  readonly heading_entropy_bins16: number
  readonly cluster_radius: number
  readonly cluster_sizes: readonly number[]
  readonly corr_edges: readonly number[]
  readonly velocity_correlation: readonly number[]
  readonly mean_nn_distance: number
}

const { cloud, ring, nematic_pair } = JSON.parse(
  readFileSync(new URL('../golden/metrics.json', import.meta.url), 'utf8'),
) as { readonly cloud: Cloud; readonly ring: Golden; readonly nematic_pair: Golden }

const directionsOf = ({ theta }: Golden) =>
  Float64Array.from(theta.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]))
const torus = new Space('torus', cloud.L)
const positions = Float64Array.from(cloud.x.flat())
const directions = directionsOf(cloud)
const grid = new NeighbourGrid(torus, cloud.x.length)
grid.sort(positions)

test('orders', () => {
  for (const golden of [cloud, ring, nematic_pair]) {
    expect(polarOrder(directionsOf(golden))).toBeCloseTo(golden.polar, 12)
    expect(nematicOrder(directionsOf(golden))).toBeCloseTo(golden.nematic, 12)
    const order = new Float64Array(2)
    kuramotoOrder(Float64Array.from(golden.theta), order)
    expect(order[0]).toBeCloseTo(golden.polar, 12)
  }
  expect(headingEntropy(directions, new Int32Array(16))).toBeCloseTo(cloud.heading_entropy_bins16, 12)
})

test('milling', () => {
  const plane = new Space('plane', cloud.L)
  expect(milling(torus, positions, directions)).toBeCloseTo(cloud.milling_periodic, 12)
  expect(milling(plane, positions, directions)).toBeCloseTo(cloud.milling_open, 12)
  const circle = milling(plane, Float64Array.from(ring.x.flat()), directionsOf(ring))
  expect(circle).toBeCloseTo(ring.milling_open, 12)
})

test('clusters, nearest neighbours and the correlation of fluctuations', () => {
  const clusters = new Clusters(cloud.x.length)
  expect(clusters.find(grid, cloud.cluster_radius)).toBe(cloud.cluster_sizes.length)
  expect([...clusters.sizes.subarray(0, clusters.count)]).toEqual(cloud.cluster_sizes)
  expect(meanNearestDistance(grid)).toBeCloseTo(cloud.mean_nn_distance, 12)
  const bins = cloud.velocity_correlation.length
  const values = new Float64Array(bins)
  fluctuationCorrelation(
    grid,
    directions,
    Float64Array.from(cloud.corr_edges),
    values,
    new Float64Array(bins),
  )
  for (let b = 0; b < bins; b++) expect(values[b]).toBeCloseTo(cloud.velocity_correlation[b], 12)
})
