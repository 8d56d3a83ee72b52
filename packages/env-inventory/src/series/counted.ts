/** Numbers of things in messages: `counted`. */

/** `1 store`, `3 stores`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}
