using System.Text.Json.Serialization;

namespace Azsreg.Operator.Workflow;

/// <summary>One line of a journal. Unknown members are ignored, so that a newer version's journal can still be read.</summary>
internal sealed record JournalLine
{
    public const string Started = "started";
    public const string Acting = "acting";
    public const string Noted = "noted";
    public const string Acted = "acted";
    public const string Undone = "undone";
    public const string Closed = "closed";

    public required string Event { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? Step { get; init; }

    public string? Workflow { get; init; }

    public string? Target { get; init; }

    /// <summary>Only on <see cref="Closed"/>: <c>finished</c>, or the catalogue code of the failure that was taken back.</summary>
    public string? Outcome { get; init; }

    public IReadOnlyDictionary<string, string>? Facts { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class JournalJson : JsonSerializerContext;
