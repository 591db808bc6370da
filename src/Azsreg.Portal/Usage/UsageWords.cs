using System.Globalization;
using Azsreg.AzureClient;
using Azsreg.Portal.Kit;
using Azsreg.Protocol;

namespace Azsreg.Portal.Usage;

/// <summary>Usage in words.</summary>
internal static class UsageWords
{
    /// <summary>An amount with all its digits.</summary>
    public static string Amount(decimal amount) => amount.ToString("#,0.#########", CultureInfo.InvariantCulture);

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Records(long count) => count == 1 ? "1 record" : Count(count) + " records";

    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1024 * 1024 => (bytes / 1024m).ToString("0.0", CultureInfo.InvariantCulture) + " KiB",
        _ => (bytes / 1048576m).ToString("0.0", CultureInfo.InvariantCulture) + " MiB",
    };

    /// <summary>A unit as people write it: the published list has a star for "times".</summary>
    public static string Unit(string? unit) => unit?.Replace("*", " × ", StringComparison.Ordinal) ?? "units";

    /// <summary>A unit within a sentence: capitals that are no abbreviation go.</summary>
    public static string UnitWithin(string? unit)
    {
        var text = Unit(unit);
        return text.Length > 1 && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }

    /// <summary>A meter's name; its id where nobody published one.</summary>
    public static string Meter(string meterId) => UsageMeters.Find(meterId)?.Name ?? meterId;

    public static (StateKind Kind, string Text) State(StampUsageStatus status) => status.State switch
    {
        "UpToDate" => (StateKind.Good, "Up to date"),
        "Behind" when status.FailedAt is not null => (StateKind.Warning, "Behind"),
        "Behind" => (StateKind.Working, "Sending"),
        "Refused" => (StateKind.Bad, "Refused by Azure"),
        "Off" => (StateKind.Off, "Off for this registration"),
        "Expired" => (StateKind.Warning, "Waiting: the activation has ended"),
        "Disconnected" => (StateKind.Off, "By file, without a line to Azure"),
        "NotRegistered" => (StateKind.Warning, "Waiting: not registered"),
        var other => (StateKind.Off, other),
    };

    /// <summary>What the state means for what waits, and what to do.</summary>
    public static string? Advice(StampUsageStatus status) => status.State switch
    {
        "NotRegistered" => "Usage is collected and kept. Once the stamp is registered with usage reporting on, all of it is sent.",
        "Off" => "Usage is collected and kept; none is owed under this registration.",
        "Expired" => "Usage is kept until the registration is renewed.",
        "Disconnected" when status.WaitingRecords > 0 => "Carry it to Azure with azsreg usage export-batches, and bring the acknowledgement back.",
        "Refused" => "Nothing is lost: it is sent once Azure takes it again. Registering again mends a lost principal, role or registration.",
        "Behind" when status.FailedAt is not null => "Nothing is lost: the stamp tries again by itself.",
        _ => null,
    };

    public static (StateKind Kind, string Text) Batch(StampUsageBatch batch) => batch.State switch
    {
        "Acknowledged" when batch.Refused > 0 => (StateKind.Warning, "Acknowledged in part"),
        "Acknowledged" => (StateKind.Good, "Acknowledged"),
        "InFile" => (StateKind.Working, batch.FileNumber is { } file ? $"In file {file}" : "In a file"),
        "NotTaken" => (StateKind.Warning, "Not taken yet"),
        "Withdrawn" => (StateKind.Off, "Withdrawn"),
        "Waiting" => (StateKind.Working, "Waiting"),
        var other => (StateKind.Off, other),
    };

    /// <summary>What commerce answered, or why a batch was let go.</summary>
    public static string Answer(StampUsageBatch batch)
    {
        if (batch.State == "Withdrawn")
            return "its records went into a later batch";
        if (batch.AcknowledgedAt is null)
            return batch.Attempts > 1 ? $"tried {Count(batch.Attempts)} times" : "";
        (long Count, string Word)[] parts = [(batch.Accepted, "counted"), (batch.Repeated, "known already"), (batch.NotReported, "not owed"), (batch.Refused, "refused")];
        return string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{Count(part.Count)} {part.Word}"));
    }

    /// <summary>How long ago something was, roughly.</summary>
    public static string Age(TimeSpan age) =>
        age.TotalDays >= 2 ? $"{(int)age.TotalDays} days" : age.TotalHours >= 2 ? $"{(int)age.TotalHours} hours" : age.TotalMinutes >= 2 ? $"{(int)age.TotalMinutes} minutes" : "a moment";
}
