/** From cells to one table per setting: `buildBoards`. */
import { whyNotComparable } from './comparability.ts'
import { contenderOf } from './contender.ts'
import { type ChosenRow, chooseRows } from './choose-rows.ts'
import { plural } from './format.ts'
import type { CellGroup } from './groups.ts'
import { crossPlayOf } from './cross-play.ts'
import type { BootstrapOptions } from '../statistics/index.ts'
import type { Definitions, LeaderboardInput } from './input.ts'
import type { ApartRow, SettingBoard } from './model.ts'
import { compareText, groupBy } from './order.ts'
import { SHOWN_APART } from './sentences.ts'
import { settingBoard } from './setting-board.ts'
import { apartRow } from './setting-row.ts'

/** The boards, the groups that they show, and the results that stand apart. */
export interface Boards {
  readonly boards: readonly SettingBoard[]
  readonly shown: readonly CellGroup[]
  readonly apart: readonly ApartRow[]
}

/** A board for every setting on which something comparable ran, by environment id and the definition's order. */
export function buildBoards(
  groups: readonly CellGroup[],
  input: Pick<LeaderboardInput, 'cells' | 'failed' | 'notApplicable' | 'matches' | 'failedMatches'>,
  definitions: Definitions,
  options: BootstrapOptions,
): Boards {
  const { bySetting, apart } = sift(groups, definitions)
  const boards: SettingBoard[] = []
  const shown: CellGroup[] = []
  for (const definition of [...definitions.environments.values()].toSorted(byId)) {
    for (const [name, setting] of Object.entries(definition.settings)) {
      const chosen = chooseRows(bySetting.get(`${definition.id}:${name}`) ?? [])
      if (chosen.rows.length === 0) continue
      const excused = input.notApplicable.filter(
        ({ environment, setting: where }) => environment === definition.id && where === name,
      )
      const board = settingBoard(definition, name, setting, chosen.rows, excused)
      const crossPlay = board.evaluation.opponents && crossPlayOf(chosen.rows, input, definitions, options)
      boards.push({ ...board, crossPlay })
      shown.push(...chosen.rows.map(({ group }) => group))
      apart.push(...chosen.apart)
    }
  }
  return { boards: boards.map((board) => pointing(board, apart)), shown, apart: apart.toSorted(byPlace) }
}

/** The board, with a notice where results of its setting stand apart. */
function pointing(board: SettingBoard, apart: readonly ApartRow[]): SettingBoard {
  const count = apart.filter(
    ({ environment, setting }) => environment === board.environment && setting === board.setting,
  ).length
  if (count === 0) return board
  return { ...board, notices: [...board.notices, `${plural(count, 'result')} ${SHOWN_APART}`] }
}

/** The groups that today's definitions would plan, by setting; the others apart, with the reasons. */
function sift(
  groups: readonly CellGroup[],
  definitions: Definitions,
): { bySetting: Map<string, ChosenRow[]>; apart: ApartRow[] } {
  const comparable: ChosenRow[] = []
  const apart: ApartRow[] = []
  for (const group of groups) {
    const reasons = whyNotComparable(group.descriptor, definitions)
    if (reasons.length > 0) apart.push(apartRow(group, reasons))
    else comparable.push({ group, contender: contenderOf(group.descriptor, definitions) })
  }
  const bySetting = groupBy(comparable, ({ group }) => {
    const { id, setting } = group.descriptor.environment
    return `${id}:${setting}`
  })
  return { bySetting, apart }
}

function byId(p: { readonly id: string }, q: { readonly id: string }): number {
  return compareText(p.id, q.id)
}

function byPlace(p: ApartRow, q: ApartRow): number {
  const text = (row: ApartRow): string =>
    [row.environment, row.setting, row.algorithm, JSON.stringify(row)].join(' ')
  return compareText(text(p), text(q))
}
