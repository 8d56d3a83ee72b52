/** Boxes cut into equal bins: `binCount`, `binCentres`, `gridPoints`. */

/** Bins of a box with `each` along every dimension. */
export function binCount(each: number, dimensions: number): number {
  let count = 1
  for (let k = 0; k < dimensions; k++) count *= each
  return count
}

/** [bins]: the centres of equal parts of [low, high], drawn together about the middle by the factor `scale`. */
export function binCentres(low: number, high: number, bins: number, scale: number = 1): Float64Array {
  const middle = (low + high) / 2
  const side = (high - low) / bins
  const centre = (j: number): number => low + (j + 0.5) * side
  return Float64Array.from({ length: bins }, (_, j) => middle + scale * (centre(j) - middle))
}

/** All points with one coordinate of each axis, the last axis running fastest. */
export function gridPoints(axes: readonly Float64Array[]): Float64Array[] {
  return axes.reduce<Float64Array[]>(
    (points, axis) =>
      points.flatMap((point) => Array.from(axis, (value) => Float64Array.of(...point, value))),
    [new Float64Array(0)],
  )
}
