namespace Azsreg.Cloud.Directory;

/// <summary>What Graph must know of its host.</summary>
/// <param name="Cloud">The host's base URL; Graph lies at <c>graph/v1.0/</c> below it.</param>
internal sealed record GraphOptions(Func<Uri> Cloud);
