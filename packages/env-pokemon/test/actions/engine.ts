/** Random battles in an engine that is asked, by offering it everything, what it takes. */
import type { Stream } from '@gauntlet/core'
import { parseChoice, writeChoice } from '../../src/actions/choice-text.ts'
import { CHOICES, PASS, gimmickOf, isMove, moveOf, targetOf } from '../../src/actions/codes.ts'
import { LegalActions } from '../../src/actions/legal-actions.ts'
import type { BattleRequest } from '../../src/actions/request.ts'
import { findMembers, rosterOf } from '../../src/actions/roster.ts'

/** Of an engine's battle, what is needed here; `@pkmn/sim` and `pokemon-showdown` both have it. */
export interface EngineBattle {
  readonly ended: boolean
  readonly turn: number
  readonly sides: readonly EngineSide[]
  commitChoices(): void
}

type Engine = new (options: never) => object

/** A battle of two packed teams, which the engine does not validate. */
export function begin(
  engine: Engine,
  {
    formatid,
    seed,
    teams,
  }: { readonly formatid: string; readonly seed: string; readonly teams: readonly string[] },
): EngineBattle {
  const [p1, p2] = teams.map((team, n) => ({ name: `Player ${n + 1}`, team }))
  return new engine({ formatid, seed, p1, p2 } as never) as EngineBattle
}

interface EngineSide {
  activeRequest: object | null
  active: object[]
  choose(text: string): boolean
  clearChoice(): void
  isChoiceDone(): boolean
  getChoice(): string
}

/** What a decision is shown with: `legal` was read from the side's request. */
export interface Decision {
  readonly side: EngineSide
  readonly request: BattleRequest
  readonly legal: LegalActions
}

/** Plays uniformly among the legal joint actions to the end; gives how often the engine refused for what it had hidden. */
export function playRandomly(
  battle: EngineBattle,
  stream: Stream,
  visit: (decision: Decision) => void,
): number {
  const legal = new LegalActions()
  const members = new Uint8Array(6)
  const rosters = battle.sides.map((side) => rosterOf(side.activeRequest as BattleRequest))
  const draw = () => {
    const i = stream.integer(legal.count)
    return [legal.pairs[2 * i], legal.pairs[2 * i + 1]] as const
  }
  let refusals = 0
  while (!battle.ended) {
    for (const [s, side] of battle.sides.entries()) {
      for (let attempt = 0; ; attempt++) {
        const request = side.activeRequest as BattleRequest
        findMembers(request, rosters[s], members)
        legal.read(request, members)
        visit({ side, request, legal })
        if (request.wait) break
        if (request.teamPreview) legal.readBack(request, ...draw())
        const choice = writeChoice(legal, ...draw())
        const hides = hidesSomething(request)
        if (side.choose(choice)) break
        if (!hides || attempt > 2) throw new Error(`${choice} was refused: ${JSON.stringify(request)}`)
        refusals++
      }
    }
    battle.commitChoices()
  }
  return refusals
}

export function hidesSomething(request: BattleRequest): boolean {
  const active = request.active as
    | readonly { maybeTrapped?: boolean; maybeDisabled?: boolean; maybeLocked?: boolean }[]
    | undefined
  return active?.some((slot) => slot.maybeTrapped || slot.maybeDisabled || slot.maybeLocked) ?? false
}

const SUFFIXES = ['', ' mega', ' zmove', ' dynamax', ' terastallize']

/** A code as a command, whether there is any sense in it or not; members are taken for positions. */
function anyCommand(code: number): string {
  if (code === PASS) return 'pass'
  if (!isMove(code)) return `switch ${code}`
  const target = targetOf(code)
  return `move ${moveOf(code) + 1}${target === 0 ? '' : ` ${target}`}${SUFFIXES[gimmickOf(code)]}`
}

const COMMANDS = Array.from({ length: CHOICES }, (_, code) => anyCommand(code))

/** What the engine keeps of an offer that is taken back, and of a refusal. */
const TOUCHED = ['switchFlag', 'trapped', 'maybeTrapped', 'maybeDisabled', 'maybeLocked'] as const

/** Offers choices one after the other, each as if it were the first. */
class Offers {
  private readonly side: EngineSide
  private readonly request: object | null
  private readonly active: Record<string, unknown>[]
  private readonly values: unknown[][]

  constructor(side: EngineSide) {
    this.side = side
    this.request = side.activeRequest
    side.activeRequest = structuredClone(side.activeRequest)
    this.active = side.active as Record<string, unknown>[]
    this.values = this.active.map((pokemon) => TOUCHED.map((field) => pokemon[field]))
  }

  /** The choice as the engine prints it, or undefined where it refuses it or asks for more. */
  offer(text: string): string | undefined {
    return this.begins(text) && this.side.isChoiceDone() ? this.side.getChoice() : undefined
  }

  /** Whether the engine takes the text as a choice, or as a part of one. */
  begins(text: string): boolean {
    this.restore()
    try {
      return this.side.choose(text)
    } catch (error) {
      if (error instanceof Error && /switched too many/.test(error.message)) return false
      throw error
    }
  }

  /** Forgets what refusals have told in the request; what the engine takes does not depend on it. */
  end(): void {
    this.restore()
    this.side.activeRequest = this.request
  }

  private restore(): void {
    for (const [k, pokemon] of this.active.entries()) {
      for (const [f, field] of TOUCHED.entries()) pokemon[field] = this.values[k][f]
    }
    this.side.clearChoice()
  }
}

/** Everything that the engine takes of the 107 x 107 pairs of commands, as it prints it; and what of it `legal` has. */
export function compare({ side, legal, request }: Decision): {
  taken: Set<string>
  ours: Set<string>
  refused: string[]
} {
  const offers = new Offers(side)
  const taken = new Set<string>()
  for (const left of COMMANDS) {
    if (!offers.begins(left)) continue
    for (const right of COMMANDS) {
      const printed = offers.offer(`${left}, ${right}`)
      if (printed !== undefined) taken.add(printed)
    }
  }
  const ours = new Set<string>()
  const refused: string[] = []
  const action = new Int32Array(2)
  for (let i = 0; i < legal.count; i++) {
    const pair = legal.pairs.slice(2 * i, 2 * i + 2)
    const text = writeChoice(legal, pair[0], pair[1])
    const printed = offers.offer(text)
    if (printed === undefined) refused.push(text)
    else ours.add(printed)
    for (const form of hidesSomething(request) || printed === undefined ? [text] : [text, printed]) {
      parseChoice(legal, form, action)
      if (action[0] !== pair[0] || action[1] !== pair[1])
        throw new Error(`${form} was read as ${action.join(', ')}`)
    }
  }
  offers.end()
  return { taken, ours, refused }
}
