namespace Azsreg.EndToEnd.Tests.Refusals;

/// <summary>The collection of the classes that share a <see cref="TwoStampsWorld"/>, one test at a time.</summary>
[CollectionDefinition(Name)]
public sealed class TwoStamps : ICollectionFixture<TwoStampsWorld>
{
    /// <summary>Its name.</summary>
    public const string Name = "two stamps";
}
