/** A dex that makes moves in use faster, and rules once: `fastDex`, `FastTables`. */
import type { ActiveMove, ModdedDex, Move } from '@pkmn/sim'
import { HandlerIndex } from './handler-index.ts'

/** What the copies of a move are made from: its fields, of which `nested` are copied again for each. */
interface Mould {
  readonly fields: Record<string, unknown>
  readonly nested: readonly string[]
  readonly prototype: object
}

/** What a dex has more for `FastBattle`. */
export interface FastTables {
  /** Who handles what. */
  readonly handlers: HandlerIndex
  /** The dex for those who only read moves in use: one frozen copy of each, where the dex makes a new one. */
  readonly reading: ModdedDex & FastTables
}

const views = new WeakMap<ModdedDex, ModdedDex & FastTables>()

/**
 * A view of a dex, of the same content: it makes moves in use faster, keeps the rules that the dex makes at each look-up,
 * and has the tables. One for each dex.
 */
export function fastDex(dex: ModdedDex): ModdedDex & FastTables {
  let view = views.get(dex)
  if (view === undefined) views.set(dex, (view = makeView(dex)))
  return view
}

function makeView(dex: ModdedDex): ModdedDex & FastTables {
  const moulds = new Map<Move, Mould>()
  const copyOf = (base: Move): ActiveMove => {
    let mould = moulds.get(base)
    if (mould === undefined) moulds.set(base, (mould = mouldOf(base)))
    const copy = { ...mould.fields }
    Object.setPrototypeOf(copy, mould.prototype)
    for (const key of mould.nested) copy[key] = dex.deepClone(copy[key])
    return copy as unknown as ActiveMove
  }
  const frozen = new Map<Move, ActiveMove>()
  const readOf = (base: Move): ActiveMove => {
    let move = frozen.get(base)
    if (move === undefined) frozen.set(base, (move = dex.deepFreeze(copyOf(base))))
    return move
  }
  const view = Object.create(dex, {
    handlers: { value: new HandlerIndex(dex) },
    formats: { value: keptFormats(dex) },
    getActiveMove: { value: getActiveMoveWith(dex, copyOf) },
  }) as ModdedDex & FastTables
  const reading: unknown = Object.create(view, { getActiveMove: { value: getActiveMoveWith(dex, readOf) } })
  return Object.defineProperty(view, 'reading', { value: reading })
}

/** As `ModdedDex.getActiveMove`: a move in use is given back, for another one is made. */
function getActiveMoveWith(dex: ModdedDex, make: (base: Move) => ActiveMove): ModdedDex['getActiveMove'] {
  return (move) => {
    const used = typeof move !== 'string' && typeof (move as ActiveMove).hit === 'number'
    return used ? (move as ActiveMove) : make(dex.moves.get(move))
  }
}

function mouldOf(base: Move): Mould {
  const fields: Record<string, unknown> = { ...base, hit: 0 }
  const nested = Object.keys(fields).filter((key) => typeof fields[key] === 'object' && fields[key] !== null)
  return { fields, nested, prototype: Object.getPrototypeOf(base) as object }
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
