/** Texts of files: `textOf`, `plainText`. */
import { type FileContent, ParameterError } from '@gauntlet/core'

/** A global that Node and browsers share. */
declare class TextDecoder {
  constructor(label: string, options?: { readonly fatal: boolean })
  decode(bytes: Uint8Array): string
}

/** The text of a file in UTF-8, without the mark at its beginning. Errors: ParameterError naming the file. */
export function textOf({ name, bytes }: FileContent, allowed: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ParameterError(name, 'bytes that are no UTF-8', allowed)
  }
}

/** Text of bytes that should be ASCII, whatever they are. */
export function plainText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes)
}
