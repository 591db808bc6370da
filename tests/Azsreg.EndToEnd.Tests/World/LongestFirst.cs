using Azsreg.EndToEnd.Tests.Lifecycle;
using Azsreg.EndToEnd.Tests.Marketplace;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Azsreg.EndToEnd.Tests.LongestFirst))]

namespace Azsreg.EndToEnd.Tests;

/// <summary>Begins with the classes that take minutes: one that began last would run alone at the end, on one core of several.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
        [nameof(RoleKillTests), nameof(OperatorKillTests), nameof(LifeKillTests), nameof(FaultsTests), nameof(OfflineKillTests), nameof(LifecycleTests), nameof(TourTests)];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(PlaceOf)];

    private static int PlaceOf<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        var place = Array.FindIndex(Long, name => collection.TestCollectionDisplayName.Contains("." + name, StringComparison.Ordinal));
        return place < 0 ? Long.Length : place;
    }
}
