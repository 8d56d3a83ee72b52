/** Base64 (RFC 4648, section 4) of bytes, in Node and in browsers. */
import { GauntletError } from './errors.ts'

const CHUNK = 0x8000

export function encodeBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let i = 0; i < bytes.length; i += CHUNK) binary += String.fromCharCode(...bytes.subarray(i, i + CHUNK))
  return btoa(binary)
}

/** Errors: GauntletError where the text is not base64. */
export function decodeBase64(text: string): Uint8Array {
  let binary: string
  try {
    binary = atob(text)
  } catch (cause) {
    throw new GauntletError('base64', `got ${text.length} characters that are not base64`, { cause })
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
