/** A dex that makes rules once, with what `FastBattle` looks up: `fastDex`, `FastTables`. */
import type { ActiveMove, ModdedDex } from '@pkmn/sim'
import { HandlerIndex } from './handler-index.ts'

/** What a dex has more for `FastBattle`. */
export interface FastTables {
  /** Who handles what. */
  readonly handlers: HandlerIndex
  /** The dex for those who only read moves in use: one frozen copy of each, where the dex makes a new one. */
  readonly reading: ModdedDex & FastTables
}

const views = new WeakMap<ModdedDex, ModdedDex & FastTables>()

/** A view of a dex, of the same content, that keeps the rules which the dex makes at each look-up. One for each dex. */
export function fastDex(dex: ModdedDex): ModdedDex & FastTables {
  let view = views.get(dex)
  if (view === undefined) {
    view = Object.create(dex, {
      handlers: { value: new HandlerIndex(dex) },
      formats: { value: keptFormats(dex) },
    }) as ModdedDex & FastTables
    const reading: unknown = Object.create(view, { getActiveMove: { value: frozenMoves(dex) } })
    Object.defineProperty(view, 'reading', { value: reading })
    views.set(dex, view)
  }
  return view
}

/** As `ModdedDex.getActiveMove`, but that a move by name is made once, and frozen. */
function frozenMoves(dex: ModdedDex): ModdedDex['getActiveMove'] {
  const kept = new Map<string, ActiveMove>()
  return (move) => {
    if (typeof move !== 'string') return dex.getActiveMove(move)
    let frozen = kept.get(move)
    if (frozen === undefined) kept.set(move, (frozen = dex.deepFreeze(dex.getActiveMove(move))))
    return frozen
  }
}

/** The formats of a dex, where each rule is made once. */
function keptFormats(dex: ModdedDex): ModdedDex['formats'] {
  type Get = ModdedDex['formats']['get']
  const kept = new Map<string, ReturnType<Get>>()
  const get: Get = (name, isTrusted) => {
    if (typeof name !== 'string' || isTrusted) return dex.formats.get(name, isTrusted)
    let format = kept.get(name)
    if (format === undefined) kept.set(name, (format = dex.formats.get(name)))
    return format
  }
  return Object.create(dex.formats, { get: { value: get } }) as ModdedDex['formats']
}
