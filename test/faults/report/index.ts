/** What a history says, as data (`reportOn`), as text for a terminal, and as one page. Pure. */
export { inHtml } from './html.js';
export { type Report, reportOn } from './report.js';
export { inText } from './text.js';
