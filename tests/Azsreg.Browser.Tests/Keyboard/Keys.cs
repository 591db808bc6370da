using Microsoft.Playwright;

namespace Azsreg.Browser.Tests.Keyboard;

/// <summary>Somebody without a mouse: whatever they do goes by the keys, and wherever they stop they see where they are.</summary>
internal sealed class Keys(Visit visit)
{
    private const int MostSteps = 300;

    /// <summary>Where to go from here, and once there whether it is seen. A link that fills its row is shown by the row.</summary>
    private const string Way =
        """
        target => {
            const here = document.activeElement;
            if (here === target) {
                const shown = [here, here.closest('tr')].some(one => one && getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) > 0);
                return shown ? '' : 'unseen';
            }
            return here !== document.body && here.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING ? 'Shift+Tab' : 'Tab';
        }
        """;

    /// <summary>Presses keys, one after the other; none is pressed quicker than a hand can after something was put on the page.</summary>
    public async Task PressAsync(params IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            await visit.SwappedAsync();
            await visit.Page.Keyboard.PressAsync(key);
        }
    }

    public Task TypeAsync(string text) => visit.Page.Keyboard.TypeAsync(text);

    /// <summary>Goes to something by Tab, or back to it by Shift and Tab, and sees it marked.</summary>
    public async Task ToAsync(ILocator target)
    {
        await Visit.SeesAsync(target, Visit.Long);
        for (var step = 0; step < MostSteps; step++)
        {
            var way = await target.EvaluateAsync<string>(Way);
            way.ShouldNotBe("unseen", $"{visit.Path}: the keyboard is on {target}, and nothing shows it");
            if (way.Length == 0)
                return;
            await PressAsync(way);
        }

        throw new TimeoutException($"{visit.Path}: {MostSteps} times Tab do not come to {target}");
    }

    /// <summary>Goes to a link or a button and presses it.</summary>
    public async Task EnterAsync(ILocator target)
    {
        await ToAsync(target);
        await PressAsync("Enter");
    }

    /// <summary>Goes to a link that leads to another page, presses it, and is there.</summary>
    public async Task FollowAsync(ILocator link, string pattern)
    {
        await EnterAsync(link);
        await visit.ArriveAsync(pattern, Visit.Long);
        await visit.SettleAsync();
    }

    /// <summary>Goes to a field and writes over what is in it.</summary>
    public async Task WriteAsync(ILocator field, string text)
    {
        await ToAsync(field);
        await PressAsync("Control+A");
        await TypeAsync(text);
        await Assertions.Expect(field).ToHaveValueAsync(text);
    }

    /// <summary>Comes to a group of radio buttons where Tab stops in it, and goes on to one of them by the arrow.</summary>
    public async Task ChooseAsync(ILocator group, ILocator choice)
    {
        var chosen = group.Locator("input:checked");
        await ToAsync(await chosen.CountAsync() > 0 ? chosen : group.Locator("input:enabled").First);
        for (var step = 0; step < 10 && !await choice.IsCheckedAsync(); step++)
            await PressAsync("ArrowDown");
        await Assertions.Expect(choice).ToBeCheckedAsync();
    }

    /// <summary>The keyboard is on something.</summary>
    public static Task IsOnAsync(ILocator target) => Assertions.Expect(target).ToBeFocusedAsync(new() { Timeout = Visit.Long });

    /// <summary>Signs in on the page that asks for it, which has the keyboard in its first field.</summary>
    public async Task SignInAsync(string user, string password)
    {
        await IsOnAsync(visit.Page.GetByLabel("User name"));
        await TypeAsync(user);
        await PressAsync("Tab");
        await TypeAsync(password);
        await PressAsync("Enter");
    }
}
