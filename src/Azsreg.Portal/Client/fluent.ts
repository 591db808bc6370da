// Fluent's web components, fetched where a page has one. Their style is constructed, not inline, and their colours are the page's tokens.
import "@fluentui/web-components/progress-bar/define.js";
import "@fluentui/web-components/spinner/define.js";
