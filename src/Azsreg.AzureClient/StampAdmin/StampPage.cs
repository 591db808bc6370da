namespace Azsreg.AzureClient;

/// <summary>A page of a stamp's list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Next">Where the next page starts, to be handed back as it is; null on the last one.</param>
/// <typeparam name="T">An item.</typeparam>
public sealed record StampPage<T>(IReadOnlyList<T> Items, string? Next);
