/** Bins of distances, [edges[b], edges[b + 1]): `requireEdges`, `binOf`. */
import { ParameterError } from '@gauntlet/core'

/** Errors: ParameterError unless there is a bin for each of `bins`, edges rise from at least 0, and none is beyond `most`. */
export function requireEdges(edges: Float64Array, bins: number, most: number = Infinity): void {
  if (bins < 1 || edges.length !== bins + 1) {
    throw new ParameterError(
      'edges',
      edges.length,
      `one more than the ${bins} bins, of which there is at least 1`,
    )
  }
  for (let b = 0; b <= bins; b++) {
    const least = b === 0 ? 0 : edges[b - 1]
    if ((b === 0 ? edges[b] >= 0 : edges[b] > least) && edges[b] <= most && edges[b] < Infinity) continue
    const allowed = most < Infinity ? `to ${most}` : 'that is finite'
    throw new ParameterError(
      `edges[${b}]`,
      edges[b],
      `a number from ${least}, more than the edge before, ${allowed}`,
    )
  }
}

/** The bin of a distance; -1 of one below the first edge, or not below the last. Where edges are even, at once. */
export function binOf(edges: Float64Array, distance: number): number {
  const bins = edges.length - 1
  if (!(distance >= edges[0] && distance < edges[bins])) return -1
  let b = Math.min(bins - 1, Math.floor(((distance - edges[0]) / (edges[bins] - edges[0])) * bins))
  while (distance < edges[b]) b--
  while (distance >= edges[b + 1]) b++
  return b
}
