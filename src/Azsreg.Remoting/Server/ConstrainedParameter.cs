namespace Azsreg.Remoting.Server;

/// <summary>A declared parameter of a <see cref="ConstrainedCommand"/>.</summary>
/// <param name="Name">The name without the dash.</param>
/// <param name="Type">
/// What arguments are converted to: a primitive of .NET, <see cref="string"/>, <see cref="Guid"/>, <see cref="Version"/>,
/// <see cref="Uri"/>, <see cref="DateTime"/>, <see cref="TimeSpan"/>, an enumeration, an array of these, <see cref="SecureText"/>,
/// <see cref="RemoteCredential"/>, <c>IReadOnlyDictionary&lt;string, object?&gt;</c> for a hash table, or <see cref="object"/>.
/// </param>
public sealed record ConstrainedParameter(string Name, Type Type)
{
    /// <summary>Other names of the parameter.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Place among arguments without a name, from 0; null if it can be given by name only.</summary>
    public int? Position { get; init; }

    /// <summary>True if the command cannot run without it.</summary>
    public bool IsMandatory { get; init; }

    /// <summary>True for a switch: naming it is enough, its value is a <see cref="bool"/>.</summary>
    public bool IsSwitch { get; init; }

    /// <summary>The value if the parameter is not given.</summary>
    public object? DefaultValue { get; init; }

    /// <summary>The only values allowed, compared without case; empty for any.</summary>
    public IReadOnlyList<string> ValidateSet { get; init; } = [];

    /// <summary>True if the value must not appear in a transcript or an error text.</summary>
    public bool IsSecret { get; init; }

    /// <summary>One sentence for <c>Get-Help</c>.</summary>
    public string Description { get; init; } = "";

    /// <summary>A switch.</summary>
    public static ConstrainedParameter Switch(string name, string description = "") =>
        new(name, typeof(bool)) { IsSwitch = true, DefaultValue = false, Description = description };
}
