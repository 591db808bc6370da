namespace Azsreg.PowerShell.Objects;

/// <summary>An Azure.</summary>
public sealed class AzsEnvironment
{
    internal AzsEnvironment(string name, string? standsFor, string? resourceManagerUrl)
    {
        Name = name;
        StandsFor = standsFor;
        ResourceManagerUrl = resourceManagerUrl;
    }

    /// <summary>Its own name, also where another name was pointed at it.</summary>
    public string Name { get; }

    /// <summary>The name that means it here though it is another's, such as <c>AzureCloud</c>; null where names mean what they say.</summary>
    public string? StandsFor { get; }

    /// <summary>Its Resource Manager; null in a context of another module.</summary>
    public string? ResourceManagerUrl { get; }

    /// <summary>The name, and what it stands for.</summary>
    public override string ToString() => StandsFor is null ? Name : $"{Name}, which {StandsFor} means here";
}
