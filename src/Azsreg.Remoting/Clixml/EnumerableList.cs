namespace Azsreg.Remoting.Clixml;

/// <summary>What a peer sent as an enumerable that is no list (<c>IE</c>, MS-PSRP §2.2.5.2.6); the same to whoever reads it.</summary>
internal sealed class EnumerableList : List<object?>
{
    public EnumerableList(IEnumerable<object?> items) : base(items)
    {
    }
}
