/** Base64 (RFC 4648, section 4) of bytes, in Node and in browsers. */
import { GauntletError } from './errors.ts'
import { show } from './show.ts'

const CHUNK = 0x8000

/** Errors: GauntletError where these are not bytes. */
export function encodeBase64(bytes: Uint8Array): string {
  if (!(bytes instanceof Uint8Array)) {
    throw new GauntletError('base64', `got ${show(bytes)}, expected the bytes of a Uint8Array`)
  }
  let binary = ''
  for (let i = 0; i < bytes.length; i += CHUNK) binary += String.fromCharCode(...bytes.subarray(i, i + CHUNK))
  return btoa(binary)
}

/** Errors: GauntletError where the text is not base64. */
export function decodeBase64(text: string): Uint8Array {
  if (typeof text !== 'string') throw new GauntletError('base64', `got ${show(text)}, expected text`)
  let binary: string
  try {
    binary = atob(text)
  } catch (cause) {
    throw new GauntletError('base64', `got ${text.length} characters that are not base64`, { cause })
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
