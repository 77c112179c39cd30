import DOMPurify from 'dompurify';
import { Marked } from 'marked';
import { highlight } from './highlight.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
}

/**
 * What an agent wrote is shown, all of it: raw HTML as text instead of as elements, images as links,
 * because loading one would tell a stranger that the transcript is being read.
 */
const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html({ text }) {
      return escapeHtml(text);
    },
    image({ href, text }) {
      return `<a href="${escapeHtml(href)}">${escapeHtml(text || href)}</a>`;
    },
    code({ text, lang }) {
      const language = (lang ?? '').split(/\s/)[0] ?? '';
      return `<pre tabindex="0"><code>${highlight(text, language) ?? escapeHtml(text)}</code></pre>`;
    },
  },
});

DOMPurify.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName !== 'A') return;
  const href = node.getAttribute('href') ?? '';
  if (!/^(https?:|mailto:)/i.test(href)) {
    // A relative address means a file of the agent's machine, not a page of belfry.
    node.removeAttribute('href');
    return;
  }
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer');
});

const allowed = {
  ALLOWED_TAGS: [
    ...['a', 'b', 'blockquote', 'br', 'code', 'del', 'em', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'input', 'li'],
    ...['ol', 'p', 'pre', 'span', 'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul'],
  ],
  ALLOWED_ATTR: ['href', 'class', 'start', 'type', 'checked', 'disabled', 'align', 'tabindex'],
};

/** Markdown as safe HTML. */
export function toHtml(markdown: string): string {
  return DOMPurify.sanitize(marked.parse(markdown, { async: false }), allowed);
}
