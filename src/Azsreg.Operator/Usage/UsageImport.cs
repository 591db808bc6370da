using System.Text;
using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Operator.Usage;

/// <summary>Enters a usage summary at a stamp: read once to know that every line is one, then once to send it.</summary>
public sealed class UsageImport(StampUsageSide stamp)
{
    // Some 1.5 MiB of JSON, within what a request may have.
    private const int AtOnce = 2000;

    /// <summary>Imports a file. Imported again it changes nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tenantId">The tenant of its subscriptions; null where nobody knows it.</param>
    /// <param name="progress">Told how many lines are sent.</param>
    /// <param name="cancellationToken">Stops between two requests; what was sent stays.</param>
    /// <exception cref="CataloguedException">The file cannot be read (AZR7002), or the stamp.</exception>
    public async Task<UsageImportReport> RunAsync(string path, Guid? tenantId, Action<int>? progress, CancellationToken cancellationToken)
    {
        var (lines, rounded, days) = (0, 0, 0);
        await foreach (var line in ReadAsync(path, tenantId, cancellationToken))
        {
            lines++;
            rounded += line.IsRounded ? 1 : 0;
            days += line.IsDay ? 1 : 0;
        }

        var report = new UsageImportReport(lines, 0, 0, rounded, days, []);
        var waiting = new List<StampUsageReport>(AtOnce);
        await foreach (var line in ReadAsync(path, tenantId, cancellationToken))
        {
            waiting.Add(line.Report);
            if (waiting.Count == AtOnce)
                report = await SendAsync(report, waiting, progress, cancellationToken);
        }

        return waiting.Count == 0 ? report : await SendAsync(report, waiting, progress, cancellationToken);
    }

    private async Task<UsageImportReport> SendAsync(UsageImportReport report, List<StampUsageReport> waiting, Action<int>? progress, CancellationToken cancellationToken)
    {
        var answer = await stamp.ReportAsync(waiting, cancellationToken);
        waiting.Clear();
        var next = report with
        {
            Accepted = report.Accepted + answer.Accepted,
            Repeated = report.Repeated + answer.Repeated,
            Refused = [.. report.Refused, .. answer.Refused],
        };
        progress?.Invoke(next.Accepted + next.Repeated + next.Refused.Count);
        return next;
    }

    private static async IAsyncEnumerable<UsageSummaryLine> ReadAsync(
        string path, Guid? tenantId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = Open(path);
        await foreach (var line in UsageSummaryFile.ReadAsync(text, Path.GetFileName(path), tenantId, cancellationToken))
            yield return line;
    }

    private static StreamReader Open(string path)
    {
        try
        {
            return new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CataloguedException(ErrorCatalogue.UsageSummaryUnreadable, $"'{path}': {failure.Message}", inner: failure);
        }
    }
}
