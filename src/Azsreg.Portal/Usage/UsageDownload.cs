using System.Globalization;
using System.Text;
using Azsreg.AzureClient;
using Azsreg.Operator.Usage;
using Azsreg.Portal.Session;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Portal.Usage;

/// <summary>
/// Usage as a CSV with the columns of <c>azsreg usage export</c>, sent while it is read: a stamp's quarter of a year is more than anybody wants in memory.
/// </summary>
internal static class UsageDownload
{
    private const int LinesTogether = 256;

    public static async Task<IResult> SendAsync(HttpContext http, PortalSession session, TimeProvider clock)
    {
        var days = UsageDaysChoice.Read(http.Request.Query["days"], clock);
        var hourly = http.Request.Query["hourly"] == "1";
        // By reported time a stamp tells nothing of the day that runs.
        var (from, to) = (days.From.AddDays(-1), days.To.AddDays(-1));
        var rows = session.Arm.StampUsage.ListAsync(session.ProviderSubscriptionId, Start(from), Start(to), daily: !hourly, cancellationToken: http.RequestAborted)
            .GetAsyncEnumerator(http.RequestAborted);
        // What fails at once is a page that says so, and no file.
        var any = await rows.MoveNextAsync();
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = string.Create(
            CultureInfo.InvariantCulture, $"attachment; filename=\"usage-{session.StampName}-{from:yyyyMMdd}-{to.AddDays(-1):yyyyMMdd}.csv\"");
        return new Answer(rows, any);
    }

    private static DateTimeOffset Start(DateOnly day) => new(day, default, default);

    private sealed class Answer(IAsyncEnumerator<UsageAggregation> rows, bool any) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            await using (rows)
            {
                var text = new StringBuilder(CsvWriter.Line(UsageExportRow.Columns));
                try
                {
                    for (var count = 1; any; any = await rows.MoveNextAsync(), count++)
                    {
                        text.Append(CsvWriter.Line(UsageExportRow.Of(rows.Current.Properties)));
                        if (count % LinesTogether == 0)
                            await FlushAsync(httpContext, text);
                    }

                    await FlushAsync(httpContext, text);
                }
                catch
                {
                    // Half a file must not look like a whole one.
                    httpContext.Abort();
                    throw;
                }
            }
        }

        private static async Task FlushAsync(HttpContext http, StringBuilder text)
        {
            await http.Response.WriteAsync(text.ToString(), http.RequestAborted);
            text.Clear();
        }
    }
}
