/**
 * Parameters as a descriptor holds them: `plainParameters`; and back: `wholeParameters`. A file stands as its
 * digest, an infinite number as its name, since JSON has neither. `filesOf` and `digestsIn` find the files of either form.
 */
import {
  type AnySchema,
  GauntletError,
  type Parameters,
  type ParameterValue,
  isFileContent,
  sha256,
} from '@gauntlet/core'

const INFINITIES: Readonly<Record<string, number>> = { Infinity, '-Infinity': -Infinity }

/** Complete parameters as JSON: what decides a result, without the bytes of files. */
export function plainParameters(parameters: object): Readonly<Record<string, unknown>> {
  const entries = Object.entries(parameters as Parameters).map(([name, value]) => [name, plainValue(value)])
  return Object.fromEntries(entries)
}

function plainValue(value: ParameterValue): unknown {
  if (isFileContent(value)) return { sha256: digestOfFile(value.bytes) }
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  return Array.isArray(value) ? value.map(plainValue) : value
}

const digests = new WeakMap<Uint8Array, string>()

/** A file of recorded play is large, and stands in many cells: its digest is taken once. */
function digestOfFile(bytes: Uint8Array): string {
  const known = digests.get(bytes)
  if (known !== undefined) return known
  const digest = sha256(bytes)
  digests.set(bytes, digest)
  return digest
}

/** Files among parameters, by digest. */
export function filesOf(parameters: object): Map<string, Uint8Array> {
  const files = Object.values(parameters as Parameters).filter(isFileContent)
  return new Map(files.map(({ bytes }) => [digestOfFile(bytes), bytes]))
}

/** Digests of the files among a descriptor's parameters. */
export function digestsIn(plain: Readonly<Record<string, unknown>>): string[] {
  return Object.values(plain)
    .map((value) => (Object(value) as { readonly sha256?: unknown }).sha256)
    .filter((digest): digest is string => typeof digest === 'string' && /^[0-9a-f]{64}$/.test(digest))
}

/**
 * The parameters that a descriptor's record stands for. `file` gives bytes by digest.
 * Errors: GauntletError where a file is not at hand.
 */
export function wholeParameters(
  plain: Readonly<Record<string, unknown>>,
  schema: object,
  file: (digest: string) => Uint8Array | undefined,
): object {
  const fields = schema as AnySchema
  const entries = Object.entries(plain).map(([name, value]) => {
    const kind = Object.hasOwn(fields, name) ? fields[name].kind : undefined
    if (kind === 'file' && value !== null) return [name, wholeFile(name, value, file)]
    if (kind === 'number' || kind === 'integer') return [name, wholeNumber(value)]
    const listed = (kind === 'numbers' || kind === 'integers') && Array.isArray(value)
    return [name, listed ? value.map(wholeNumber) : value]
  })
  return Object.fromEntries(entries)
}

function wholeNumber(value: unknown): unknown {
  return typeof value === 'string' && Object.hasOwn(INFINITIES, value) ? INFINITIES[value] : value
}

function wholeFile(
  name: string,
  value: unknown,
  file: (digest: string) => Uint8Array | undefined,
): { name: string; bytes: Uint8Array } {
  const { sha256: digest } = Object(value) as { sha256?: unknown }
  const bytes = typeof digest === 'string' ? file(digest) : undefined
  if (bytes === undefined) {
    throw new GauntletError('store', `parameter ${name}: the store has no file with digest ${String(digest)}`)
  }
  return { name: `${name}-${String(digest).slice(0, 8)}`, bytes }
}
