/** Joint actions as the engine's text, and back: `writeChoice`, `parseChoice`. */
import { ChoiceError } from './choice-error.ts'
import {
  MEGA,
  NO_GIMMICK,
  PASS,
  TERASTALLIZE,
  gimmickOf,
  isMove,
  moveOf,
  switchTo,
  targetOf,
  useMove,
} from './codes.ts'
import { type LegalActions, PICKED } from './legal-actions.ts'
import { isFainted } from './request.ts'

/** No choice is longer; longer names of moves and Pokemon do not exist. */
const LONGEST = 200

const SUFFIXES: Readonly<Record<string, number>> = {
  mega: MEGA,
  terastallize: TERASTALLIZE,
  terastal: TERASTALLIZE,
}

/**
 * What to tell the engine: `move 1 +2 terastallize, switch 3`, `team 3125`. Empty where nothing is told: the other side
 * decides, or the leads are picked and the back is not yet.
 *
 * Errors: ChoiceError naming slot and choice where the joint action is not legal.
 */
export function writeChoice(legal: LegalActions, left: number, right: number): string {
  legal.require(left, right)
  if (legal.phase === 'wait' || legal.phase === 'leads') return ''
  if (legal.phase === 'back') return `team ${legal.leads.join('')}${left}${right}`
  return `${command(legal, 0, left)}, ${command(legal, 1, right)}`
}

function command(legal: LegalActions, slot: number, code: number): string {
  if (code === PASS) return 'pass'
  if (!isMove(code)) return `switch ${legal.members.indexOf(code) + 1}`
  const { moves } = legal.request!.active![slot]
  const target = targetOf(code)
  const at = target === 0 ? '' : ` ${target > 0 ? '+' : ''}${target}`
  const gimmick = gimmickOf(code)
  const suffix = gimmick === MEGA ? ' mega' : gimmick === TERASTALLIZE ? ' terastallize' : ''
  return `move ${moves.length === 1 ? 1 : moveOf(code) + 1}${at}${suffix}`
}

/**
 * Writes the joint action that the text means. Shape: `action` [2].
 *
 * Moves are numbered as in the request, or named; members are numbered as in the request. The engine's own log is read
 * too: `>p1 ` before the choice, the remembered target of a locked move, and no word of slots that can only pass.
 *
 * Errors: ChoiceError where it is the other side's, it is the other side's turn, the text is no choice, or is not legal.
 */
export function parseChoice(legal: LegalActions, text: string, action: Int32Array): void {
  if (typeof text !== 'string') throw new ChoiceError(`got ${typeof text}, expected a choice as text`)
  if (text.length > LONGEST)
    throw new ChoiceError(`got ${text.length} characters, expected at most ${LONGEST}`)
  const choice = ownChoice(legal, text.trim())
  if (legal.phase === 'wait')
    throw new ChoiceError(`got ${show(text)}, expected none: the other side decides`)
  if (legal.phase === 'leads' || legal.phase === 'back') parseTeam(legal, choice, action)
  else parseCommands(legal, choice, action)
  legal.require(action[0], action[1])
}

function ownChoice(legal: LegalActions, text: string): string {
  const line = /^>(p[1-4])\s+(.*)$/.exec(text)
  if (line === null) return text
  const { id } = legal.request!.side
  if (line[1] !== id) throw new ChoiceError(`got ${show(text)} of ${line[1]}, expected a choice of ${id}`)
  return line[2]
}

/** Numbers with or without commas between them; what is beyond the picked falls away, and who is missing is filled in. */
function parseTeam(legal: LegalActions, text: string, action: Int32Array): void {
  const line = /^team\s+([1-9](?:(?:\s*,\s*)?[1-9])*)$/.exec(text)
  if (line === null) throw new ChoiceError(`got ${show(text)}, expected team and numbers, as in team 3125`)
  const picks = Array.from(line[1].replaceAll(/[^1-9]/g, ''), Number).slice(0, PICKED)
  for (let member = 1; picks.length < PICKED; member++) if (!picks.includes(member)) picks.push(member)
  const repeated = picks.find((member, k) => picks.indexOf(member) !== k)
  const team = legal.request!.side.pokemon.length
  if (repeated !== undefined || picks.some((member) => member > team)) {
    throw new ChoiceError(`got ${show(text)}, expected different members from 1 to ${team}`)
  }
  if (legal.phase === 'back' && (picks[0] !== legal.leads[0] || picks[1] !== legal.leads[1])) {
    throw new ChoiceError(`got ${show(text)}, expected the leads picked before, ${legal.leads.join(' and ')}`)
  }
  action.set(legal.phase === 'leads' ? picks.slice(0, 2) : picks.slice(2))
}

