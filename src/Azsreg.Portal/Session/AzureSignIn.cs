using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Portal.Session;

/// <summary>A sign-in at Azure that was begun on a page and goes on at another screen.</summary>
/// <param name="Environment">The Azure.</param>
/// <param name="Prompt">The code and where it is typed; null until Azure gave one.</param>
/// <param name="Failure">Why it came to nothing; null while it goes on.</param>
public sealed record AzureSignIn(string Environment, DeviceCodePrompt? Prompt = null, CataloguedException? Failure = null);
