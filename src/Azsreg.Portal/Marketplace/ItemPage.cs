namespace Azsreg.Portal.Marketplace;

/// <summary>A page of a list.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Matching">How many there are of what was asked for, on all pages.</param>
/// <param name="All">How many there are at all.</param>
/// <param name="NotCompatible">How many of all do not go with the stamp.</param>
/// <param name="Next">What the next page goes on after; null at the end.</param>
public sealed record ItemPage(IReadOnlyList<ItemRow> Rows, int Matching, int All, int NotCompatible, string? Next)
{
    /// <summary>How many, honestly: "43 items, 3 not compatible with this stamp".</summary>
    public string Count
    {
        get
        {
            var all = All == 1 ? "1 item" : FormattableString.Invariant($"{All:#,0} items");
            var text = Matching == All ? all : FormattableString.Invariant($"{Matching:#,0} of {all}");
            return NotCompatible == 0 ? text : FormattableString.Invariant($"{text}, {NotCompatible:#,0} not compatible with this stamp");
        }
    }
}
