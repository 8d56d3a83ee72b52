/** A mean with its interval and what it averages, drawn on a scale that a whole table shares: `Strip`, `scaleOf`. */
import type { JSX } from 'preact'

const WIDTH = 120
const HEIGHT = 16
/** Beyond these, scores are drawn at the edge. */
const LEAST = -0.5
const MOST = 1.5

export interface Scale {
  readonly low: number
  readonly high: number
}

interface Estimated {
  readonly mean: number
  readonly interval: { readonly low: number; readonly high: number } | null
}

/** From 0 to 1 at least, as normalised scores go. */
export function scaleOf(estimates: readonly (Estimated | null)[]): Scale {
  const values = estimates.flatMap((one) =>
    one === null ? [] : [one.mean, one.interval?.low ?? one.mean, one.interval?.high ?? one.mean],
  )
  return { low: Math.max(LEAST, Math.min(0, ...values)), high: Math.min(MOST, Math.max(1, ...values)) }
}

export function Strip({
  estimate,
  behind,
  scale: { low, high },
}: {
  estimate: Estimated
  behind: readonly number[]
  scale: Scale
}): JSX.Element {
  const x = (value: number): number =>
    Number((4 + ((WIDTH - 8) * (Math.min(high, Math.max(low, value)) - low)) / (high - low)).toFixed(1))
  const { mean, interval } = estimate
  const middle = HEIGHT / 2
  const beyond = mean < low || mean > high
  return (
    <svg class="strip" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" focusable="false">
      <line x1={x(low)} x2={x(high)} y1={middle} y2={middle} />
      <line class="tick" x1={x(0)} x2={x(0)} y1={3} y2={HEIGHT - 3} />
      <line class="tick" x1={x(1)} x2={x(1)} y1={3} y2={HEIGHT - 3} />
      {behind.map((value, i) => (
        <circle key={i} class="one" cx={x(value)} cy={middle} r={2} />
      ))}
      {interval !== null && (
        <rect
          class="range"
          x={x(interval.low)}
          y={middle - 4.5}
          width={Number((x(interval.high) - x(interval.low)).toFixed(1))}
          height={9}
        />
      )}
      <circle class={beyond ? 'beyond' : 'mean'} cx={x(mean)} cy={middle} r={3} />
    </svg>
  )
}
