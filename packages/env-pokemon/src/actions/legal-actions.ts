/** Which joint actions a request allows: `LegalActions`. */
import { ChoiceError } from './choice-error.ts'
import { CHOICES, FIRST_MOVE, MEMBERS, NO_GIMMICK, PASS, describeChoice, gimmickOf } from './codes.ts'
import { ForcedSwitches } from './forced-switches.ts'
import { type BattleRequest, isFainted } from './request.ts'
import { addMoves, addSwitches } from './slot-choices.ts'

/** What is asked: nothing (the other side decides), the two leads, the two at the back, who comes in, or a turn. */
export type Phase = 'wait' | 'leads' | 'back' | 'switch' | 'turn'

/** Two leads and two at the back. */
export const PICKED = 4

const KINDS = 'wait, teamPreview, forceSwitch and active'

/** A slot has at most 4 moves at 3 targets with 3 gimmicks, and 4 to switch to. */
const MOST_PAIRS = 40 * 40

/**
 * The joint actions that the engine takes, as far as the player's request tells; what `maybeTrapped` or `maybeDisabled`
 * hides may still be refused by the engine, which is how the player learns of it.
 *
 * Filled by `read` again and again; nothing is allocated then.
 */
export class LegalActions {
  /** How many joint actions there are. */
  count = 0
  /** Shape [at least count, 2]: the joint actions in ascending order, left slot first. */
  readonly pairs: Int32Array = new Int32Array(2 * MOST_PAIRS)
  phase: Phase = 'wait'
  /** The request that was read last; kept, not copied. */
  request: BattleRequest | undefined
  /** Of each position of the request: the member there, 1 to 6. */
  readonly members: Uint8Array = new Uint8Array(MEMBERS)
  /** In phase `back`: the members that were picked to lead. */
  readonly leads: Uint8Array = new Uint8Array(2)
  /** Of each slot, asked by itself. Shape [107]. */
  private readonly alone = [new Uint8Array(CHOICES), new Uint8Array(CHOICES)]
  private readonly forced = new ForcedSwitches()
  /** The right slot's choices, as many as there are. */
  private readonly codes = new Uint8Array(CHOICES)
  /** Shape [2, 107]. */
  private readonly projections = new Uint8Array(2 * CHOICES)

  /**
   * Reads what the player is asked; at team preview, for the leads.
   *
   * Shape: `members` [team]: of each position of the request, the member there, 1 to 6, as `findMembers` writes them;
   * not looked at in team preview.
   * Errors: ChoiceError where the request is none of a doubles battle, or allows nothing, or a member is none.
   */
  read(request: BattleRequest, members: ArrayLike<number>): this {
    this.begin(request)
    if (request.teamPreview) this.readPreview()
    else this.readMembers(members)
    if (request.wait) this.readWait()
    else if (request.forceSwitch) this.readSwitch(request.forceSwitch)
    else if (request.active) this.readTurn(request.active)
    else if (!request.teamPreview)
      throw new ChoiceError(`request: got none of ${KINDS}, expected one of them`)
    this.join()
    return this
  }

  /** Nothing is asked: the other side decides, or the battle is over. */
  readNothing(): this {
    this.request = undefined
    this.count = 0
    this.alone[0].fill(0)
    this.alone[1].fill(0)
    this.readWait()
    this.join()
    return this
  }

  /**
   * Reads a team preview for the two at the back, given the members who lead.
   *
   * Errors: ChoiceError where it is none, or the leads are not two different members.
   */
  readBack(preview: BattleRequest, left: number, right: number): this {
    if (!preview.teamPreview) throw new ChoiceError('request: got no teamPreview, expected one')
    this.read(preview, [])
    this.require(left, right)
    this.phase = 'back'
    this.leads[0] = left
    this.leads[1] = right
    for (const legal of this.alone) legal[left] = legal[right] = 0
    this.join()
    return this
  }

  /** Writes the choices of either slot that are part of a joint action. Shape: `out` [214] from `offset`: [2, 107]. */
  mask(out: Uint8Array, offset = 0): void {
    out.set(this.projections, offset)
  }

  /**
   * Writes what the right slot may be told after the left's choice. Shape: `out` [107] from `offset`.
   * Errors: ChoiceError where the left's is not legal.
   */
  maskAfter(left: number, out: Uint8Array, offset = 0): void {
    this.requireLeft(left)
    const right = this.alone[1]
    for (let c = 0; c < CHOICES; c++) out[offset + c] = right[c] === 1 && this.together(left, c) ? 1 : 0
  }

  has(left: number, right: number): boolean {
    return this.alone[0][left] === 1 && this.alone[1][right] === 1 && this.together(left, right)
  }

  /** Errors: ChoiceError naming the slot, its choice and those allowed, where the joint action is not legal. */
  require(left: number, right: number): void {
    if (this.has(left, right)) return
    this.requireLeft(left)
    const after = new Uint8Array(CHOICES)
    this.maskAfter(left, after)
    throw refusal(1, right, after, ` after ${describeChoice(left)}`)
  }

