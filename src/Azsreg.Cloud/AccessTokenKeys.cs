using Azsreg.ArmServer;
using Azsreg.Identity;
using Microsoft.IdentityModel.Tokens;

namespace Azsreg.Cloud;

/// <summary>This cloud's own sign-in signs the tokens its resource manager takes.</summary>
internal sealed class AccessTokenKeys(SigningKeys keys) : IAccessTokenKeys
{
    public ValueTask<IReadOnlyList<SecurityKey>> GetAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SecurityKey>>(keys.PublicKeys);
}
