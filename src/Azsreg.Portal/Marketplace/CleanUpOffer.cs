using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Portal.Marketplace;

/// <summary>Old versions that may go, or are gone.</summary>
/// <param name="Found">What the stamp tells; null where it did not.</param>
/// <param name="IsDone">They are gone.</param>
/// <param name="Fault">Why it cannot be told or done.</param>
public sealed record CleanUpOffer(ProductCleanUp? Found, bool IsDone = false, CataloguedException? Fault = null);
