using System.Text;

namespace Azsreg.Portal.Kit;

/// <summary>Gives the same colour to the same thing everywhere.</summary>
public static class ChartColour
{
    /// <summary>How many colours there are.</summary>
    public const int Count = 8;

    /// <summary>The colour of what has this id, such as a meter.</summary>
    public static int Of(string id)
    {
        ArgumentNullException.ThrowIfNull(id);

        // FNV-1a: the framework's own hash of a text differs from process to process.
        var hash = 2166136261u;
        foreach (var one in Encoding.UTF8.GetBytes(id.ToLowerInvariant()))
            hash = (hash ^ one) * 16777619u;
        return (int)(hash % Count);
    }
}
