/** Where agents were when an episode ended: `LiveMeanField`, `withFinalCoordinates`. */
import type { MeanFieldFace } from './faces.ts'

/** A mean-field face as rules bring it. */
export type LiveMeanField = Omit<MeanFieldFace, 'finalCoordinates'>

/** The whole face of `rows` (batch × agents), and what keeps where agents are now, to be called before ended worlds are reset. */
export function withFinalCoordinates(
  live: LiveMeanField,
  rows: number,
): { readonly face: MeanFieldFace; keep(): void } {
  const kept = new Float64Array(rows * live.dimensions)
  return {
    face: {
      dimensions: live.dimensions,
      extent: live.extent,
      coordinates: (out) => live.coordinates(out),
      finalCoordinates: (out) => out.set(kept),
      distance: (from, to) => live.distance(from, to),
    },
    keep: () => live.coordinates(kept),
  }
}
