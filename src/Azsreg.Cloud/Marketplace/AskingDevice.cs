using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Azsreg.Cloud.Registrations;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Marketplace;

/// <summary>The stamp a list is made for: what its registration knows of it, and what the request told.</summary>
internal sealed record AskingDevice
{
    private static readonly string[] IdentitySystems = ["AzureAD", "ADFS"];

    public required string BillingModel { get; init; }

    /// <summary>False where it was registered from a carried token: then no bridge reaches Azure.</summary>
    public required bool IsConnected { get; init; }

    /// <summary>As it was written.</summary>
    public string? VersionText { get; init; }

    /// <summary>Null where nobody told.</summary>
    public Version? Version { get; init; }

    /// <summary><c>AzureAD</c>, <c>ADFS</c>, or null where nobody told.</summary>
    public string? IdentitySystem { get; init; }

    /// <exception cref="ArmException">400: a version or an identity system that is none.</exception>
    public static AskingDevice Of(RegistrationRecord registration, DeviceConfiguration? told)
    {
        // A stamp's signed token carries its version; what the request says is newer.
        var text = told?.DeviceVersion
            ?? JsonSerializer.Deserialize(registration.TokenFields, ProtocolJson.Default.RegistrationToken)?.StampVersion;
        if (!TryReadVersion(text, out var version) && told?.DeviceVersion is not null)
            throw Refuse("deviceVersion", "is no version such as 1.2311.1.22");
        var identity = told?.IdentitySystem is { } given
            ? IdentitySystems.FirstOrDefault(one => one.Equals(given, StringComparison.OrdinalIgnoreCase)) ?? throw Refuse("identitySystem", "is AzureAD or ADFS")
            : null;
        return new AskingDevice
        {
            BillingModel = registration.BillingModel,
            IsConnected = !string.IsNullOrEmpty(registration.ObjectId),
            VersionText = text,
            Version = version,
            IdentitySystem = identity,
        };
    }

    /// <summary>Reads a version in either of its spellings: <c>1.2108.0.0</c> and <c>2108.0.0.0</c> are the same.</summary>
    public static bool TryReadVersion(string? text, [NotNullWhen(true)] out Version? version)
    {
        version = null;
        if (text is not { Length: <= 64 } || !Version.TryParse(text, out var read))
            return false;
        var (major, minor, build, revision) = (read.Major, read.Minor, Math.Max(0, read.Build), Math.Max(0, read.Revision));
        version = major >= 1000 ? new Version(1, major, minor, build) : new Version(major, minor, build, revision);
        return true;
    }

    private static ArmException Refuse(string field, string why) =>
        new(400, "InvalidRequestContent", $"The request content was invalid: '{field}' {why}.", field);
}
