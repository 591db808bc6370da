using System.Net;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Cli.Roles;

/// <summary>The public keys an Azure side of this program signs activation keys with, as it publishes them.</summary>
internal static class SigningKeys
{
    /// <summary>Fetches the key set.</summary>
    /// <param name="resourceManager">The Azure side's Resource Manager.</param>
    /// <param name="trust">Authorities to trust beside the system's.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="CataloguedException">It publishes none (AZR5019), cannot be reached (AZR3012), or answers something else (AZR5017).</exception>
    public static async Task<byte[]> FetchAsync(Uri resourceManager, IEnumerable<X509Certificate2> trust, CancellationToken cancellationToken)
    {
        var address = new Uri(resourceManager, Cloud.Registrations.ActivationSigningKeys.PublicPath);
        try
        {
            using var http = new HttpClient(TrustedHttp.CreateHandler([.. trust])) { MaxResponseContentBufferSize = ActivationKeySet.MaxBytes };
            using var answer = await http.GetAsync(address, cancellationToken);
            if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                throw new CataloguedException(ErrorCatalogue.SigningKeysNotPublished, $"{address} answers {(int)answer.StatusCode}.", ["azsreg environment list"]);
            answer.EnsureSuccessStatusCode();
            var keys = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            CarriedFile.ReadKeySet(keys, address.ToString()).Dispose();
            return keys;
        }
        catch (HttpRequestException exception)
        {
            throw new CataloguedException(ErrorCatalogue.AzureUnreachable, $"{address}: {exception.Message}", inner: exception);
        }
    }
}
