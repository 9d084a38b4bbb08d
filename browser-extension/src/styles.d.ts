/** CSS as text (Vite's `?inline`), and CSS that Vite links from a page. */
declare module '*.css?inline' {
  const css: string
  export default css
}
declare module '@studylink/share-dialog/tokens.css'
