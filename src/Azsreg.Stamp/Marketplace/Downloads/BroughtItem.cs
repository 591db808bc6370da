using Azsreg.Protocol;

namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>The files of an item that are whole on the stamp, and stay until this is disposed even though no item names them yet.</summary>
internal sealed class BroughtItem : IDisposable
{
    private readonly List<IDisposable> _pins = [];

    /// <summary>What the item consists of, with the names of parts in the place of links.</summary>
    public ExtendedProduct Details { get; set; } = null!;

    public Dictionary<string, StoredFile> Files { get; } = new(StringComparer.Ordinal);

    public void Pin(IDisposable pin) => _pins.Add(pin);

    public void Dispose() => _pins.ForEach(pin => pin.Dispose());
}
