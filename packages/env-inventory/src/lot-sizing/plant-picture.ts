/** A plant as text and as SVG: `PlantPicture`, `plantText`, `plantSvg`. */
import type { LotSizingProblem } from './problem.ts'

/** What is drawn of a plant. */
export interface PlantPicture {
  readonly title: string
  /** Steps made so far, and in a whole episode. */
  readonly elapsed: number
  readonly horizon: number
  /** Cost of the episode so far. */
  readonly cost: number
  readonly problem: LotSizingProblem
  /** [I]: units in stock */
  readonly inventories: ArrayLike<number>
  /** [M]: item from 1, 0 for none */
  readonly setups: ArrayLike<number>
}

const TEXT_BAR = 30

/** A line for each item: the cost of a lost sale, its stock as a number and a bar, and the machines set up for it. */
export function plantText(picture: PlantPicture): string {
  const { problem, inventories } = picture
  const lines = [heading(picture), ' item  lost sale  stock  of capacity                     machines']
  for (let i = 0; i < problem.items; i++) {
    const columns = [
      String(i + 1).padStart(5),
      String(problem.lostSalesCosts[i]).padStart(9),
      String(inventories[i]).padStart(5),
      '#'.repeat(Math.round(TEXT_BAR * fillOf(i, picture))).padEnd(TEXT_BAR),
      machinesFor(i, picture),
    ]
    lines.push(columns.join('  ').trimEnd())
  }
  return lines.join('\n')
}

const WIDTH = 480
const TOP = 40
const ROW = 20
const LEFT = 40
const BAR = 300

/**
 * A row for each item: its stock as a bar from nothing to capacity, dark where a lost sale costs most, and the machines
 * that are set up for it.
 */
export function plantSvg(picture: PlantPicture): string {
  const { items } = picture.problem
  const height = TOP + items * ROW + 12
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"`,
    ' font-family="sans-serif" font-size="12">',
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="12" y="24">${heading(picture)}</text>`,
    ...Array.from({ length: items }, (_, i) => svgRow(i, picture)),
    '</svg>',
  ].join('')
}

function svgRow(i: number, picture: PlantPicture): string {
  const { lostSalesCosts } = picture.problem
  const dearest = lostSalesCosts.reduce((most, cost) => Math.max(most, cost), 0)
  const y = TOP + i * ROW
  const machines = machinesFor(i, picture)
  return [
    `<text x="12" y="${y + 12}">${i + 1}</text>`,
    `<rect x="${LEFT}" y="${y}" width="${BAR}" height="16" fill="#eeeeee"/>`,
    `<rect x="${LEFT}" y="${y}" width="${(BAR * fillOf(i, picture)).toFixed(1)}" height="16"`,
    ` fill="${lostSalesCosts[i] === dearest ? '#1f5fa8' : '#8fb8de'}"/>`,
    machines === '' ? '' : `<text x="${LEFT + BAR + 8}" y="${y + 12}">${machines}</text>`,
  ].join('')
}

function heading({ title, elapsed, horizon, cost }: PlantPicture): string {
  return `${title}  step ${elapsed} of ${horizon}  cost ${cost.toFixed(2)}`
}

/** Stock as a share of capacity. */
function fillOf(i: number, { inventories, problem }: PlantPicture): number {
  return problem.capacities[i] > 0 ? inventories[i] / problem.capacities[i] : 0
}

/** The machines set up for an item, from 1, with what they make of it in a step. */
function machinesFor(i: number, { problem, setups }: PlantPicture): string {
  const { items, machines, production } = problem
  const found: string[] = []
  for (let m = 0; m < machines; m++) {
    if (setups[m] === i + 1) found.push(`${m + 1} (+${production[m * items + i]})`)
  }
  return found.join(', ')
}
