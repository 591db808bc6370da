using System.Text.Json;

namespace Azsreg.EndToEnd.Tests;

/// <summary>A role as a process of its own, on a folder and ports it keeps over a kill.</summary>
/// <param name="arguments">What follows <c>azsreg</c>.</param>
/// <param name="environment">Variables to set.</param>
internal sealed class ServedRole(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null) : IAsyncDisposable
{
    private AzsregProgram? _program;

    /// <summary>How long a start may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="firstTime">Options of the first start only.</param>
    public async Task StartAsync(params string[] firstTime) => (await TryStartAsync(firstTime)).ShouldBeNull();

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="firstTime">Options of the first start only.</param>
    /// <returns>What it said where it could not start; null where it listens.</returns>
    public async Task<string?> TryStartAsync(params string[] firstTime)
    {
        _program = AzsregProgram.Start([.. arguments, .. firstTime, "--output", "json"], environment);
        var line = await _program.LineAsync(text => text.StartsWith('{'), Patience);
        return JsonDocument.Parse(line).RootElement.TryGetProperty("error", out _) ? line : null;
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => _program!.KillAsync();

    /// <summary>Ends it as Ctrl-C does.</summary>
    public async Task InterruptAsync() => (await _program!.InterruptAsync(TimeSpan.FromMinutes(5))).ShouldExitWith(0);

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
    }
}
