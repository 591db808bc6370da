using System.Text.Json;

namespace Azsreg.EndToEnd.Tests;

/// <summary>What a run of the program printed and how it ended.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    /// <summary>The last line of standard output, which is where <c>--output json</c> puts its object.</summary>
    public JsonElement Json
    {
        get
        {
            var line = Output.TrimEnd().Split('\n')[^1];
            try
            {
                return JsonDocument.Parse(Output.TrimStart().StartsWith('{') || Output.TrimStart().StartsWith('[') ? Output : line).RootElement;
            }
            catch (JsonException)
            {
                return JsonDocument.Parse(line).RootElement;
            }
        }
    }

    /// <summary>Fails with everything printed unless the exit code is <paramref name="code"/>.</summary>
    public ProgramResult ShouldExitWith(int code)
    {
        ExitCode.ShouldBe(code, $"stdout:\n{Output}\nstderr:\n{Error}");
        return this;
    }
}
