using Azsreg.Operator.Accounts;

namespace Azsreg.Operator.SignIn;

/// <summary>What came of a sign-in.</summary>
/// <param name="Account">The account as it is kept now.</param>
/// <param name="InUse">The subscription in use; null where none can be used.</param>
/// <param name="Skipped">Directories that wanted more than this sign-in gave, each with the reason.</param>
public sealed record LoginResult(Account Account, AccountSubscription? InUse, IReadOnlyList<SkippedDirectory> Skipped);
