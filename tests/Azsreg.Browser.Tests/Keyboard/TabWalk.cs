using System.Text.Json;
using Microsoft.Playwright;

namespace Azsreg.Browser.Tests.Keyboard;

/// <summary>
/// Once around a page by Tab alone, opening whatever opens on the way: everything that can be acted on is come to, in the page's order, seen and not
/// covered, nothing holds the keyboard, and nothing listens to a pointer that the keyboard cannot come to.
/// </summary>
internal static class TabWalk
{
    private const string Script =
        """
        () => {
            const stops = 'a[href], button:enabled, input:enabled:not([type=hidden]), select:enabled, textarea:enabled, summary, [contenteditable], [tabindex]:not([tabindex^="-"])';
            const told = one => one.outerHTML.replace(/\s+/g, ' ').slice(0, 160);
            const visible = one => one.checkVisibility({ visibilityProperty: true }) && [...one.getClientRects()].some(box => box.width > 0 && box.height > 0);
            const marked = one => [one, one.closest('tr')].some(of => of && getComputedStyle(of).outlineStyle !== 'none' && parseFloat(getComputedStyle(of).outlineWidth) > 0);
            // Of a group of radio buttons Tab stops at one; the arrows go through it.
            const grouped = one => one.type === 'radio' && !one.checked && [...document.getElementsByName(one.name)].some(of => of !== one && (of.checked || walk.met.includes(of)));
            // A pane that Escape closes may lie over the list it belongs to.
            const bare = one => [...one.getClientRects()].some(box => [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]].some(([x, y]) => {
                const hit = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
                return hit && (one.contains(hit) || hit.closest('.pane') && !one.closest('.pane'));
            }));
            const isClosed = one => one.matches('details:not([open]) > summary');
            const walk = window.tabWalk = {
                due: new Set(), met: [], closed: [], unseen: [], covered: [], turns: 0, end: '', still: 0, noted: null,
                // From within the page it goes from the end to the beginning once.
                mayTurn: document.activeElement !== document.body || location.hash !== '',
                opened: new Set(),
                opens() {
                    walk.opened.add(document.activeElement);
                    walk.gather();
                },
                gather() {
                    for (const one of document.querySelectorAll(stops)) {
                        if (visible(one) && !grouped(one))
                            walk.due.add(one);
                    }
                },
                pressed() {
                    const here = document.activeElement;
                    const before = walk.met.at(-1);
                    // From the last to the first it goes by way of the browser's own, which takes a moment.
                    walk.still = before && before === here && walk.noted === before ? walk.still + 1 : 0;
                    walk.noted = here;
                    if (!walk.end && walk.still > 1)
                        walk.end = 'held';
                    else if (!walk.end && before !== here && walk.met.includes(here))
                        walk.end = 'around';
                    walk.note();
                },
                note() {
                    const here = document.activeElement;
                    const before = walk.met.at(-1);
                    if (walk.end || !here || here === document.body || walk.met.includes(here))
                        return;
                    if (before?.isConnected && before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_PRECEDING)
                        walk.turns++;
                    walk.met.push(here);
                    if (!marked(here))
                        walk.unseen.push(told(here));
                    if (!bare(here))
                        walk.covered.push(told(here));
                    if (isClosed(here))
                        walk.closed.push(here);
                },
                // How many stops there are to the next that opens something, as far as is known.
                ahead() {
                    const here = walk.met.at(-1);
                    if (here && isClosed(here) && here === document.activeElement)
                        return 0;
                    const left = [...walk.due].filter(one => one.isConnected && visible(one) && !walk.met.includes(one)).sort((one, other) => one.compareDocumentPosition(other) & 4 ? -1 : 1);
                    const after = here ? left.filter(one => here.compareDocumentPosition(one) & 4) : left;
                    const closed = after.findIndex(isClosed);
                    return Math.max(1, closed < 0 ? after.length : closed + 1);
                },
                result() {
                    const deaf = [...document.querySelectorAll('body *')].filter(one => {
                        if (one.matches(stops) || !visible(one))
                            return false;
                        const trigger = one.getAttribute('hx-trigger');
                        const asks = one.matches('[hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete]') && (trigger === null ? !one.matches('form') : /\bclick\b/.test(trigger));
                        const points = getComputedStyle(one).cursor === 'pointer' && getComputedStyle(one.parentElement).cursor !== 'pointer'
                            && !one.closest(stops) && !one.closest('label')?.control;
                        return asks || points || one.matches('[data-copy], [data-close-pane]') || [...one.attributes].some(attribute => attribute.name.startsWith('on'));
                    });
                    return {
                        missed: [...walk.due].filter(one => one.isConnected && visible(one) && !grouped(one) && !walk.met.includes(one)).map(told),
                        unopened: walk.closed.filter(one => one.isConnected && !walk.opened.has(one)).map(told),
                        unseen: walk.unseen, covered: walk.covered, deaf: deaf.map(told), isDisordered: walk.turns > (walk.mayTurn ? 1 : 0), met: walk.met.length,
                    };
                },
            };
            // The key is let go of where it has led to.
            addEventListener('keyup', event => event.key === 'Tab' && walk.pressed(), true);
            addEventListener('focusin', () => requestAnimationFrame(() => walk.note()), true);
            walk.gather();
            return walk.due.size;
        }
        """;

    /// <summary>Walks around the page that is shown; what is wrong with it, a line each.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(Visit visit)
    {
        await visit.SettleAsync();
        var page = visit.Page;
        var most = await page.EvaluateAsync<int>(Script) + 100;
        var end = "";
        for (var pressed = 0; pressed < most && end.Length == 0;)
        {
            var ahead = await page.EvaluateAsync<int>("() => tabWalk.ahead()");
            if (ahead == 0)
            {
                await page.Keyboard.PressAsync("Enter");
                // What is in it may be fetched as it opens.
                await visit.SettleAsync();
                await page.EvaluateAsync("() => tabWalk.opens()");
                ahead = 1;
            }

            for (var step = 0; step < ahead; step++, pressed++)
                await page.Keyboard.PressAsync("Tab");
            end = await page.EvaluateAsync<string>("() => tabWalk.end");
        }

        var found = await page.EvaluateAsync<JsonElement>("() => tabWalk.result()");
        var at = visit.Path;
        List<string> faults = [];
        if (end != "around")
            faults.Add($"{at}: Tab does not come around ({(end == "held" ? "held by the last" : $"{most} times pressed")})");
        if (found.GetProperty("isDisordered").GetBoolean())
            faults.Add($"{at}: Tab does not go in the page's order");
        if (found.GetProperty("met").GetInt32() == 0)
            faults.Add($"{at}: Tab comes to nothing");
        foreach (var (name, told) in new[] { ("missed", "Tab does not come to"), ("unopened", "nobody opened"), ("unseen", "nothing shows the keyboard on"), ("covered", "something lies over"), ("deaf", "no key comes to") })
            faults.AddRange(found.GetProperty(name).EnumerateArray().Select(one => $"{at}: {told} {one.GetString()}"));
        return faults;
    }
}
