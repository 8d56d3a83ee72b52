// oxlint-disable gauntlet/deterministic -- this file names what the others must not touch
/** Traps on what an environment must not touch: `withTraps`, `withTrapsAsync`, `chanceAndClock`, `engineMaths`. */

/** A global function by owner and name; it is left alone where this machine has no such thing. */
export interface Trap {
  readonly owner: object
  readonly key: string
  readonly label: string
}

const globals = globalThis as unknown as Record<string, object | undefined>

function trapsOn(owner: object | undefined, path: string, keys: readonly string[]): Trap[] {
  if (owner === undefined) return []
  return keys.filter((key) => key in owner).map((key) => ({ owner, key, label: `${path}.${key}` }))
}

/** Chance and clocks that the seed does not decide. `new Date()` is trapped beside them. */
export function chanceAndClock(): Trap[] {
  return [
    ...trapsOn(Math, 'Math', ['random']),
    ...trapsOn(Date, 'Date', ['now']),
    ...trapsOn(globals.performance, 'performance', ['now']),
    ...trapsOn(globals.crypto, 'crypto', ['getRandomValues', 'randomUUID']),
  ]
}

/** Functions of `Math` whose last bits differ between engines; core has its own. */
export function engineMaths(): Trap[] {
  const inexact =
    'acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp expm1 hypot log log10 log1p log2 pow sin sinh tan tanh'
  return trapsOn(Math, 'Math', inexact.split(' '))
}

/** What a caught call does: it reports itself and throws, or reports and goes on. */
export type Caught = (label: string) => void

/** Runs with traps set; they are taken away again whatever happens. */
export function withTraps<T>(traps: readonly Trap[], caught: Caught, run: () => T): T {
  const release = setTraps(traps, caught)
  try {
    return run()
  } finally {
    release()
  }
}

/** As `withTraps`, until a promise settles. */
export async function withTrapsAsync<T>(
  traps: readonly Trap[],
  caught: Caught,
  run: () => Promise<T>,
): Promise<T> {
  const release = setTraps(traps, caught)
  try {
    return await run()
  } finally {
    release()
  }
}

/** Sets traps and returns what takes them away. */
function setTraps(traps: readonly Trap[], caught: Caught): () => void {
  const undo: (() => void)[] = []
  for (const { owner, key, label } of traps) {
    const own = Object.getOwnPropertyDescriptor(owner, key)
    const original = (owner as Record<string, (...inputs: unknown[]) => unknown>)[key]
    const value = (...inputs: unknown[]): unknown => {
      caught(label)
      return original.apply(owner, inputs)
    }
    Object.defineProperty(owner, key, { value, configurable: true, writable: true })
    undo.push(() =>
      own === undefined ? Reflect.deleteProperty(owner, key) : Object.defineProperty(owner, key, own),
    )
  }
  if (traps.some(({ owner }) => owner === Date)) undo.push(trapDates(caught))
  return () => undo.toReversed().forEach((take) => take())
}

/** Traps `new Date()` and `Date()`, which read the clock; `new Date(0)` does not. */
function trapDates(caught: Caught): () => void {
  const original = Date
  const trapped = new Proxy(original, {
    construct(target, inputs: []) {
      if (inputs.length === 0) caught('new Date()')
      return new target(...inputs)
    },
    apply(target) {
      caught('Date()')
      return target()
    },
  })
  const own = Object.getOwnPropertyDescriptor(globalThis, 'Date')!
  Object.defineProperty(globalThis, 'Date', { ...own, value: trapped })
  return () => Object.defineProperty(globalThis, 'Date', own)
}
