namespace Azsreg.Portal.Tests.Shell;

/// <summary>Reads server-sent events.</summary>
internal sealed class LiveReader(HttpResponseMessage response, Stream stream) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly StreamReader _reader = new(stream);

    /// <summary>The moment up to which all has been told; empty before a change was.</summary>
    public string Moment { get; private set; } = "";

    /// <summary>The next event; null at the end.</summary>
    public async Task<(string Event, string Data)?> NextAsync()
    {
        using var impatience = new CancellationTokenSource(Patience);
        var (name, data) = ("", "");
        while (await _reader.ReadLineAsync(impatience.Token) is { } line)
        {
            if (line.Length == 0 && name.Length > 0)
                return (name, data);
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = line[6..];
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
                Moment = line[4..];
        }

        return null;
    }

    public void Dispose()
    {
        _reader.Dispose();
        response.Dispose();
    }
}
