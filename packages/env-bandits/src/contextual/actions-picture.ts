/** A contextual bandit's world as text and as SVG: `ActionsPicture`, `actionsText`, `actionsSvg`. */
import { rowsSvg } from '../worlds/rows-picture.ts'

/** What is drawn of a world; arrays are [actions]. */
export interface ActionsPicture {
  readonly title: string
  /** Steps made so far, and in a whole episode. */
  readonly elapsed: number
  readonly horizon: number
  readonly regret: number
  /** The action taken last, -1 before the first. */
  readonly lastAction: number
  /** Expected rewards in the context that is shown now. */
  readonly means: ArrayLike<number>
  /** 1 where an action may be taken now. */
  readonly available: ArrayLike<number>
  /** How often each action has been taken. */
  readonly pulls: ArrayLike<number>
}

const TEXT_BAR = 30

/** One line for each action: its expected reward now, `-` where it may not be taken, and its share of the pulls as a bar. */
export function actionsText(picture: ActionsPicture): string {
  const { means, available, pulls, lastAction } = picture
  const lines = [heading(picture), '  action  mean now    pulls  share of pulls']
  for (let a = 0; a < means.length; a++) {
    const columns = [
      String(a).padStart(6),
      (available[a] === 1 ? means[a].toFixed(3) : '-').padStart(8),
      String(pulls[a]).padStart(7),
      '#'.repeat(Math.round(TEXT_BAR * shareOf(a, picture))),
    ]
    lines.push(`${a === lastAction ? '>' : ' '} ${columns.join('  ')}`.trimEnd())
  }
  return lines.join('\n')
}

/** One row for each action: a bar of its share of the pulls, and its expected reward now. The action taken last is dark. */
export function actionsSvg(picture: ActionsPicture): string {
  const { means, available, pulls, lastAction } = picture
  const rows = Array.from({ length: means.length }, (_, a) => ({
    label: `${pulls[a]}; ${available[a] === 1 ? means[a].toFixed(3) : 'not now'}`,
    share: shareOf(a, picture),
    chosen: a === lastAction,
  }))
  return rowsSvg({ heading: heading(picture), rows })
}

function heading({ title, elapsed, horizon, regret }: ActionsPicture): string {
  return `${title}  step ${elapsed} of ${horizon}  regret ${regret.toFixed(2)}`
}

function shareOf(a: number, { pulls, elapsed }: ActionsPicture): number {
  return elapsed === 0 ? 0 : pulls[a] / elapsed
}
