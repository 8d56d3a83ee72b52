/** Movement and change as SMIL animations of an SVG document: `Timeline`. */

/** Seconds that a step takes. */
const STEP_SECONDS = 0.25
/** Steps for which the end is held before the animation begins again. */
const PAUSE = 6

/** What an element shows from a step on. */
export interface Key {
  readonly t: number
  readonly value: string
}

/** The animations of one document: they run over the steps of an episode and a pause, again and again, in time. */
export class Timeline {
  readonly steps: number
  private readonly length: number
  private readonly digits: number
  private readonly timing: string

  constructor(steps: number) {
    this.steps = steps
    this.length = steps + PAUSE
    // A tenth of a step exact.
    this.digits = String(this.length).length + 1
    this.timing = `dur="${Number((this.length * STEP_SECONDS).toFixed(2))}s" repeatCount="indefinite"`
  }

  /** An element that moves evenly from place to place; nothing where it stays. Keys: `x y`, the first at step 0. */
  move(keys: readonly Key[]): string {
    if (keys.length === 1) return ''
    const held = { t: this.length, value: keys[keys.length - 1].value }
    return `<animateTransform attributeName="transform" type="translate" ${this.list([...keys, held])}/>`
  }

  /** An element that turns evenly; nothing where it does not turn. Keys: degrees clockwise, the first at step 0. */
  turn(keys: readonly Key[]): string {
    if (keys.length === 1) return ''
    const held = { t: this.length, value: keys[keys.length - 1].value }
    return `<animateTransform attributeName="transform" type="rotate" ${this.list([...keys, held])}/>`
  }

  /** An element that jumps from place to place. */
  jump(keys: readonly Key[]): string {
    if (keys.length === 1) return ''
    return `<animateTransform attributeName="transform" type="translate" calcMode="discrete" ${this.list(keys)}/>`
  }

  /** An attribute that goes evenly from one number to another from step `from` to step `to`, and stays so. */
  fade(attribute: string, [before, after]: readonly [number, number], from: number, to: number): string {
    const keys = [
      { t: 0, value: `${before}` },
      ...(from > 0 ? [{ t: from, value: `${before}` }] : []),
      { t: to, value: `${after}` },
      { t: this.length, value: `${after}` },
    ]
    return `<animate attributeName="${attribute}" ${this.list(keys)}/>`
  }

  private list(keys: readonly Key[]): string {
    const values = keys.map(({ value }) => value).join(';')
    return `${this.timing} values="${values}" keyTimes="${keys.map(({ t }) => this.time(t)).join(';')}"`
  }

  /** A step as a share of the whole: `.0625`. */
  private time(t: number): string {
    return String(Number((t / this.length).toFixed(this.digits))).replace(/^0\./, '.')
  }
}

/**
 * The steps at which a series of places, one a step, changes its direction or speed: straight runs are one piece. Places are
 * whole numbers, and `unit` of them one unit of what is shown.
 */
export function corners(places: readonly (readonly number[])[], unit: number = 1): Key[] {
  const keys = places.flatMap((place, t) => {
    const within = t > 0 && t < places.length - 1
    if (within && place.every((x, d) => x - places[t - 1][d] === places[t + 1][d] - x)) return []
    return [{ t, value: place.map((x) => Number((x / unit).toFixed(3))).join(' ') }]
  })
  const moves = keys.some(({ value }) => value !== keys[0].value)
  return moves ? keys : keys.slice(0, 1)
}
