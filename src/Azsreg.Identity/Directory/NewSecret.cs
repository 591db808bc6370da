using Azsreg.Protocol;

namespace Azsreg.Identity;

/// <summary>A client secret at the only moment its text is known.</summary>
/// <param name="Credential">The credential as it is remembered.</param>
/// <param name="Text">The secret itself.</param>
public sealed record NewSecret(PasswordCredential Credential, Secret Text);
