// Which elements show the page's topics as they were before a change. A change that is told while an element is being fetched, or while an
// answer that brings another one is on its way, is newer than that answer: both are compared by number, so that no change is lost between them.

interface Request {
  sourceElement: HTMLElement;
  target?: unknown;
  status?: string;
}

interface Fetch {
  element: HTMLElement;
  at: number;
}

// How long what could not be fetched is left as it is.
const pause = 5_000;

let told = 0;
const lastChange = new Map<string, number>();
const asOf = new WeakMap<Element, number>();
const fetches = new WeakMap<Request, Fetch>();
const underway = new WeakSet<Element>();

/** Takes note that these topics have changed. */
export function tell(topics: readonly string[]): void {
  told++;
  topics.forEach(topic => lastChange.set(topic, told));
}

/** Whether an element shows less than was told, and is not being fetched either. */
export function isBehind(element: HTMLElement): boolean {
  const read = asOf.get(element) ?? 0;
  return !underway.has(element) && element.dataset.live!.split(/\s+/).some(topic => (lastChange.get(topic) ?? 0) > read);
}

/** Calls back whenever a fetch has ended, as what it brought may be behind again. */
export function onBehind(look: () => void): void {
  for (const element of document.querySelectorAll("[data-live]"))
    asOf.set(element, told);

  on("htmx:before:request", request => {
    fetches.set(request, { element: request.sourceElement, at: told });
    underway.add(request.sourceElement);
  });
  on("htmx:after:swap", request => {
    // One that began before this script did is as the page was.
    const at = fetches.get(request)?.at ?? 0;
    const target = request.target instanceof HTMLElement ? request.target : null;
    for (const element of document.querySelectorAll("[data-live]")) {
      // What is not known has just come; what is within the target was put to what the answer says.
      if (!asOf.has(element) || target?.contains(element))
        asOf.set(element, at);
    }
  });
  on("htmx:finally:request", request => {
    const element = fetches.get(request)?.element;
    const end = () => {
      if (element)
        underway.delete(element);
      look();
    };
    if (request.status?.startsWith("error"))
      window.setTimeout(end, pause);
    else
      end();
  });
}

function on(name: string, work: (request: Request) => void): void {
  document.addEventListener(name, event => {
    const { ctx } = (event as CustomEvent<{ ctx?: Request }>).detail;
    if (ctx)
      work(ctx);
  });
}
