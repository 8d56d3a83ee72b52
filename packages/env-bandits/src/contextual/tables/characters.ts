/** Bytes as text, where no text decoder is at hand: `latin1`, `utf8`. */

/** Characters made at once. */
const CHUNK = 8192

/** Text of which every byte is the character of its number. */
export function latin1(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  }
  return text
}

/** Text in UTF-8, without the mark at its beginning. Errors: URIError where it is none. */
export function utf8(bytes: Uint8Array): string {
  const escaped = latin1(bytes).replaceAll(
    /[%\u0080-\u00ff]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  )
  return decodeURIComponent(escaped).replace(/^\ufeff/, '')
}
