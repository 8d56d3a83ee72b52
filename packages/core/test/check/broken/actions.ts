/** Checks of actions: each must fail on an environment that is broken in that place. */
import { IllegalActionError } from '../../../src/errors.ts'
import { allocateActions } from '../../../src/spaces.ts'
import { corridor, counting, nim, springs } from '../../worlds/index.ts'
import { NO_FACES } from '../../worlds/tiny.ts'
import { type BrokenRow, afterStep, mended, rebuilt, respecified } from './ways.ts'

const nimAlone = respecified(nim, () => NO_FACES)

export const ACTION_ROWS: readonly BrokenRow[] = [
  {
    what: 'an agent that waits may choose',
    world: rebuilt(nimAlone, (sound) => {
      const widen = (): void =>
        sound.active!.forEach((active, i) => {
          if (active === 0) sound.actionMask![4 * i + 1] = 1
        })
      return {
        reset(seed, schedule) {
          sound.reset(seed, schedule)
          widen()
        },
        step(actions) {
          sound.step(actions)
          widen()
        },
      }
    }),
    fails: ['actions/mask'],
  },
  {
    what: 'a masked action is repaired in silence',
    world: mended(corridor, ({ actionMask }, actions) => {
      if (actions.some((action) => !(action >= 0 && action < 3))) return false
      actions.forEach((action, i) => {
        if (actionMask![3 * i + action] === 0) actions[i] = 1
      })
      return true
    }),
    fails: ['actions/masked-refused'],
  },
  {
    what: 'an error names another agent',
    world: rebuilt(corridor, (sound) => ({
      step(actions) {
        try {
          sound.step(actions)
        } catch (error) {
          throw error instanceof IllegalActionError ? new IllegalActionError(2, 0, -9, 'others') : error
        }
      },
    })),
    fails: ['actions/masked-refused', 'actions/outside-refused'],
  },
  {
    what: 'a refused step has moved something',
    world: rebuilt(corridor, (sound) => ({
      step(actions) {
        try {
          sound.step(actions)
        } catch (error) {
          sound.rewards[0] += 1
          throw error
        }
      },
    })),
    fails: ['actions/masked-refused', 'actions/outside-refused', 'actions/form-refused'],
  },
  {
    what: 'an action outside its space is taken for another',
    world: mended(counting, (_, actions) => {
      actions.forEach((action, i) => void (actions[i] = Math.min(2, Math.max(0, action))))
      return actions.length % 3 === 0
    }),
    fails: ['actions/outside-refused'],
  },
  {
    what: 'a clipped number is not taken as the bound',
    world: rebuilt(springs, (sound) => ({
      step(actions) {
        const taken = actions.slice()
        taken.forEach((value, i) => void (taken[i] = Math.abs(value) > 1.5 ? value / 10 : value))
        sound.step(taken)
      },
    })),
    fails: ['actions/outside-clipped'],
  },
  {
    what: 'actions of any form are taken',
    world: rebuilt(counting, (sound) => ({
      step(actions) {
        const taken = allocateActions(sound.spec.action, sound.batch)
        for (let w = 0; w < sound.batch; w++) taken[w] = actions[w] ?? 0
        sound.step(taken)
      },
    })),
    fails: ['actions/form-refused'],
  },
  {
    what: 'a step writes into the actions',
    world: afterStep(counting, (_, actions) => void actions.fill(1)),
    fails: ['actions/left-alone'],
  },
]
