/** Every one of these would call it: what runs says so. */
const CALL = 'window.__ran=(window.__ran||0)+1';

const ELEMENTS = [
  `<script>${CALL}</script>`,
  `<img src=x onerror="${CALL}">`,
  `<svg onload="${CALL}"><animate onbegin="${CALL}" attributeName=x dur=1s>`,
  `<iframe srcdoc="<script>parent.${CALL}</script>"></iframe>`,
  `<body onload="${CALL}">`,
  `<details open ontoggle="${CALL}">x</details>`,
  `<video><source onerror="${CALL}"></video>`,
  `<a href="javascript:${CALL}">x</a>`,
  `<form action="javascript:${CALL}"><button>x</button></form>`,
  `<math><mtext><table><mglyph><style><img src=x onerror="${CALL}">`,
  `<input autofocus onfocus="${CALL}">`,
  `<object data="javascript:${CALL}"></object>`,
  `<meta http-equiv="refresh" content="0;url=javascript:${CALL}">`,
  `<style>@import 'javascript:${CALL}';</style>`,
  `<noscript><p title="</noscript><img src=x onerror=${CALL}>">`,
];

const ADDRESSES = [
  `javascript:${CALL}`,
  `JaVaScRiPt:${CALL}`,
  `java\tscript:${CALL}`,
  `&#106;avascript:${CALL}`,
  `javascript&colon;${CALL}`,
  `\u0001javascript:${CALL}`,
  `data:text/html,<script>${CALL}</script>`,
  `data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==`,
  `vbscript:msgbox(1)`,
  `blob:${CALL}`,
];

const AROUND_ELEMENTS: Array<(html: string) => string> = [
  (html) => html,
  (html) => `> ${html}`,
  (html) => `- ${html}`,
  (html) => `**${html}**`,
  (html) => `| a |\n| - |\n| ${html} |`,
  (html) => `\`\`\`html\n${html}\n\`\`\``,
  (html) => `\`\`\`"><${html}\nx\n\`\`\``,
  (html) => `[x](https://example.org "${html.replaceAll('"', "'")}")`,
  (html) => `[${html}](https://example.org)`,
];

const AROUND_ADDRESSES: Array<(address: string) => string> = [
  (address) => `[x](${address})`,
  (address) => `[x](<${address}>)`,
  (address) => `![x](${address})`,
  (address) => `<${address}>`,
  (address) => `[x][r]\n\n[r]: ${address}`,
  (address) => `[![x](${address})](${address})`,
  (address) => `${address}`,
];

/** Messages that try to run something where they are shown: every element and address in every place Markdown has for it. */
export const XSS_CASES: readonly string[] = [
  ...ELEMENTS.flatMap((html) => AROUND_ELEMENTS.map((around) => around(html))),
  ...ADDRESSES.flatMap((address) => AROUND_ADDRESSES.map((around) => around(address))),
];
