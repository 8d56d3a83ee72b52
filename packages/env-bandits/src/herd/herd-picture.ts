import { svgDocument } from '@gauntlet/core'
/** A world of `bandits/herd` as text and as SVG: `HerdPicture`, `herdText`, `herdSvg`. */

/** What is drawn of a world. */
export interface HerdPicture {
  readonly elapsed: number
  readonly horizon: number
  /** P(state is G) */
  readonly belief: number
  /** The precision that costs nothing, and the one set last. */
  readonly precision: number
  readonly lastPrecision: number
  /** Action of the last agent, and the state: 1 for G, 0 for B. */
  readonly lastAction: number
  readonly good: number
}

const TEXT_BAR = 40

/** The belief as a bar from B to G, and what the last agent was told and did. */
export function herdText(picture: HerdPicture): string {
  const full = Math.round(TEXT_BAR * picture.belief)
  const bar = `${'#'.repeat(full)}${'.'.repeat(TEXT_BAR - full)}`
  return [heading(picture), `B [${bar}] G  belief ${picture.belief.toFixed(4)}`, lastAgent(picture)].join(
    '\n',
  )
}

const WIDTH = 480
const HEIGHT = 110
const LEFT = 40
const BAR = 400

/** The belief as a bar from B to G; the band is where agents follow a signal of the last precision. */
export function herdSvg(picture: HerdPicture): string {
  const at = (b: number): string => (LEFT + BAR * b).toFixed(1)
  const { belief, lastPrecision } = picture
  const band =
    lastPrecision === 0
      ? ''
      : `<rect x="${at(1 - lastPrecision)}" y="44" width="${(BAR * (2 * lastPrecision - 1)).toFixed(1)}" height="8" fill="#7fbf7b"/>`
  return svgDocument(WIDTH, HEIGHT, heading(picture), [
    band,
    `<rect x="${LEFT}" y="54" width="${BAR}" height="20" fill="#eeeeee"/>`,
    `<rect x="${LEFT}" y="54" width="${(BAR * belief).toFixed(1)}" height="20" fill="#8fb8de"/>`,
    `<text x="20" y="69">B</text><text x="${LEFT + BAR + 8}" y="69">G</text>`,
    `<text x="12" y="98">${lastAgent(picture)}</text>`,
  ])
}

function heading({ elapsed, horizon, good }: HerdPicture): string {
  return `bandits/herd  agent ${elapsed} of ${horizon}  state ${letter(good)}`
}

function lastAgent({ elapsed, lastPrecision, lastAction, precision }: HerdPicture): string {
  if (elapsed === 0) return `no agent yet; precision ${precision.toFixed(4)} costs nothing`
  return `last agent: precision ${lastPrecision.toFixed(4)}, chose ${letter(lastAction)}`
}

function letter(good: number): string {
  return good === 1 ? 'G' : 'B'
}
