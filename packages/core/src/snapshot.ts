/** What a snapshot of the shell's holds: `SavedWorld`, `SavedShell`; `savedForms`, `checkSaved`, `withNoise`. */
import {
  type Form,
  type Forms,
  INDEX,
  OBJECT,
  TEXT,
  isPlainObject,
  optional,
  requireForm,
  requireValue,
} from './form.ts'
import type { Seed } from './random/seed.ts'
import type { EnvironmentSpec } from './spec.ts'

/** A world as a snapshot holds it: the rules' own content beside what the shell keeps between steps. */
export interface SavedWorld {
  readonly shell: SavedShell
  readonly rules: unknown
}

export interface SavedShell {
  readonly key: string
  readonly index: number | undefined
  readonly episode: number
  readonly elapsed: number
  readonly totals: Float64Array
  readonly rewards: Float32Array
  readonly costs: Float32Array | undefined
  readonly terminated: Uint8Array
  readonly truncated: Uint8Array
  readonly active: Uint8Array | undefined
}

/** What the shell's part of a snapshot must be under a spec. */
export function savedForms({ agents, objectives, constraints, activity }: EnvironmentSpec): Forms {
  const active = arrayOf(Uint8Array, agents)
  const costs = arrayOf(Float32Array, constraints.length)
  return {
    key: TEXT,
    index: optional(INDEX),
    episode: INDEX,
    elapsed: INDEX,
    totals: arrayOf(Float64Array, agents * objectives),
    rewards: arrayOf(Float32Array, agents * objectives),
    costs: constraints.length > 0 ? costs : optional(costs),
    terminated: arrayOf(Uint8Array, agents),
    truncated: arrayOf(Uint8Array, agents),
    active: activity ? active : optional(active),
  }
}

/** A snapshot's content as `save` wrote it. Errors: GauntletError naming the part that is not of its form. */
export function checkSaved(content: unknown, forms: Forms, place: string): SavedWorld {
  requireValue(content, `${place}.content`, OBJECT, 'snapshot')
  const saved = content as SavedWorld
  requireForm(saved.shell, `${place}.content.shell`, forms, 'snapshot')
  return saved
}

/** What rules saved, with every stream in it begun anew under a seed: four words of a Uint32Array are one stream. */
export function withNoise(content: unknown, noise: Seed): unknown {
  if (content instanceof Uint32Array) {
    const words = new Uint32Array(content.length)
    for (let at = 0; at + 4 <= words.length; at += 4) noise.fold(at).stream().save(words, at)
    return words
  }
  if (Array.isArray(content)) return content.map((part, k) => withNoise(part, noise.fold(k)))
  if (!isPlainObject(content)) return content
  return Object.fromEntries(
    Object.entries(content).map(([name, part]) => [name, withNoise(part, noise.fold(name))]),
  )
}

function arrayOf(
  type: Float64ArrayConstructor | Float32ArrayConstructor | Uint8ArrayConstructor,
  length: number,
): Form {
  return {
    allowed: `a ${type.name} of ${length}`,
    accepts: (value) => value instanceof type && value.length === length,
  }
}
