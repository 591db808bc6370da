// One connection for the page: the server names topics that changed, and what shows one of them as it was before is fetched again.
import { isBehind, onBehind, tell } from "./freshness";

const firstWait = 500;
const longestWait = 30_000;
// The server says something at least every 15 s; what has been silent for three times that is dead, whatever the browser thinks.
const silence = 45_000;

/** Connects, and connects again for as long as the page is open and the session lasts. The address says which changes the page shows already. */
export function openLive(url: string): void {
  const bar = document.getElementById("connection")!;
  const address = new URL(url, location.href);
  let source: EventSource;
  let failures = 0;
  let watch = 0;

  const refresh = () => {
    if (document.visibilityState === "hidden")
      return;
    for (const element of document.querySelectorAll<HTMLElement>("[data-live]")) {
      if (isBehind(element))
        element.dispatchEvent(new CustomEvent("live"));
    }
  };

  const alive = () => {
    clearTimeout(watch);
    watch = window.setTimeout(lost, silence);
  };

  const connect = () => {
    source = new EventSource(address);
    alive();
    source.addEventListener("hello", () => {
      alive();
      bar.hidden = true;
      failures = 0;
    });
    source.addEventListener("beat", alive);
    source.addEventListener("change", event => {
      alive();
      const { data, lastEventId } = event as MessageEvent<string>;
      // What happens while there is no connection is told by the next one.
      address.searchParams.set("since", lastEventId);
      tell(data.split(" "));
      refresh();
    });
    source.addEventListener("ended", () => {
      source.close();
      clearTimeout(watch);
      location.reload();
    });
    source.addEventListener("error", lost);
  };

  const lost = async () => {
    source.close();
    clearTimeout(watch);
    failures++;
    const wait = Math.min(longestWait, firstWait * 2 ** Math.min(failures - 1, 10)) * (0.75 + Math.random() / 2);
    if (failures > 1)
      bar.hidden = false;
    // An event source does not say why it failed; a session that has ended is not worth another try.
    const answer = await fetch("/session", { headers: { "X-Live": "1" }, cache: "no-store" }).catch(() => null);
    if (answer?.status === 401) {
      location.reload();
      return;
    }
    window.setTimeout(connect, wait);
  };

  onBehind(refresh);
  document.addEventListener("visibilitychange", refresh);
  // Signing out ends the session before the browser has the page that says so; loading this one anew would come in its way.
  document.addEventListener("submit", event => {
    if ((event.target as HTMLFormElement).matches("[data-leaves]")) {
      clearTimeout(watch);
      source.close();
    }
  });
  window.addEventListener("pagehide", () => {
    clearTimeout(watch);
    source.close();
  });
  window.addEventListener("pageshow", event => {
    if (event.persisted)
      connect();
  });
  connect();
}
