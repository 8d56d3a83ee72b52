/** Checks of isolation and allocation: each must fail on an environment that is broken in that place. */
import type { EnvironmentDefinition } from '../../../src/definition.ts'
import { counting } from '../../worlds/index.ts'
import { tinyWorld } from '../../worlds/tiny.ts'
import { type BrokenRow, plain, rebuilt, respecified } from './ways.ts'

/** A tiny world that does something odd in every step. */
function odd(act: () => unknown): EnvironmentDefinition {
  return plain(
    tinyWorld({
      rules: ({ sound }) => ({
        step(actions) {
          sound.step(actions)
          act()
        },
      }),
    }),
  )
}

let owner: object | undefined
let kept: unknown

export const ISOLATION_ROWS: readonly BrokenRow[] = [
  { what: 'Math.random is called', world: odd(() => Math.random()), fails: ['isolation/chance-and-clock'] },
  { what: 'Date.now is called', world: odd(() => Date.now()), fails: ['isolation/chance-and-clock'] },
  { what: 'a date is made', world: odd(() => new Date()), fails: ['isolation/chance-and-clock'] },
  { what: 'Date is called', world: odd(() => Date()), fails: ['isolation/chance-and-clock'] },
  {
    what: 'performance.now is called',
    world: odd(() => performance.now()),
    fails: ['isolation/chance-and-clock'],
  },
  {
    what: 'crypto.randomUUID is called',
    world: odd(() => crypto.randomUUID()),
    fails: ['isolation/chance-and-clock'],
  },
  {
    what: 'crypto.getRandomValues is called, and its error swallowed',
    world: odd(() => {
      try {
        crypto.getRandomValues(new Uint8Array(1))
      } catch {
        // As a library might.
      }
    }),
    fails: ['isolation/chance-and-clock'],
  },
  {
    what: 'the clock is read while it is built',
    world: rebuilt(counting, (sound) => (Date.now() > 0 ? {} : sound)),
    fails: ['isolation/chance-and-clock'],
  },
  { what: 'a fixed date is made', world: odd(() => new Date(0)), fails: [] },
  { what: 'Math.sin is called', world: odd(() => Math.sin(1)), fails: ['isolation/engine-maths'] },
  { what: 'Math.pow is called', world: odd(() => Math.pow(2, 0.5)), fails: ['isolation/engine-maths'] },
  { what: 'Math.sqrt is called', world: odd(() => Math.sqrt(2)), fails: [] },
  {
    what: 'environments share memory',
    world: plain(
      tinyWorld({
        rules: ({ batch, places, sound }) => {
          const me = {}
          return {
            start(w, instance) {
              sound.start(w, instance)
              if (batch === 1) owner = me
            },
            step(actions) {
              sound.step(actions)
              if (batch > 1) return
              if (owner !== me) places[0] /= 2
              owner = me
            },
          }
        },
      }),
    ),
    fails: ['isolation/instances'],
  },
  {
    what: 'a step allocates',
    world: odd(() => void (kept = new Float64Array(8).subarray(1))),
    fails: ['allocation/steps'],
    options: { heapUsed: () => process.memoryUsage().heapUsed },
  },
  {
    what: 'a foreign engine allocates',
    world: respecified(
      odd(() => void (kept = [kept === undefined])),
      () => ({ engine: 'foreign' }),
    ),
    fails: [],
    options: { heapUsed: () => process.memoryUsage().heapUsed },
  },
]
