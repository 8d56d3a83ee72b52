/** An episode as one animated SVG document: `animateEpisode`. */
import { ParameterError } from '@gauntlet/core'
import { type EpisodeTrace, heatMaps } from './episode-trace.ts'
import { type Key, Timeline, corners } from './picture-motion.ts'
import { agentColour, gridLines } from './picture-parts.ts'

export interface AnimationOptions {
  /** What colours the cells beneath: how often agents were in each, or waited in it, in the whole episode. */
  readonly heat?: 'visits' | 'waits'
}

/** Shades of the heat map. */
const SHADES = 8
/** By facing, to the right and down: east, south, west, north. */
const COMPASS: readonly (readonly [east: number, south: number])[] = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
]
/** Agents are numbered up to two digits; more would be neither legible nor small. */
const MOST_NUMBERED = 100
const STYLE = [
  '.wall{fill:#2f3542}.floor{fill:#f7f8fa}.lines{stroke:#e3e6eb;stroke-width:.03}.heat{fill:#ff7a1a}',
  '.goal{fill:none;stroke-width:.13}.agent{stroke:#f7f8fa;stroke-width:.05}.agent text{fill:#fff;stroke:none}',
  '.time{fill:#7f8aa3}.still{display:none}',
  '@media (prefers-color-scheme:dark){.wall{fill:#4a556b}.floor{fill:#161a21}.lines{stroke:#232934}',
  '.agent{stroke:#161a21}}',
  '@media (prefers-reduced-motion:reduce){.still{display:inline}.moving{display:none}}',
].join('')

/**
 * Agents as discs that walk over the map, each goal as a ring of its agent's colour that jumps to the next when it is
 * reached; agents that leave fade out, and a bar below shows the time. Robots have a nose where they face, and turn. Who wants no
 * motion sees the start.
 *
 * One unit of the document is a cell. The same trace gives the same bytes. Errors: ParameterError where the heat is neither.
 */
export function animateEpisode(trace: EpisodeTrace, { heat }: AnimationOptions = {}): string {
  if (heat !== undefined && heat !== 'visits' && heat !== 'waits') {
    throw new ParameterError('heat', heat, 'visits or waits')
  }
  const { map, steps } = trace
  const { rows, columns } = map
  const timeline = new Timeline(steps)
  const agents = Array.from({ length: trace.agents }, (_, a) => new AgentPicture(trace, a, timeline))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 ${columns + 2} ${rows + 2}" role="img">`,
    `<title>${title(trace)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="wall" x="-1" y="-1" width="${columns + 2}" height="${rows + 2}"/>`,
    `<rect class="floor" width="${columns}" height="${rows}"/>`,
    heat === undefined ? '' : heatMap(trace, heat),
    `<path class="lines" d="${gridLines(rows, columns, 1)}"/>`,
    `<path class="wall" d="${runs(columns, (cell) => map.obstacles[cell] === 1, map.obstacles.length)}"/>`,
    '<g transform="translate(.5 .5)" font-family="system-ui,sans-serif" font-size=".46" text-anchor="middle">',
    `<g class="still">${agents.map((agent) => agent.goal('') + agent.disc('')).join('')}</g>`,
    '<g class="moving">',
    ...agents.map((agent) => agent.movingGoal()),
    ...agents.map((agent) => agent.movingDisc()),
    '</g></g>',
    `<rect class="time moving" y="${rows + 0.4}" width="0" height=".2">${timeline.fade('width', [0, columns], 0, steps)}</rect>`,
    '</svg>',
  ]
    .filter((line) => line !== '')
    .join('\n')
}

function title({ agents, steps, map, turns }: EpisodeTrace): string {
  const one = turns === undefined ? 'agent' : 'robot'
  const who = `${agents} ${agents === 1 ? one : `${one}s`}`
  return `${who} on a map of ${map.rows} × ${map.columns} cells, ${steps} ${steps === 1 ? 'step' : 'steps'}`
}

/** What is drawn of one agent. */
class AgentPicture {
  private readonly trace: EpisodeTrace
  private readonly a: number
  private readonly timeline: Timeline
  private readonly colour: string

