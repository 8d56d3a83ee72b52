/**
 * Snappy's raw format, unpacked: `unpackSnappy`. The library's own never ends on some damaged bytes.
 *
 * Source: google/snappy, format_description.txt.
 */

/**
 * Fills `output`, which is as long as what was packed. Errors: RangeError where the bytes end too early, go on too long or
 * refer to what is not there.
 */
export function unpackSnappy(packed: Uint8Array, output: Uint8Array): void {
  let at = 0
  let filled = 0
  const next = (): number => {
    if (at >= packed.length) throw new RangeError('packed bytes that end too early')
    return packed[at++]
  }
  const little = (count: number): number => {
    let value = 0
    for (let k = 0, unit = 1; k < count; k++, unit *= 256) value += next() * unit
    return value
  }
  // How much there is, which the page says too.
  while (next() >= 128);
  while (at < packed.length) {
    const tag = next()
    const kind = tag & 3
    if (kind === 0) {
      const short = tag >> 2
      const length = (short < 60 ? short : little(short - 59)) + 1
      if (length > packed.length - at || length > output.length - filled)
        throw new RangeError(`${length} packed bytes where there are fewer`)
      output.set(packed.subarray(at, at + length), filled)
      at += length
      filled += length
      continue
    }
    const length = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1
    const back = kind === 1 ? (tag >> 5) * 256 + next() : little(kind === 2 ? 2 : 4)
    if (back === 0 || back > filled || length > output.length - filled)
      throw new RangeError(`${length} bytes copied from ${back} before`)
    // Byte by byte: what is copied may overlap what is written.
    for (let k = 0; k < length; k++, filled++) output[filled] = output[filled - back]
  }
  if (filled < output.length) throw new RangeError(`${filled} bytes unpacked of ${output.length}`)
}
