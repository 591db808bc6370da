namespace Azsreg.Cloud.Registrations;

/// <summary>What the registrations of one Azure side accept.</summary>
public sealed record RegistrationOptions
{
    /// <summary>The lowest token version accepted; <c>4.0</c> refuses every unsigned token.</summary>
    /// <value>Default <c>1.0</c>: stamps before 1.2008.0.49 can make no other.</value>
    public string LowestTokenVersion { get; init; } = "1.0";
}
