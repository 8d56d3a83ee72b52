/**
 * A request, as the engine sends it to a player: only the fields that say what is legal. `BattleRequest`, its parts and
 * `isFainted`. Field names are the engine's.
 */

export interface MoveRequest {
  readonly id: string
  /** Missing where the Pokemon is locked into the move, and the engine knows the target. */
  readonly target?: string | undefined
  readonly disabled?: string | boolean | undefined
}

/** What an active Pokemon may do; there for a fainted one too. */
export interface ActiveRequest {
  readonly moves: readonly MoveRequest[]
  readonly trapped?: boolean | undefined
  /** Switching may be refused: whether it is depends on what the player has not seen. */
  readonly maybeTrapped?: boolean | undefined
  readonly canMegaEvo?: boolean | undefined
  readonly canTerastallize?: string | undefined
}

export interface MemberRequest {
  /** `p1: Name`; the same all battle long. */
  readonly ident: string
  /** `91/155 brn`, or `0 fnt`. */
  readonly condition: string
  readonly moves: readonly string[]
  /** Inside its ally, and told nothing. */
  readonly commanding?: boolean | undefined
  /** Its slot brings a fainted member back to life. */
  readonly reviving?: boolean | undefined
}

/** Exactly one of `wait`, `teamPreview`, `forceSwitch` and `active` is there. */
export interface BattleRequest {
  readonly wait?: boolean | undefined
  readonly teamPreview?: boolean | undefined
  readonly maxChosenTeamSize?: number | undefined
  /** Of each slot: whether what stands there is replaced. */
  readonly forceSwitch?: readonly boolean[] | undefined
  /** Of each slot. */
  readonly active?: readonly ActiveRequest[] | undefined
  readonly side: {
    readonly id: string
    /** The active ones first, in the order of their slots. */
    readonly pokemon: readonly MemberRequest[]
  }
}

export function isFainted(member: MemberRequest): boolean {
  return member.condition === '0 fnt'
}
