/** A dex that makes moves in use faster, and rules once: `FastDex`, `fastDex`. */
import type { ActiveMove, ModdedDex, Move } from '@pkmn/sim'

/** What the copies of a move are made from: its fields, of which `nested` are copied again for each. */
interface Mould {
  readonly fields: Record<string, unknown>
  readonly nested: readonly string[]
  readonly prototype: object
}

/** Two views of one dex, of the same content. */
export interface FastDex {
  /** Moves in use are copies, as from the dex itself. */
  readonly copying: ModdedDex
  /** Moves in use are one frozen copy each, for who only reads them. */
  readonly reading: ModdedDex
}

/** The views of a dex. Its `getActiveMove` is what differs; rules, which it makes at each look-up, are kept. */
export function fastDex(dex: ModdedDex): FastDex {
  const moulds = new Map<Move, Mould>()
  const frozen = new Map<Move, ActiveMove>()
  const copyOf = (base: Move): ActiveMove => {
    let mould = moulds.get(base)
    if (mould === undefined) moulds.set(base, (mould = mouldOf(base)))
    const copy = { ...mould.fields }
    Object.setPrototypeOf(copy, mould.prototype)
    for (const key of mould.nested) copy[key] = dex.deepClone(copy[key])
    return copy as unknown as ActiveMove
  }
  const readingOf = (base: Move): ActiveMove => {
    let move = frozen.get(base)
    if (move === undefined) frozen.set(base, (move = dex.deepFreeze(copyOf(base))))
    return move
  }
  const viewWith = (make: (base: Move) => ActiveMove): ModdedDex => {
    const getActiveMove = (move: Move | string): ActiveMove => {
      const used = typeof move !== 'string' && typeof (move as ActiveMove).hit === 'number'
      return used ? (move as ActiveMove) : make(dex.moves.get(move))
    }
    return Object.create(dex, {
      getActiveMove: { value: getActiveMove },
      formats: { value: formats },
    }) as ModdedDex
  }
  const formats = keptFormats(dex)
  return { copying: viewWith(copyOf), reading: viewWith(readingOf) }
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
