/** The globals that Node and browsers share and that core uses. */
declare class TextEncoder {
  encode(text: string): Uint8Array
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean })
  decode(bytes: Uint8Array): string
}
declare function atob(text: string): string
declare function btoa(binary: string): string
declare function structuredClone<T>(value: T): T
