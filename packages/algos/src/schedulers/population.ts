/** Policies as they once were, kept to play against: `Population`. */
import type { Policy } from '@gauntlet/core'
import type { Actor } from '../actor.ts'
import { type Archive, named, restore } from '../archive.ts'

/** The first member is the policy with which training begins. */
export class Population {
  readonly actors: Actor[]
  private readonly founder: Actor

  constructor(founder: Actor) {
    this.founder = founder
    this.actors = [founder.twin()]
  }

  /** Keeps an actor as it is now, as member `k`: a new one where that is how many there are. */
  keep(k: number, actor: Actor): void {
    if (k === this.actors.length) this.actors.push(actor.twin())
    else this.actors[k].become(actor)
  }

  policies(): Policy[] {
    return this.actors.map((actor) => actor.policy())
  }

  /** The members' parameters, as arrays that live as long as they do. */
  get state(): Archive {
    const members = this.actors.map(({ trainables }, k) => {
      const parameters = trainables.map(({ parameters: array }, j) => [`parameters${j}`, array])
      return named(`member${k}`, Object.fromEntries(parameters) as Archive)
    })
    return Object.assign({}, ...members) as Archive
  }

  /** Takes up a state of `members` members. */
  load(members: number, saved: Archive): void {
    while (this.actors.length > members) this.actors.pop()!.dispose()
    while (this.actors.length < members) this.actors.push(this.founder.twin())
    restore(this.state, saved)
    for (const { network } of this.actors) network.changed()
  }

  dispose(): void {
    for (const actor of this.actors) actor.dispose()
  }
}