  constructor(trace: EpisodeTrace, a: number, timeline: Timeline) {
    this.trace = trace
    this.a = a
    this.timeline = timeline
    this.colour = agentColour(a)
  }

  goal(animation: string): string {
    const [x, y] = this.place(this.trace.goals, 0)
    const shape = `class="goal" r=".3" stroke="${this.colour}" transform="translate(${x} ${y})"`
    return animation === '' ? `<circle ${shape}/>` : `<circle ${shape}>${animation}</circle>`
  }

  disc(animation: string, turning: string = ''): string {
    const [x, y] = this.place(this.trace.positions, 0)
    const number = this.trace.agents <= MOST_NUMBERED ? `<text dy=".36em">${this.a}</text>` : ''
    const shape = `class="agent" fill="${this.colour}" transform="translate(${x} ${y})"`
    const nose = this.trace.turns === undefined ? '' : `<path d="M.25-.25 .5 0 .25 .25z">${turning}</path>`
    return `<g ${shape}><circle r=".4"/>${nose}${number}${animation}</g>`
  }

  movingGoal(): string {
    const { agents, steps, goals } = this.trace
    const keys: Key[] = []
    for (let t = 0; t <= steps; t++) {
      if (t > 0 && goals[t * agents + this.a] === goals[(t - 1) * agents + this.a]) continue
      keys.push({ t, value: this.place(goals, t).join(' ') })
    }
    return this.goal(this.timeline.jump(keys) + this.leaving())
  }

  movingDisc(): string {
    const { agents, steps, positions, turns } = this.trace
    const places = Array.from({ length: steps + 1 }, (_, t) => this.place(positions, t))
    if (turns === undefined) return this.disc(this.timeline.move(corners(places)) + this.leaving())
    const { ticks, ahead, turned } = turns
    const ways = places.map(([x, y], t) => {
      const i = t * agents + this.a
      const [east, south] = ahead[i] === 0 ? [0, 0] : COMPASS[(turned[i] / ticks) & 3]
      return [x * ticks + east * ahead[i], y * ticks + south * ahead[i]]
    })
    const angles = places.map((_, t) => [90 * turned[t * agents + this.a]])
    return this.disc(
      this.timeline.move(corners(ways, ticks)) + this.leaving(),
      this.timeline.turn(corners(angles, ticks)),
    )
  }

  /** Fades out from the step on in which the agent left the map. */
  private leaving(): string {
    const { agents, steps, active } = this.trace
    for (let t = 0; t <= steps; t++) {
      if (active[t * agents + this.a] === 0) return this.timeline.fade('opacity', [1, 0], t, t + 1)
    }
    return ''
  }

  private place(cells: Int32Array, t: number): [x: number, y: number] {
    const { agents, map } = this.trace
    const cell = cells[t * agents + this.a]
    return [cell % map.columns, Math.floor(cell / map.columns)]
  }
}

/** Cells in shades by how often something happened in them; by the square root, so that seldom is not never. */
function heatMap(trace: EpisodeTrace, heat: 'visits' | 'waits'): string {
  const counts = heatMaps(trace)[heat]
  const most = counts.reduce((top, count) => Math.max(top, count), 1)
  const shades = Array.from(counts, (count) => Math.ceil(SHADES * Math.sqrt(count / most)))
  const paths = Array.from({ length: SHADES }, (_, k) => {
    const squares = runs(trace.map.columns, (cell) => shades[cell] === k + 1, counts.length)
    return squares === ''
      ? ''
      : `<path fill-opacity="${((0.8 * (k + 1)) / SHADES).toFixed(2)}" d="${squares}"/>`
  })
  return `<g class="heat"><title>${heat}, at most ${most} in a cell</title>${paths.join('')}</g>`
}

/** The cells that are `in`, neighbours in a row as one rectangle. */
function runs(columns: number, isIn: (cell: number) => boolean, cells: number): string {
  const parts: string[] = []
  for (let cell = 0; cell < cells; cell++) {
    if (!isIn(cell)) continue
    const x = cell % columns
    let end = x + 1
    while (end < columns && isIn(cell - x + end)) end++
    parts.push(`M${x} ${Math.floor(cell / columns)}h${end - x}v1H${x}z`)
    cell += end - x - 1
  }
  return parts.join('')
}
