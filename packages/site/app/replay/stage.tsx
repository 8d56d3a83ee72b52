/** A picture of an episode on a canvas: `Stage`. */
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { drawHeat, drawTrails, pathsOf } from './overlay.ts'
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
  k,
  overlay,
}: {
  label: string
  pictures: readonly Picture[]
  /** Which picture is shown. */
  k: number
  overlay: Overlay
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const paths = useMemo(() => pathsOf(pictures), [pictures])
  const frame = useMemo(() => frameOf(pictures[0].svg), [pictures])
  const scale = PIXELS / Math.max(frame.width, frame.height)
  useEffect(() => {
    let current = true
    void imageOf(pictures[k].svg, frame).then((image) => {
      const context = canvas.current?.getContext('2d')
      if (!current || !context) return
      context.setTransform(scale, 0, 0, scale, -frame.x * scale, -frame.y * scale)
      context.fillStyle = '#fff'
      context.fillRect(frame.x, frame.y, frame.width, frame.height)
      context.drawImage(image, frame.x, frame.y, frame.width, frame.height)
      context.lineWidth = Math.max(frame.width, frame.height) / 250
      if (paths === null || overlay === 'none') return
      const lay = overlay === 'trails' ? drawTrails : drawHeat
      lay(context, paths, k, Math.max(frame.width, frame.height))
    })
    return () => {
      current = false
    }
  }, [pictures, k, overlay])
  const { t, text } = pictures[k]
  return (
    <>
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
    </>
  )
}

/** Whether the pictures have anything to lay over. */
export function moves(pictures: readonly Picture[]): boolean {
  return pathsOf(pictures) !== null
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
