namespace Azsreg.AzureClient.Tests.Testing;

/// <summary>A line of the script.</summary>
internal sealed record Answer(int Status, string Body = "", params (string Name, string Value)[] Headers)
{
    /// <summary>True to cut the connection instead.</summary>
    public bool Breaks { get; init; }
}
