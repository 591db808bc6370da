// Where the keyboard is when what it was on is taken away: a swap replaces the button that was pressed, or a region that is fetched again loses it. The
// browser has it nowhere then, and whoever cannot point would begin at the page's top again.

interface Place {
  element: HTMLElement;
  /** The ids around it, the nearest first: what is swapped has one, or is in something that has. */
  around: string[];
  row?: { before: Element | null; rows: Element };
  likeness: string;
}

const usable = "a[href], button:not(:disabled), input:not(:disabled, [type=hidden]), select:not(:disabled), textarea:not(:disabled), summary";

// By the swap it is of: one may begin before another has ended.
const places = new WeakMap<object, Place>();

const swapOf = (event: Event) => (event as CustomEvent<{ ctx?: object }>).detail.ctx;

document.addEventListener("htmx:before:swap", event => {
  const swap = swapOf(event);
  const element = document.activeElement;
  if (swap && element instanceof HTMLElement && element !== document.body)
    places.set(swap, remember(element));
});

document.addEventListener("htmx:after:swap", event => {
  const place = places.get(swapOf(event) ?? event);
  // Once whoever else listens is done: what was put on the page is made usable by then.
  if (place)
    queueMicrotask(() => restore(place));
});

function remember(element: HTMLElement): Place {
  const around: string[] = [];
  for (let one: HTMLElement | null = element; one; one = one.parentElement) {
    if (one.id)
      around.push(one.id);
  }
  const row = element.closest("tbody > tr, ul > li");
  return { element, around, row: row ? { before: row.previousElementSibling, rows: row.parentElement! } : undefined, likeness: likenessOf(element) };
}

function likenessOf(element: HTMLElement): string {
  return `${element.tagName} ${element.getAttribute("name") ?? ""} ${element.textContent?.trim() ?? ""}`;
}

function restore(place: Place): void {
  const now = document.activeElement;
  if (now && now !== document.body)
    return;
  landingOf(place)?.focus({ preventScroll: true });
}

/** The same element, what has come into its row's place, its like, or what it was in: the first of them that is there. */
function landingOf(place: Place): HTMLElement | null | undefined {
  if (isThere(place.element))
    return place.element;
  const row = place.row?.rows.isConnected ? place.row.before?.nextElementSibling ?? place.row.rows.firstElementChild : null;
  const inRow = row && first(row, usable);
  if (inRow)
    return inRow;
  for (const id of place.around) {
    const region = document.getElementById(id);
    if (!region)
      continue;
    const landing = [...region.querySelectorAll<HTMLElement>(usable)].find(one => isThere(one) && likenessOf(one) === place.likeness)
      ?? (region.matches(`[tabindex], ${usable}`) && isThere(region) ? region : first(region, ":scope > header > h2[tabindex]"));
    if (landing)
      return landing;
  }
  return document.getElementById("main");
}

function first(within: Element, selector: string): HTMLElement | undefined {
  return [...within.querySelectorAll<HTMLElement>(selector)].find(isThere);
}

function isThere(element: HTMLElement): boolean {
  return element.isConnected && element.checkVisibility({ visibilityProperty: true });
}