  private requireLeft(left: number): void {
    if (left < CHOICES && this.projections[left] === 1) return
    throw refusal(0, left, this.projections.subarray(0, CHOICES), '')
  }

  private begin(request: BattleRequest): void {
    const pokemon: unknown = (request as Partial<BattleRequest> | null | undefined)?.side?.pokemon
    if (!Array.isArray(pokemon))
      throw new ChoiceError('request: got none of a player, expected one with side.pokemon')
    const team = request.side.pokemon.length
    if (team > MEMBERS) throw new ChoiceError(`request: got a team of ${team}, expected at most ${MEMBERS}`)
    this.request = request
    this.count = 0
    this.alone[0].fill(0)
    this.alone[1].fill(0)
  }

  private readWait(): void {
    this.phase = 'wait'
    this.alone[0][PASS] = 1
    this.alone[1][PASS] = 1
  }

  private readMembers(members: ArrayLike<number>): void {
    const team = this.request!.side.pokemon.length
    for (let p = 0; p < team; p++) {
      if (!(members[p] >= 1 && members[p] <= MEMBERS)) throw memberError(p, members[p])
      this.members[p] = members[p]
    }
  }

  private readPreview(): void {
    this.phase = 'leads'
    const { maxChosenTeamSize, side } = this.request!
    const team = side.pokemon.length
    const picked = Math.min(team, maxChosenTeamSize ?? team)
    if (picked !== PICKED) throw new ChoiceError(`request: ${picked} members are picked, expected ${PICKED}`)
    for (let p = 0; p < team; p++) {
      this.members[p] = p + 1
      this.alone[0][p + 1] = 1
      this.alone[1][p + 1] = 1
    }
  }

  private readSwitch(forceSwitch: readonly boolean[]): void {
    this.phase = 'switch'
    requireSlots('forceSwitch', forceSwitch.length, this.request!)
    this.forced.read(this.request!)
    for (let slot = 0; slot < 2; slot++) {
      const legal = this.alone[slot]
      if (this.forced.mayPass(slot)) legal[PASS] = 1
      if (!this.forced.forced[slot]) continue
      addSwitches(this.request!, this.members, this.forced.revives[slot], legal)
    }
  }

  private readTurn(active: NonNullable<BattleRequest['active']>): void {
    this.phase = 'turn'
    requireSlots('active', active.length, this.request!)
    for (let slot = 0; slot < 2; slot++) {
      const legal = this.alone[slot]
      const member = this.request!.side.pokemon[slot]
      if (isFainted(member) || member.commanding) {
        legal[PASS] = 1
        continue
      }
      addMoves(active[slot], member, slot, legal)
      if (!active[slot].trapped) addSwitches(this.request!, this.members, false, legal)
    }
  }

  /** Whether two choices, each of which its slot has, go together. */
  private together(left: number, right: number): boolean {
    if (left < FIRST_MOVE || right < FIRST_MOVE) {
      if (left === right && left !== PASS) return false
      return this.phase !== 'switch' || this.forced.allow(left, right)
    }
    const gimmick = gimmickOf(left)
    return gimmick === NO_GIMMICK || gimmick !== gimmickOf(right)
  }

  private join(): void {
    const { pairs, projections, codes } = this
    const lefts = this.alone[0]
    const rights = this.alone[1]
    let right = 0
    for (let c = 0; c < CHOICES; c++) if (rights[c] === 1) codes[right++] = c
    projections.fill(0)
    let at = 0
    for (let left = 0; left < CHOICES; left++) {
      if (lefts[left] === 0) continue
      for (let r = 0; r < right; r++) {
        if (!this.together(left, codes[r])) continue
        pairs[at++] = left
        pairs[at++] = codes[r]
        projections[left] = 1
        projections[CHOICES + codes[r]] = 1
      }
    }
    this.count = at / 2
    if (at === 0) throw new ChoiceError('request: it allows no joint action, expected one at least')
  }
}

function requireSlots(field: string, slots: number, { side }: BattleRequest): void {
  if (side.pokemon.length < 2)
    throw new ChoiceError(`request: got a team of ${side.pokemon.length}, expected 2 or more`)
  if (slots !== 2) throw new ChoiceError(`request.${field}: got ${slots} slots, expected the 2 of doubles`)
}

function memberError(position: number, given: number): ChoiceError {
  return new ChoiceError(`members[${position}]: got ${given}, expected 1 to ${MEMBERS}`)
}

function refusal(slot: number, choice: number, allowed: Uint8Array, after: string): ChoiceError {
  const codes = Array.from(allowed.keys()).filter((code) => allowed[code] === 1)
  const given = describeChoice(choice)
  return new ChoiceError(`choice ${given} is not legal${after}; expected one of ${codes.join(', ')}`, slot)
}
