/**
 * Guests: modules of the user's (plugins, configurations) whose code runs in our process. `hosting` loads one,
 * `guestsBehind` says which of them is behind an error that nobody caught, or behind the end of the process.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { GauntletError } from '@gauntlet/core'

export interface Guest {
  /** As messages call it: `plugin toy (/toy.js)`. */
  readonly name: string
  readonly file: string
}

/** Time in which a module must be loaded. */
const LOADING_SECONDS = 120

const guests = new Map<string, Guest>()
let entering: Guest | undefined

/**
 * Loads a guest. What it leaves to happen later, a rejection for one, has happened before this returns.
 * Errors: what `load` throws; GauntletError where it takes too long.
 */
export async function hosting<T>(guest: Guest, load: () => Promise<T>): Promise<T> {
  guests.set(guest.file, guest)
  entering = guest
  const timer = new AbortController()
  try {
    const loaded = await Promise.race([load(), tooLong(timer.signal)])
    await nextTurn()
    return loaded
  } finally {
    timer.abort()
    entering = undefined
  }
}

function tooLong(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const message = `was not loaded within ${LOADING_SECONDS} s`
    // Not a reason to stay: where nothing else is going on, the process ends, and is found to.
    const timer = setTimeout(
      () => reject(new GauntletError('guest', message)),
      LOADING_SECONDS * 1000,
    ).unref()
    signal.addEventListener('abort', () => clearTimeout(timer))
  })
}

/** Those whose files a stack names; else the one that is being loaded; else, where there is no stack, all. */
export function guestsBehind(stack: string | undefined): readonly Guest[] {
  const named = [...guests.values()].filter(
    ({ file }) => stack?.includes(file) === true || stack?.includes(pathToFileURL(file).href) === true,
  )
  if (named.length > 0) return named
  if (entering !== undefined) return [entering]
  return stack === undefined ? [...guests.values()] : []
}
