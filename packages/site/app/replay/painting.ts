/**
 * Pictures painted straight on a canvas, a few times as fast as by way of an image: `paint`. What environments draw with is
 * understood: shapes, lines, paths and words, groups and where they are moved to. Any other picture is left to the browser.
 */
type Attributes = Readonly<Record<string, string>>

interface Mark {
  readonly tag: string
  readonly attributes: Attributes
  readonly words: string
  readonly transform: DOMMatrix | null
}

const GROUPS = new Set(['svg', 'g'])
const SHAPES = new Set(['rect', 'circle', 'line', 'path', 'polyline', 'text'])
/** What of an attribute a group hands on, or says of the document alone. */
const DOCUMENT = new Set(['xmlns', 'viewBox', 'width', 'height', 'role'])
const UNDERSTOOD = new Set(
  [
    ['x', 'y', 'x1', 'y1', 'x2', 'y2', 'cx', 'cy', 'r', 'rx', 'width', 'height', 'd', 'points', 'dy'],
    ['fill', 'fill-opacity', 'stroke', 'stroke-opacity', 'stroke-width', 'stroke-dasharray'],
    ['stroke-linecap', 'stroke-linejoin', 'font-family', 'font-size', 'font-weight', 'text-anchor'],
  ].flat(),
)

/** Paths that stay from picture to picture, such as a map's walls, are long, and made once. */
const LONG = 400
export type Paths = Map<string, Path2D>

/** Paints a picture in the coordinates of its own plane; false, and nothing painted, where it holds what is not understood. */
export function paint(context: CanvasRenderingContext2D, svg: string, paths: Paths): boolean {
  const { documentElement: root } = new DOMParser().parseFromString(svg, 'image/svg+xml')
  const marks: Mark[] = []
  if (!gather(root, {}, null, marks, true)) return false
  for (const mark of marks) {
    const { transform } = mark
    if (transform === null) draw(context, mark, paths)
    else {
      context.save()
      context.transform(transform.a, transform.b, transform.c, transform.d, transform.e, transform.f)
      draw(context, mark, paths)
      context.restore()
    }
  }
  return true
}

/** Appends an element's marks, with what they inherit; false where one is not understood. */
function gather(
  element: Element,
  inherited: Attributes,
  outer: DOMMatrix | null,
  marks: Mark[],
  isRoot: boolean,
): boolean {
  const { localName: tag } = element
  if (tag === 'title') return true
  const group = GROUPS.has(tag)
  if ((!group && !SHAPES.has(tag)) || (tag === 'svg') !== isRoot) return false
  const attributes: Record<string, string> = { ...inherited }
  let transform = outer
  for (const { name, value } of element.attributes) {
    if (isRoot && DOCUMENT.has(name)) continue
    if (name === 'transform') {
      const moved = matrixOf(value)
      if (moved === null) return false
      transform = outer === null ? moved : outer.multiply(moved)
    } else if (UNDERSTOOD.has(name)) attributes[name] = value
    else return false
  }
  if (!group) {
    if (element.childElementCount > 0) return false
    marks.push({ tag, attributes, words: element.textContent, transform })
    return true
  }
  for (const child of element.children) {
    if (!gather(child, attributes, transform, marks, false)) return false
  }
  return true
}

const MOVES = /(translate|rotate|scale)\(([^)]*)\)/g

/** `translate(3 4) rotate(90)`; null where there is more to it. */
function matrixOf(text: string): DOMMatrix | null {
  const matrix = new DOMMatrix()
  for (const [, move, given] of text.matchAll(MOVES)) {
    const [x, y] = given.split(/[\s,]+/).map(Number)
    if (move === 'translate') matrix.translateSelf(x, y ?? 0)
    else if (move === 'rotate' && y === undefined) matrix.rotateSelf(x)
    else if (move === 'scale') matrix.scaleSelf(x, y ?? x)
    else return null
  }
  return text.replaceAll(MOVES, '').trim() === '' ? matrix : null
}

function draw(context: CanvasRenderingContext2D, mark: Mark, paths: Paths): void {
  const { attributes, tag } = mark
  const { fill = '#000', stroke = 'none' } = attributes
  const share = (name: string): number => Number(attributes[name] ?? 1)
  if (fill !== 'none' && tag !== 'line') {
    context.fillStyle = fill
    context.globalAlpha = share('fill-opacity')
    if (tag === 'text') write(context, mark)
    else context.fill(outline(mark, paths))
  }
  if (stroke !== 'none' && tag !== 'text') {
    context.strokeStyle = stroke
    context.globalAlpha = share('stroke-opacity')
    context.lineWidth = share('stroke-width')
    context.lineCap = (attributes['stroke-linecap'] ?? 'butt') as CanvasLineCap
    context.lineJoin = (attributes['stroke-linejoin'] ?? 'miter') as CanvasLineJoin
    context.setLineDash(numbers(attributes['stroke-dasharray']))
    context.stroke(outline(mark, paths))
    context.setLineDash([])
  }
  context.globalAlpha = 1
}

function outline({ tag, attributes }: Mark, paths: Paths): Path2D {
  const at = (name: string): number => Number(attributes[name] ?? 0)
  if (tag === 'path') {
    const { d = '' } = attributes
    const path = paths.get(d) ?? new Path2D(d)
    if (d.length >= LONG) paths.set(d, path)
    return path
  }
  const path = new Path2D()
  if (tag === 'rect') path.roundRect(at('x'), at('y'), at('width'), at('height'), at('rx'))
  else if (tag === 'circle') path.arc(at('cx'), at('cy'), at('r'), 0, 2 * Math.PI)
  else if (tag === 'line') {
    path.moveTo(at('x1'), at('y1'))
    path.lineTo(at('x2'), at('y2'))
  } else {
    const points = numbers(attributes.points)
    for (let i = 0; i < points.length; i += 2) path.lineTo(points[i], points[i + 1])
  }
  return path
}

const ANCHORS: Readonly<Record<string, CanvasTextAlign>> = { start: 'left', middle: 'center', end: 'right' }

function write(context: CanvasRenderingContext2D, { attributes, words }: Mark): void {
  const size = Number.parseFloat(attributes['font-size'] ?? '16')
  const { dy = '0' } = attributes
  const shift = Number.parseFloat(dy) * (dy.endsWith('em') ? size : 1)
  const family = attributes['font-family'] ?? 'sans-serif'
  context.font = `${attributes['font-weight'] ?? 'normal'} ${size}px ${family}`
  context.textAlign = ANCHORS[attributes['text-anchor'] ?? 'start'] ?? 'left'
  context.fillText(
    words.replaceAll(/\s+/g, ' ').trim(),
    Number(attributes.x ?? 0),
    Number(attributes.y ?? 0) + shift,
  )
}

function numbers(text = ''): number[] {
  return text.trim() === '' || text === 'none'
    ? []
    : text
        .trim()
        .split(/[\s,]+/)
        .map(Number)
}