/** As the engine hands the commands to the slots: a slot that can only pass takes none unless it is one. */
function parseCommands(legal: LegalActions, text: string, action: Int32Array): void {
  const commands = text.split(',').map((part) => part.trim().split(/\s+/))
  let slot = 0
  for (const words of commands) {
    if (words[0] !== 'pass' && words[0] !== 'skip') slot = passOver(legal, slot, action)
    if (slot >= 2) throw new ChoiceError(`got ${show(text)}, expected no command beyond those of the slots`)
    action[slot] = parseCommand(legal, slot, words)
    slot++
  }
  slot = passOver(legal, slot, action)
  if (slot < 2) throw new ChoiceError(`got ${show(text)}, expected a command for it too`, slot)
}

/** Lets slots from `slot` on pass that can do nothing else; gives the first that can, or 2. */
function passOver(legal: LegalActions, slot: number, action: Int32Array): number {
  let next = slot
  while (next < 2 && onlyPasses(legal, next)) action[next++] = PASS
  return next
}

function onlyPasses(legal: LegalActions, slot: number): boolean {
  const { forceSwitch, side } = legal.request!
  if (forceSwitch) return !forceSwitch[slot]
  return isFainted(side.pokemon[slot]) || side.pokemon[slot].commanding === true
}

function parseCommand(legal: LegalActions, slot: number, words: readonly string[]): number {
  const given = show(words.join(' '))
  const [kind, ...rest] = words
  if ((kind === 'pass' || kind === 'skip') && rest.length === 0) return PASS
  if (kind === 'switch' && rest.length === 1 && /^[1-9]\d?$/.test(rest[0])) {
    const team = legal.request!.side.pokemon.length
    const position = Number(rest[0])
    if (position > team) throw new ChoiceError(`got ${given}, expected a number from 1 to ${team}`, slot)
    return switchTo(legal.members[position - 1])
  }
  if (kind === 'move' && rest.length > 0 && legal.phase === 'turn') return parseMove(legal, slot, rest, given)
  const expected = legal.phase === 'turn' ? 'move, switch or pass' : 'switch or pass'
  throw new ChoiceError(`got ${given}, expected ${expected} as the engine writes them`, slot)
}

function parseMove(legal: LegalActions, slot: number, words: readonly string[], given: string): number {
  const name = [...words]
  let [target, gimmick] = [0, NO_GIMMICK]
  for (; name.length > 1; name.pop()) {
    const last = name[name.length - 1]
    if (target === 0 && /^[+-]?[12]$/.test(last)) target = Number(last)
    else if (gimmick === NO_GIMMICK && Object.hasOwn(SUFFIXES, last)) gimmick = SUFFIXES[last]
    else break
  }
  const { moves } = legal.request!.active![slot]
  const numbered = name.length === 1 && /^\d+$/.test(name[0])
  const id = name
    .join('')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
  const at = numbered ? Number(name[0]) - 1 : moves.findIndex((move) => move.id === id)
  if (at < 0 || at >= moves.length) {
    const names = moves.map((move) => move.id).join(', ')
    throw new ChoiceError(`got ${given}, expected a move of ${names}, or its number from 1`, slot)
  }
  // The engine writes the target that it remembers behind the name of a locked move.
  const locked = moves.length === 1 && moves[0].target === undefined
  const known = legal.request!.side.pokemon[slot].moves.indexOf(moves[at].id)
  const code = moves.length === 1 ? Math.max(0, known) : at
  return useMove(code, locked && !numbered ? 0 : target, gimmick)
}

function show(text: string): string {
  return JSON.stringify(text)
}
