/** In place of Node's own modules, in a browser. */
export default {}
