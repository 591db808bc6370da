namespace Azsreg.AzureClient;

/// <summary>What a person needs to sign in at another screen.</summary>
/// <param name="UserCode">The code to type.</param>
/// <param name="VerificationUrl">The page to type it on.</param>
/// <param name="ExpiresOn">Until when the code is good.</param>
/// <param name="Message">The token service's own sentence about it.</param>
public sealed record DeviceCodePrompt(string UserCode, Uri VerificationUrl, DateTimeOffset ExpiresOn, string Message);
