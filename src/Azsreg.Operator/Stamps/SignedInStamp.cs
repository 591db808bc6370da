using Azsreg.AzureClient;

namespace Azsreg.Operator.Stamps;

/// <summary>A stamp's admin ARM with somebody signed in there by other means than this data folder's books, such as in the stamp's portal.</summary>
/// <param name="Name">What the stamp is called.</param>
/// <param name="Account">Who is signed in.</param>
/// <param name="Admin">Its admin ARM as that person; the caller's to dispose of.</param>
/// <param name="SubscriptionId">The subscription the stamp's own resources are in.</param>
/// <param name="Region">Its region.</param>
public sealed record SignedInStamp(string Name, string Account, ArmClient Admin, string SubscriptionId, string Region);
