using Microsoft.IdentityModel.Tokens;

namespace Azsreg.ArmServer;

/// <summary>The public keys access tokens are signed with. Implemented over the role's own token service.</summary>
public interface IAccessTokenKeys
{
    /// <summary>The keys valid now, each with its <see cref="SecurityKey.KeyId"/>. Asked only for tokens not seen before.</summary>
    ValueTask<IReadOnlyList<SecurityKey>> GetAsync(CancellationToken cancellationToken);
}
