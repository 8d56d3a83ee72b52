/** Texts of files: `textOf`, `utf8`, `plainText`. */
import { type FileContent, ParameterError } from '@gauntlet/core'

/** A global that Node and browsers share. */
declare class TextDecoder {
  constructor(label: string, options?: { readonly fatal: boolean })
  decode(bytes: Uint8Array): string
}

const NO_TEXT = 'bytes that are no UTF-8'

const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true })

/** The text of a file in UTF-8, without the mark at its beginning. Errors: ParameterError naming the file. */
export function textOf({ name, bytes }: FileContent, allowed: string): string {
  try {
    return utf8(bytes)
  } catch {
    throw new ParameterError(name, NO_TEXT, allowed)
  }
}

/** Text in UTF-8, without the mark at its beginning. Errors: RangeError where it is none. */
export function utf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch (error) {
    throw new RangeError(NO_TEXT, { cause: error })
  }
}

/** Text of bytes that should be ASCII, whatever they are. */
export function plainText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes)
}
