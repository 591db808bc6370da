using Azsreg.ArmServer;
using Azsreg.Identity;
using Microsoft.IdentityModel.Tokens;

namespace Azsreg.Stamp.Admin;

/// <summary>The keys of the stamp's own sign-in.</summary>
internal sealed class AdminTokenKeys(SigningKeys keys) : IAccessTokenKeys
{
    public ValueTask<IReadOnlyList<SecurityKey>> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<SecurityKey>>(keys.PublicKeys);
}
