/** The check that a policy leaves its environment's methods and properties alone: `HANDS_OFF_CHECK`. */
import type { Environment } from '../environment.ts'
import { isLate } from '../form.ts'
import type { AlgorithmSubject } from './algorithm-subject.ts'
import { type Check, fail, skip } from './report.ts'
import { plainText } from './spec.ts'
import { type Trap, withTraps } from './traps.ts'

export const HANDS_OFF_CHECK: Check<AlgorithmSubject> = {
  id: 'algorithm/hands-off',
  title: 'the policy neither moves the environment that it is shown nor changes its properties',
  run: (subject) => requireHandsOff(subject),
}

async function requireHandsOff(subject: AlgorithmSubject): Promise<string> {
  const { environment, policy, actions } = await subject.prepare(2)
  const { seed, steps } = subject.environment
  if (!Object.isExtensible(environment)) skip('the environment lets nobody add or replace a property')
  watched(environment, 'begin', () => policy.begin(environment, seed))
  for (let t = 0; t < steps; t++) {
    watched(environment, `act, step ${t}`, () => policy.act(environment, actions, 'sample'))
    environment.step(actions)
  }
  return `begin and ${steps} steps of 2 worlds`
}

/** Runs with traps on what moves the environment, then compares its properties with what they were. */
function watched(environment: Environment, place: string, run: () => unknown): void {
  const before = propertiesOf(environment)
  const traps: Trap[] = ['reset', 'step'].map((key) => ({ owner: environment, key, label: key }))
  const calls: string[] = []
  // What is patched under a trap is taken away with it, and so is looked for while it is set.
  let patched: string | undefined
  withTraps(
    traps,
    (label) => calls.push(label),
    () => {
      const trapped = traps.map(({ key }) => Reflect.get(environment, key) as unknown)
      if (isLate(run())) skip('the policy gives promises')
      patched = traps.find(({ key }, k) => Reflect.get(environment, key) !== trapped[k])?.key
    },
  )
  if (calls.length > 0) fail(`${place}: the policy called ${calls[0]} of the environment`)
  if (patched !== undefined) fail(`${place}: the policy replaced ${patched} of the environment`)
  const after = propertiesOf(environment)
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    if (!before.has(name)) fail(`${place}: the policy added ${name} to the environment`)
    if (!after.has(name)) fail(`${place}: the policy took ${name} from the environment`)
    if (!Object.is(before.get(name), after.get(name))) {
      fail(`${place}: the policy replaced ${name} of the environment`)
    }
  }
}

/** Every property that is a value, of the environment, its faces and its prototypes, by path; the spec as text. */
function propertiesOf(environment: Environment): Map<string, unknown> {
  const properties = new Map<string, unknown>([['spec', plainText(environment.spec)]])
  addProperties(properties, environment, '')
  for (const face of environment.spec.faces) {
    if (environment[face] !== undefined) addProperties(properties, environment[face], `${face}.`)
  }
  return properties
}

function addProperties(properties: Map<string, unknown>, owner: object, path: string): void {
  const prototype = Object.getPrototypeOf(owner) as object | null
  if (prototype !== null && prototype !== Object.prototype) addProperties(properties, prototype, path)
  for (const key of Reflect.ownKeys(owner)) {
    const name = `${path}${String(key)}`
    const { value, get } = Object.getOwnPropertyDescriptor(owner, key)!
    if (name !== 'spec') properties.set(name, value ?? get)
  }
}
