import { expect, it } from 'vitest'
import { BACKENDS as LOADED } from '../packages/algos/src/networks/backends.ts'
import { BACKENDS as NAMED } from '../packages/bench/src/backends.ts'

it('the command line names the backends that learners can load', () => {
  expect(NAMED).toEqual(LOADED)
})
