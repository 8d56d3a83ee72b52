/** Golden requests: the joint actions are those that the engine takes, to the last. */
import { describe, expect, test } from 'vitest'
import { PASS, gimmickOf, isMove, moveOf, targetOf } from '../../src/actions/codes.ts'
import { LegalActions } from '../../src/actions/legal-actions.ts'
import type { BattleRequest } from '../../src/actions/request.ts'
import { fixtures } from './golden.ts'
import { pairsOf } from './requests.ts'

const GIMMICKS = ['', ' mega', ' zmove', ' dynamax', ' terastallize']
const inOrder = [1, 2, 3, 4, 5, 6]

/** As the engine prints a command, without the target that it remembers of a locked move. */
function printed(request: BattleRequest, slot: number, code: number): string {
  if (code === PASS) return 'pass'
  if (!isMove(code)) return `switch ${code}`
  const { moves } = request.active![slot]
  const { id } = moves.length === 1 ? moves[0] : moves[moveOf(code)]
  const target = targetOf(code)
  return `move ${id}${target === 0 ? '' : ` ${target > 0 ? '+' : ''}${target}`}${GIMMICKS[gimmickOf(code)]}`
}

function withoutMemory(request: BattleRequest, choice: string): string {
  const commands = choice.split(', ').map((command, slot) => {
    const moves = request.active?.[slot].moves ?? []
    return moves.length === 1 && moves[0].target === undefined ? command.replace(/ [+-][12]$/, '') : command
  })
  return commands.join(', ')
}

describe.each([...fixtures.entries()])('golden request %i', (_, fixture) => {
  const { request, accepted, kind } = fixture
  if (request.teamPreview) {
    test(`${kind}: leads and back, in any order, are the teams that the engine takes`, () => {
      const legal = new LegalActions().read(request, inOrder)
      expect(legal.count).toBe(30)
      const teams = new Set<string>()
      for (const leads of pairsOf(legal)) {
        legal.readBack(request, leads[0], leads[1])
        expect(legal.count).toBe(12)
        for (const back of pairsOf(legal)) teams.add(`team ${leads.sort().join('')}${back.sort().join('')}`)
      }
      expect([...teams].sort()).toEqual([...accepted].sort())
    })
    return
  }
  test(kind, () => {
    const legal = new LegalActions().read(request, inOrder)
    const ours = pairsOf(legal).map(([l, r]) => `${printed(request, 0, l)}, ${printed(request, 1, r)}`)
    const theirs = accepted.map((choice) => withoutMemory(request, choice)).sort()
    expect(legal.count).toBe(fixture.n_from_visible_request)
    const taken = ours.filter((choice) => theirs.includes(choice))
    const refused = ours.filter((choice) => !theirs.includes(choice))
    expect(taken.sort()).toEqual(theirs)
    expect(refused.length > 0).toBe(fixture.hidden_information)
    for (const choice of refused) {
      const switches = choice.split(', ').map((command) => command.startsWith('switch'))
      expect(request.active!.some(({ maybeTrapped }, slot) => maybeTrapped && switches[slot])).toBe(true)
    }
  })
})
