/** Checks of identity and spec, before anything is built. */
import { checkIdentity } from '../definition.ts'
import { show } from '../show.ts'
import { checkSpec } from '../spec.ts'
import { type Check, fail } from './report.ts'
import type { EnvironmentSubject } from './subject.ts'

export const SPEC_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'spec/identity',
    title: 'id, version, summary and source say what the environment is',
    run({ definition }) {
      checkIdentity('environment', definition.id, definition.version)
      if (definition.summary.trim() === '') fail('summary is empty')
      if (definition.source.trim() === '') fail('source is empty: it names where the rules come from')
      return `${definition.id} version ${definition.version}`
    },
  },
  {
    id: 'spec/consistent',
    title: 'the spec does not contradict itself',
    run({ spec, definition }) {
      checkSpec(spec, definition.id)
      return `${spec.agents} agents, ${spec.action.kind} actions, faces ${spec.faces.join(', ') || 'none'}`
    },
  },
  {
    id: 'spec/plain-data',
    title: 'the spec is plain data that JSON can hold, infinite numbers apart',
    run({ spec }) {
      requirePlain(spec, 'spec')
      return `${plainText(spec).length} characters`
    },
  },
  {
    id: 'spec/pure',
    title: 'describe gives the same spec again and leaves its parameters alone',
    run({ definition, parameters }) {
      const before = plainText(parameters)
      const first = plainText(definition.describe(parameters))
      const second = plainText(definition.describe(parameters))
      if (first !== second)
        fail(`second spec: got ${excerpt(second, first)}, expected ${excerpt(first, second)}`)
      const after = plainText(parameters)
      if (after !== before) fail(`parameters after describe: got ${after}, expected ${before}`)
      return 'described twice'
    },
  },
  {
    id: 'spec/built-as-described',
    title: 'the built environment carries the spec that describe gives',
    async run(subject) {
      const described = plainText(subject.spec)
      const environment = await subject.make(1)
      const built = plainText(environment.spec)
      if (built !== described) {
        fail(
          `spec of the built environment: got ${excerpt(built, described)}, expected ${excerpt(described, built)}`,
        )
      }
      for (const face of environment.spec.faces) {
        if (environment[face] === undefined) fail(`declares the face ${face} and has none`)
      }
      return `${environment.spec.faces.length} faces`
    },
  },
]

/** A value as JSON in which infinite numbers and NaN keep their names. */
export function plainText(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'number' && !Number.isFinite(item) ? String(item) : item,
  )
}

/** Refuses what is not plain: anything but objects, arrays, text, booleans, and numbers other than NaN. */
function requirePlain(value: unknown, path: string): void {
  if (value === undefined || value === null || typeof value === 'string' || typeof value === 'boolean') return
  if (typeof value === 'number' && !Number.isNaN(value)) return
  if (Array.isArray(value)) return value.forEach((item, i) => requirePlain(item, `${path}[${i}]`))
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    for (const [key, item] of Object.entries(value)) requirePlain(item, `${path}.${key}`)
    return
  }
  const type = typeof value === 'object' ? (value.constructor?.name ?? 'object') : typeof value
  fail(`${path}: got ${type} ${show(value)}, expected plain data`)
}

/** The part of `text` around the first place where it differs from `other`. */
function excerpt(text: string, other: string): string {
  let i = 0
  while (i < text.length && text[i] === other[i]) i++
  return `…${text.slice(Math.max(0, i - 30), i + 30)}…`
}
