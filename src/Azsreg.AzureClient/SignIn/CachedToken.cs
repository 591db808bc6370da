using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>An access token that is kept.</summary>
/// <param name="Tenant">The directory it is of, as asked for.</param>
/// <param name="Audience">Whom it is for.</param>
/// <param name="Token">The token.</param>
/// <param name="IssuedOn">When it came.</param>
/// <param name="ExpiresOn">When it ends.</param>
public sealed record CachedToken(string Tenant, string Audience, Secret Token, DateTimeOffset IssuedOn, DateTimeOffset ExpiresOn)
{
    /// <summary>Long enough for a request that waits in a queue and for clocks that differ a little.</summary>
    private static readonly TimeSpan Allowance = TimeSpan.FromMinutes(5);

    /// <summary>False in the last five minutes, or the last tenth of a shorter life.</summary>
    /// <param name="now">The time.</param>
    public bool IsGoodAt(DateTimeOffset now)
    {
        var tenth = (ExpiresOn - IssuedOn) / 10;
        return now < ExpiresOn - (tenth < Allowance ? tenth : Allowance);
    }
}
