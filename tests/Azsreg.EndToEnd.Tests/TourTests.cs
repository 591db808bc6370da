using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Azsreg.EndToEnd.Tests;

/// <summary>Documents typed as they are printed. What they show is compared line by line, but for what differs from run to run.</summary>
public sealed partial class TourTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("azsreg-tour-").FullName;
    private readonly Dictionary<string, string> _environment = [];

    [Theory]
    [InlineData("README.md", "## A five-minute tour", "## Against the real thing")]
    [InlineData("docs/disconnected.md", "## The whole way, to try", "## What to keep")]
    public async Task Document_TypedAsPrinted_PrintsWhatItShows(string document, string from, string to)
    {
        // ./azsreg stands for the program this test was built with; port 0, so that nothing else on the machine is in the way.
        var program = Path.Combine(_folder, "azsreg");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec dotnet '{AzsregProgram.ProgramPath}' \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        _environment["AZSREG_DATA"] = Path.Combine(_folder, "data");
        _environment["AZSREG_PORT_BASE"] = "0";
        _environment["NO_COLOR"] = "1";
        var tour = Read(document);
        tour = tour[tour.IndexOf(from, StringComparison.Ordinal)..tour.IndexOf(to, StringComparison.Ordinal)];
        var blocks = Block().Matches(tour).Select(match => match.Groups["text"].Value).ToList();
        blocks.Count.ShouldBeGreaterThan(5);

        await using var up = await StartUpAsync(Commands(blocks[0]).ToList());
        foreach (var (command, shown) in blocks.Skip(1).SelectMany(Commands))
        {
            if (Export().Match(command) is { Success: true } export)
            {
                _environment[export.Groups["name"].Value] = export.Groups["value"].Value;
                continue;
            }

            var (code, output) = await ShellAsync(command);
            code.ShouldBe(0, $"$ {command}\n{output}");
            foreach (var line in shown.Where(line => line.Trim() is not ("" or "…")))
                Constant(output).ShouldContain(Constant(line), customMessage: $"$ {command}\n{output}");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<AzsregProgram> StartUpAsync(List<(string Command, List<string> Shown)> first)
    {
        var export = Export().Match(first[0].Command);
        _environment[export.Groups["name"].Value] = export.Groups["value"].Value;
        first[1].Command.ShouldBe("./azsreg up");
        var up = AzsregProgram.Start(["up"], _environment);
        await up.LineAsync(line => line.Contains("Ctrl-C stops everything", StringComparison.Ordinal), TimeSpan.FromMinutes(5));
        foreach (var line in first[1].Shown.Where(line => line.Trim() is not ("" or "…")))
            Constant(up.Output).ShouldContain(Constant(line));
        return up;
    }

    private async Task<(int Code, string Output)> ShellAsync(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await error + await output);
    }

    private static IEnumerable<(string Command, List<string> Shown)> Commands(string block)
    {
        var lines = block.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("$ ", StringComparison.Ordinal))
                continue;
            yield return (lines[i][2..], lines.Skip(i + 1).TakeWhile(line => !line.StartsWith("$ ", StringComparison.Ordinal)).ToList());
        }
    }

    /// <summary>The text without times, ports, made-up ids and runs of blanks, which differ from run to run.</summary>
    private static string Constant(string text)
    {
        text = Milliseconds().Replace(text, "TIME");
        text = Port().Replace(text, "localhost:PORT");
        text = CloudId().Replace(text, "ID");
        text = WholeId().Replace(text, "ID");
        text = Digest().Replace(text, "DIGEST");
        text = Day().Replace(text, "DAY");
        return Blanks().Replace(text, " ").Trim();
    }

    private static string Read(string document)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "azsreg.slnx")))
                return File.ReadAllText(Path.Combine(folder.FullName, document));
        }

        throw new InvalidOperationException("The test does not run below its source tree.");
    }

    [GeneratedRegex("```console\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^export (?<name>[A-Z_]+)=(?<value>.+)$")]
    private static partial Regex Export();

    [GeneratedRegex(@"[0-9][0-9.,]* m?s\b")]
    private static partial Regex Milliseconds();

    [GeneratedRegex("localhost:[0-9]+")]
    private static partial Regex Port();

    [GeneratedRegex("0[0-9a-f]{2}…[0-9a-f]{3}")]
    private static partial Regex CloudId();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex WholeId();

    [GeneratedRegex(@"\b[0-9a-f]{16,64}\b")]
    private static partial Regex Digest();

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9:]{8})?(, in [0-9]+ days)?")]
    private static partial Regex Day();

    [GeneratedRegex(@"[ \t]+")]
    private static partial Regex Blanks();
}
