// What every page has: htmx, the enhancements of server-rendered elements, and the live connection. A page works without any of it.
import "htmx.org/dist/htmx.esm.js";
import { enhance } from "./enhance";
import { openLive } from "./live";
import { watchMarketplace } from "./marketplace";

interface RequestConfig {
  ctx: { request: { headers: Record<string, string> }; sourceEvent?: Event };
}

const token = document.querySelector<HTMLMetaElement>('meta[name="form-token"]')?.content;

document.addEventListener("htmx:config:request", event => {
  const { ctx } = (event as CustomEvent<RequestConfig>).detail;
  if (token)
    ctx.request.headers["X-Form-Token"] = token;
  // Fetched because something changed, not because somebody is there: such a request does not keep the session from ending.
  if (ctx.sourceEvent?.type === "live")
    ctx.request.headers["X-Live"] = "1";
});

enhance(document.body);
new MutationObserver(changes => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      if (node instanceof HTMLElement)
        enhance(node);
    }
  }
}).observe(document.body, { childList: true, subtree: true });

// A morph puts an element back to what the server said of it, so what was made of it here is made again.
document.addEventListener("htmx:after:swap", event => {
  const target = (event as CustomEvent<{ ctx?: { target?: unknown } }>).detail.ctx?.target;
  enhance(target instanceof HTMLElement && target.isConnected ? target : document.body);
});

if (document.body.dataset.liveUrl)
  openLive(document.body.dataset.liveUrl);
watchMarketplace();
