/** A picture of an episode on a canvas: `Stage`. */
import type { JSX } from 'preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { type Paths, drawHeat, drawTrails } from './overlay.ts'
import { paint } from './painting.ts'
import type { Picture } from './player.ts'

/** Pixels of a picture's longer side. */
const PIXELS = 900

export type Overlay = 'none' | 'trails' | 'heat'

interface Frame {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export function Stage({
  label,
  pictures,
  paths,
  k,
  overlay,
}: {
  label: string
  pictures: readonly Picture[]
  paths: Paths | null
  /** Which picture is shown. */
  k: number
  overlay: Overlay
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const outlines = useMemo(() => new Map<string, Path2D>(), [pictures])
  const frame = useMemo(() => frameOf(pictures[0].svg), [pictures])
  const scale = PIXELS / Math.max(frame.width, frame.height)
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return undefined
    let current = true
    const { svg } = pictures[k]
    const size = Math.max(frame.width, frame.height)
    const blank = (): void => {
      context.setTransform(scale, 0, 0, scale, -frame.x * scale, -frame.y * scale)
      context.fillStyle = '#fff'
      context.fillRect(frame.x, frame.y, frame.width, frame.height)
    }
    const lay = (): void => {
      context.lineWidth = size / 250
      if (paths === null || overlay === 'none') return
      if (overlay === 'trails') drawTrails(context, paths, k, size)
      else drawHeat(context, paths, k, size)
    }
    blank()
    if (paint(context, svg, outlines)) lay()
    else {
      void imageOf(svg, frame).then((image) => {
        if (!current) return
        blank()
        context.drawImage(image, frame.x, frame.y, frame.width, frame.height)
        lay()
      })
    }
    return () => {
      current = false
    }
  }, [pictures, k, overlay])
  const { t, text } = pictures[k]
  return (
    <div>
      <canvas
        ref={canvas}
        class="stage"
        width={Math.round(frame.width * scale)}
        height={Math.round(frame.height * scale)}
        role="img"
        aria-label={`${label}, step ${t}. The same follows as text.`}
      />
      <details>
        <summary>as text</summary>
        <pre tabIndex={0} class="world">
          {text}
        </pre>
      </details>
    </div>
  )
}

/** An image runs no script, whatever an environment draws. */
async function imageOf(svg: string, { width, height }: Frame): Promise<HTMLImageElement> {
  const image = new Image()
  const address = URL.createObjectURL(new Blob([sized(svg, width, height)], { type: 'image/svg+xml' }))
  image.src = address
  await image.decode()
  URL.revokeObjectURL(address)
  return image
}

/** The picture with a size of its own, which some browsers need to draw it on a canvas. */
function sized(svg: string, width: number, height: number): string {
  return svg.replace(/<svg[^>]*>/, (root) => {
    const bare = root.replaceAll(/\s(?:width|height)\s*=\s*(["']).*?\1/g, '')
    return bare.replace('<svg', `<svg width="${width}" height="${height}"`)
  })
}

/** What the picture shows of its own plane. */
function frameOf(svg: string): Frame {
  const [root = ''] = /<svg[^>]*>/.exec(svg) ?? []
  const attribute = (name: string): string =>
    new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)`).exec(root)?.[1] ?? ''
  const box = attribute('viewBox')
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  if (box.length === 4 && box[2] > 0 && box[3] > 0)
    return { x: box[0], y: box[1], width: box[2], height: box[3] }
  const size = (name: string): number => Number.parseFloat(attribute(name)) || 400
  return { x: 0, y: 0, width: size('width'), height: size('height') }
}
