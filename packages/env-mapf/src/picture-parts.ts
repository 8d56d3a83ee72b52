/** What all pictures have in common: `agentColour`, `gridLines`. */

/** Degrees between the hues of one agent and the next: the golden angle keeps neighbours apart. */
const HUE_STEP = 137.508

/** The colour of agent `a`, hsl(hue 62% 46%), as `#rrggbb` (CSS Color 4, section 7.1). */
export function agentColour(a: number): string {
  const hue = (a * HUE_STEP) % 360
  const channel = (n: number): string => {
    const k = (n + hue / 30) % 12
    const value = 0.46 - 0.62 * 0.46 * Math.max(-1, Math.min(k - 3, 9 - k, 1))
    return Math.round(255 * value)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${channel(0)}${channel(8)}${channel(4)}`
}

/** The lines between cells of so many units a side, as the data of an SVG path. */
export function gridLines(rows: number, columns: number, side: number): string {
  const across = Array.from({ length: rows - 1 }, (_, k) => `M0 ${(k + 1) * side}h${columns * side}`)
  const down = Array.from({ length: columns - 1 }, (_, k) => `M${(k + 1) * side} 0v${rows * side}`)
  return [...across, ...down].join('')
}
