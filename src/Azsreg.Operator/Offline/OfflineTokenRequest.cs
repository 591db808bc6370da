using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline;

/// <summary>What a token for a disconnected registration shall say, and where it goes.</summary>
public sealed record OfflineTokenRequest
{
    /// <summary>Capacity, Development or Custom.</summary>
    public required BillingModel BillingModel { get; init; }

    /// <summary>The enterprise agreement of Capacity; text, leading zeros kept.</summary>
    public string? AgreementNumber { get; init; }

    /// <summary>The asset tag of Custom.</summary>
    public string? MsAssetTag { get; init; }

    /// <summary>Which Azure the token will be taken to: decides the token's version. It is not reached.</summary>
    public required AzureEnvironment Environment { get; init; }

    /// <summary>The file or folder to write to; null for the usual name in the current folder.</summary>
    public string? File { get; init; }

    /// <summary>The token is given back and no file is written.</summary>
    public bool ToOutput { get; init; }

    /// <summary>Whatever lies where the file goes may be replaced.</summary>
    public bool Force { get; init; }
}
