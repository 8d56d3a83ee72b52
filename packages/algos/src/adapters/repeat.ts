/** Rows written several times over: `repeat`. */

type Row = Float32Array | Float64Array | Uint8Array

/** Writes rows `from … to - 1` of `source`, of `width` numbers each, `times` times each: row i stands in rows i · times + p. */
export function repeat(source: Row, out: Row, width: number, times: number, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    for (let p = 0; p < times; p++) {
      for (let k = 0; k < width; k++) out[(i * times + p) * width + k] = source[i * width + k]
    }
  }
}
