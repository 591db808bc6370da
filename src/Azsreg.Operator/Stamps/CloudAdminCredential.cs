using Azsreg.Protocol;

namespace Azsreg.Operator.Stamps;

/// <summary>The stamp's cloud administrator.</summary>
/// <param name="UserName">As <c>DOMAIN\CloudAdmin</c>.</param>
/// <param name="Password">The password.</param>
public sealed record CloudAdminCredential(string UserName, Secret Password)
{
    /// <summary>For endpoints that sign people in otherwise, by SSH or a client certificate: no name and no password.</summary>
    public static CloudAdminCredential NotNeeded { get; } = new("", new Secret(""));

    /// <summary>
    /// Called before ssh may ask for something at the terminal, so that nothing else is drawn there until what it returns is disposed; null where
    /// there is nobody to ask.
    /// </summary>
    public Func<IDisposable?>? BeforeAsking { get; init; }
}
