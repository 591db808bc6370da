using System.Text.Json;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Marketplace;

namespace Azsreg.Cli.Verbs;

/// <summary>Downloads as JSON lines on standard error, for a program that wants to show them: one at each change of state, and one a second while bytes move.</summary>
internal sealed class DownloadLines(CliContext context)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Dictionary<string, (DownloadStage Stage, long At)> _told = new(StringComparer.OrdinalIgnoreCase);

    public void Write(DownloadProgress progress)
    {
        var now = context.Clock.GetTimestamp();
        if (_told.TryGetValue(progress.Item.Id, out var last) && last.Stage == progress.Stage
            && (progress.IsEnded || context.Clock.GetElapsedTime(last.At, now) < Every))
        {
            return;
        }

        _told[progress.Item.Id] = (progress.Stage, now);
        context.Io.Error.WriteLine(JsonSerializer.Serialize(
            new
            {
                Item = progress.Item.Id,
                State = progress.Stage.ToString(),
                PercentComplete = progress.Percent,
                progress.BytesDone,
                progress.BytesTotal,
                progress.BytesPerSecond,
                SecondsLeft = progress.Left?.TotalSeconds,
                progress.Phase,
                Error = progress.Failure?.Entry.Code,
            },
            Json));
    }
}
