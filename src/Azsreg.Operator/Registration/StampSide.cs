using Azsreg.AzureClient;

namespace Azsreg.Operator.Registration;

/// <summary>A stamp, as the operator reaches it.</summary>
public sealed class StampSide
{
    /// <summary>The name the operator gave it.</summary>
    public required string Name { get; init; }

    /// <summary>Opens a session with its privileged endpoint.</summary>
    public required Func<CancellationToken, Task<IStampSession>> OpenSession { get; init; }

    /// <summary>Its admin ARM with the operator's sign-in there; null where there is none.</summary>
    public ArmClient? Admin { get; init; }

    /// <summary>Why <see cref="Admin"/> is null, as a phrase.</summary>
    public string? WhyNoAdmin { get; init; }

    /// <summary>Subscription and region of the admin ARM, kept once read: neither changes while a stamp lives.</summary>
    internal StampPlace? Place { get; set; }
}
