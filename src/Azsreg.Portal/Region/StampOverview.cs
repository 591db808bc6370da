using System.Globalization;
using Azsreg.AzureClient;
using Azsreg.Portal.Kit;
using Azsreg.Portal.Session;
using Azsreg.Protocol;

namespace Azsreg.Portal.Region;

/// <summary>The stamp and its registration, as its admin ARM tells them to the person of this request.</summary>
/// <param name="Region">What the region says.</param>
/// <param name="Activation">The activation; null where there is none.</param>
/// <param name="Now">When it was read.</param>
public sealed record StampOverview(StampRegionProperties Region, ActivationProperties? Activation, DateTimeOffset Now)
{
    /// <summary>From here on an end is far away: what never expires says so by a date.</summary>
    private const int NeverYear = 9999;

    public RegistrationStanding Standing => Activation is null ? RegistrationStanding.NotRegistered
        : ExpiresAt <= Now ? RegistrationStanding.Expired
        : Region.IsDisconnected == true ? RegistrationStanding.Disconnected
        : RegistrationStanding.Registered;

    /// <summary>The standing in words.</summary>
    public string StandingText => Standing == RegistrationStanding.NotRegistered ? "Not registered" : Standing.ToString();

    public StateKind StandingKind => Standing switch
    {
        RegistrationStanding.Registered when Region.BridgeFault is not null => StateKind.Warning,
        RegistrationStanding.Registered or RegistrationStanding.Disconnected when EndsSoon => StateKind.Warning,
        RegistrationStanding.Registered => StateKind.Good,
        RegistrationStanding.Disconnected => StateKind.Good,
        RegistrationStanding.Expired => StateKind.Bad,
        _ => StateKind.Warning,
    };

    /// <summary>Whether there is a registration to change, renew or remove.</summary>
    public bool IsActivated => Activation is not null;

    /// <summary>When the activation ends; null where there is none, or it never does.</summary>
    public DateTimeOffset? ExpiresAt =>
        Activation is not null && TimeOf(Activation.Expiration) is { } end && end.Year < NeverYear ? end : null;

    /// <summary>The whole days until then; negative after it.</summary>
    public int? DaysLeft => ExpiresAt is { } end ? (int)Math.Floor((end - Now).TotalDays) : null;

    /// <summary>Whether it can be renewed by now.</summary>
    public bool EndsSoon => DaysLeft is < 90;

    /// <summary>When the bridge last saw its registration.</summary>
    public DateTimeOffset? LastContact => TimeOf(Region.LastAzureContact);

    /// <summary>The registration on Azure; null where the stamp names none.</summary>
    public ArmResourceId? RegistrationId => ArmResourceId.TryParse(Activation?.AzureRegistrationResourceIdentifier, out var id) ? id : null;

    /// <summary>Whether hosts came or went since it was registered.</summary>
    public bool NodesDiffer => Region is { NumberOfNodes: { } here, RegisteredNodes: { } there } && there > 0 && here != there;

    /// <summary>What keeps the bridge from its registration, in words; null where nothing does.</summary>
    public string? BridgeFaultText => Region.BridgeFault switch
    {
        null => null,
        "NotReached" => "Azure did not answer the bridge.",
        "PrincipalRefused" => "The directory does not let the bridge's service principal sign in.",
        "NotAuthorized" => "The bridge's service principal may not read the registration.",
        "RegistrationGone" => "The registration is gone from Azure.",
        "PrincipalReplaced" => "The registration names another service principal than the stamp has.",
        "LockMissing" => "The registration is not locked against deletion.",
        var other => other,
    };

    /// <summary>Reads both at once.</summary>
    /// <exception cref="CataloguedException">The stamp does not answer, or does not tell its region.</exception>
    public static async Task<StampOverview> ReadAsync(PortalSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var admin = session.Arm.StampAdmin;
        var region = admin.TryGetRegionAsync(session.ProviderSubscriptionId, session.Region, cancellationToken);
        var activation = admin.TryGetActivationAsync(session.ProviderSubscriptionId, cancellationToken);
        await Task.WhenAll(region, activation);
        return new StampOverview((await region)?.Properties ?? new StampRegionProperties(), (await activation)?.Properties, clock.GetUtcNow());
    }

    private static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
