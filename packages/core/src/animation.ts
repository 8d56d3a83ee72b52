/** A replay as one animated picture: `animateReplay`. */
import type { EnvironmentDefinition } from './definition.ts'
import { TEXT, requireValue } from './form.ts'
import { type Replay, playReplay } from './replay.ts'

/** Seconds for which each step is shown, and steps for which the last is held before all begins again. */
const STEP_SECONDS = 0.25
const PAUSE = 6

/**
 * An episode as one SVG document that needs no script, played again by the environment: as its definition animates
 * it, or else `renderSvg` of every step but the last, after which the world has been reset, one after the other.
 * Pictures that follow on an equal one are left out. Who wants no motion sees the first.
 *
 * Errors: GauntletError as those of `playReplay`, and where the definition draws something other than text.
 */
export async function animateReplay<P extends object>(
  definition: EnvironmentDefinition<P>,
  replay: Replay,
): Promise<string> {
  if (definition.animate !== undefined) {
    const drawn: unknown = await definition.animate(replay)
    requireValue(drawn, `${definition.id}: animate`, TEXT, 'replay')
    return drawn as string
  }
  const pictures: string[] = []
  const starts: number[] = []
  for await (const { t, environment } of playReplay(definition, replay)) {
    if (t === replay.steps) continue
    const picture = environment.renderSvg(0)
    if (picture === pictures[pictures.length - 1]) continue
    pictures.push(picture)
    starts.push(t)
  }
  return slides(pictures, starts, replay.steps + PAUSE)
}

/** Pictures in one document, each shown from its start until the next one's; times in steps of `length`. */
function slides(pictures: readonly string[], starts: readonly number[], length: number): string {
  const cycle = `${length * STEP_SECONDS}s`
  const rules = pictures.map((_, k) => {
    const from = percent(starts[k], length)
    const to = percent(starts[k + 1] ?? length, length)
    const before = k === 0 ? '' : '0%{visibility:hidden}'
    return `@keyframes s${k}{${before}${from}{visibility:visible}${to}{visibility:hidden}}`
  })
  const style = [
    '.slide{visibility:hidden;animation-timing-function:step-end;animation-iteration-count:infinite}',
    '.slide:first-of-type{visibility:visible}',
    '@media (prefers-reduced-motion:reduce){.slide{animation:none!important}}',
    ...rules,
  ]
  const shown = pictures.map(
    (picture, k) =>
      `<g class="slide" style="animation-name:s${k};animation-duration:${cycle}">${inner(picture)}</g>`,
  )
  const head = `<svg xmlns="http://www.w3.org/2000/svg"${frame(pictures[0])} role="img">`
  return [head, `<style>${style.join('')}</style>`, ...shown, '</svg>'].join('\n')
}

function percent(t: number, length: number): string {
  return `${Number(((100 * t) / length).toFixed(4))}%`
}

/** The picture without what may stand before its root. */
function inner(picture: string): string {
  return picture.slice(picture.indexOf('<svg'))
}

/** A view of the picture's whole size, as its root says it; nothing where it does not. */
function frame(picture: string): string {
  const [root] = /<svg[^>]*>/.exec(picture) ?? ['']
  const attribute = (name: string): string =>
    new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)`).exec(root)?.[1] ?? ''
  const [, , boxWidth = NaN, boxHeight = NaN] = attribute('viewBox')
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  // A share of the window, such as 100%, is no size.
  const size = (name: string): number =>
    /^[\d.]+(px)?$/.test(attribute(name)) ? Number.parseFloat(attribute(name)) : NaN
  const width = size('width') || boxWidth
  const height = size('height') || boxHeight
  return width > 0 && height > 0 ? ` viewBox="0 0 ${width} ${height}"` : ''
}
