/** A network as text and as SVG: `networkText`, `networkSvg`. */
import type { Network } from './network.ts'
import type { NetworkProblem } from './problem.ts'
import type { NetworkSimulator } from './simulator.ts'

/** A line for each place that holds stock: on hand, a bar, and what is under way to it. */
export function networkText(
  { id, network, horizon }: NetworkProblem,
  simulator: NetworkSimulator,
  elapsed: number,
  w: number,
): string {
  const rows = placesOf(network, simulator, w)
  const width = Math.max(...rows.map(({ name }) => name.length))
  const most = Math.max(1, ...rows.map(({ onHand }) => Math.abs(onHand)))
  const lines = rows.map(({ name, onHand, underWay }) => {
    const bar = (onHand < 0 ? '-' : '#').repeat(Math.round((20 * Math.abs(onHand)) / most))
    return `${name.padEnd(width)} ${amount(onHand).padStart(9)} ${bar.padEnd(20)} + ${amount(underWay)} under way`
  })
  const spent = amount(simulator.costs[w])
  return [`${id}  period ${elapsed} of ${horizon}  last cost ${spent}`, ...lines].join('\n')
}

const BOX = { width: 130, height: 46, gapX: 60, gapY: 16, margin: 16, top: 28 }

/** Boxes for nodes, suppliers to the left; a bar for stock, red below 0; beside each edge the units under way on it. */
export function networkSvg(
  { id, network, horizon }: NetworkProblem,
  simulator: NetworkSimulator,
  elapsed: number,
  w: number,
): string {
  const places = placesOf(network, simulator, w)
  const levels = levelsOf(network)
  const columns = Math.max(...levels) + 1
  const tallest = Math.max(
    ...Array.from({ length: columns }, (_, level) => levels.filter((own) => own === level).length),
  )
  const { width: boxWidth, height: boxHeight, gapX, gapY, margin, top } = BOX
  const width = 2 * margin + columns * (boxWidth + gapX) - gapX
  const height = 2 * margin + top + tallest * (boxHeight + gapY) - gapY
  const corner = (node: number): { x: number; y: number } => {
    const above = levels.slice(0, node).filter((level) => level === levels[node]).length
    const count = levels.filter((level) => level === levels[node]).length
    const pad = ((tallest - count) * (boxHeight + gapY)) / 2
    return {
      x: margin + levels[node] * (boxWidth + gapX),
      y: margin + top + pad + above * (boxHeight + gapY),
    }
  }
  const most = Math.max(1, ...places.map(({ onHand }) => Math.abs(onHand)))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${id}, period ${elapsed} of ${horizon}</title>`,
    `<rect width="${width}" height="${height}" fill="#f7f8fa"/>`,
    `<text x="${margin}" y="${margin + 8}">period ${elapsed} of ${horizon}, last cost ${amount(simulator.costs[w])}</text>`,
    ...network.edges.map(({ source, target }, e) =>
      edgeSvg(corner(source), corner(target), underWayOn(simulator, e, w)),
    ),
    ...network.nodes.map(({ name, kind }, node) => {
      const place = places.find((other) => other.node === node)
      return nodeSvg(corner(node), name, kind === 'supplier' ? undefined : place?.onHand, most)
    }),
    '</svg>',
  ].join('\n')
}

interface Place {
  readonly node: number
  readonly name: string
  readonly onHand: number
  readonly underWay: number
}

function placesOf({ nodes, edges }: Network, simulator: NetworkSimulator, w: number): Place[] {
  return nodes.flatMap(({ name, kind }, node) => {
    if (kind === 'supplier') return []
    const incoming = edges.flatMap(({ target }, e) => (target === node ? [underWayOn(simulator, e, w)] : []))
    const underWay = incoming.reduce((sum, units) => sum + units, 0)
    return [{ node, name, onHand: simulator.onHand[node * simulator.batch + w], underWay }]
  })
}

function underWayOn({ plan, batch, underWay }: NetworkSimulator, e: number, w: number): number {
  let sum = 0
  for (let p = 0; p < plan.edges[e].slots; p++) sum += underWay[e][p * batch + w]
  return sum
}

/** How many edges the longest way from a supplier has, by node. */
function levelsOf({ nodes, edges }: Network): number[] {
  const levels = nodes.map(() => 0)
  for (let pass = 0; pass < nodes.length; pass++) {
    for (const { source, target } of edges) levels[target] = Math.max(levels[target], levels[source] + 1)
  }
  return levels
}

function edgeSvg(from: { x: number; y: number }, to: { x: number; y: number }, units: number): string {
  const [x1, y1] = [from.x + BOX.width, from.y + BOX.height / 2]
  const [x2, y2] = [to.x, to.y + BOX.height / 2]
  const label = `<text x="${(x1 + x2) / 2}" y="${(y1 + y2) / 2 - 4}" text-anchor="middle" font-size="10" fill="#555">${amount(units)}</text>`
  return `<path d="M${x1} ${y1}L${x2} ${y2}" stroke="#9aa3b2" fill="none"/>${units === 0 ? '' : label}`
}

function nodeSvg(
  { x, y }: { x: number; y: number },
  name: string,
  onHand: number | undefined,
  most: number,
): string {
  const frame = `<rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="4" fill="#fff" stroke="#2f3542"/>`
  const title = `<text x="${x + 8}" y="${y + 17}">${escaped(name)}</text>`
  if (onHand === undefined) return frame + title
  const length = ((BOX.width - 16) * Math.abs(onHand)) / most
  const colour = onHand < 0 ? '#c0392b' : '#2e86ab'
  const bar = `<rect x="${x + 8}" y="${y + 32}" width="${length.toFixed(1)}" height="7" fill="${colour}"/>`
  const text = `<text x="${x + BOX.width - 8}" y="${y + 17}" text-anchor="end" fill="${colour}">${amount(onHand)}</text>`
  return frame + title + bar + text
}

function amount(units: number): string {
  return Number.isInteger(units) ? `${units}` : units.toFixed(1)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
