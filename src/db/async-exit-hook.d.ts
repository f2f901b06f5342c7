/** The part that is used of a package without types. */
declare module 'async-exit-hook' {
  const exitHook: { unhookEvent: (event: string) => void }
  export default exitHook
}
