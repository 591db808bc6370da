using System.Diagnostics;
using System.Globalization;

namespace Azsreg.Tests.Shared;

/// <summary>PostgreSQL's own programs, run as a user that is not root: they refuse to run as root.</summary>
internal static class PostgreSqlPrograms
{
    // Ends the server when its own input ends, which the system does when the tests are gone. Its first line is the server's process id.
    private const string Keeper =
        """
        exec 3<&0
        "$@" >>"$KEEPER_LOG" 2>&1 &
        server=$!
        echo $server
        { read -r _ <&3; kill -INT $server; } 2>/dev/null &
        reader=$!
        wait $server
        kill $reader 2>/dev/null
        """;

    private static readonly string? Folder = Find();
    private static readonly string? Account = Environment.UserName == "root" ? new[] { "postgres", "nobody" }.FirstOrDefault(IsAccount) : null;

    /// <summary>What is missing; null for nothing.</summary>
    public static string? Missing =>
        OperatingSystem.IsWindows() ? "These tests start PostgreSQL on Linux and macOS only."
        : Folder is null ? "PostgreSQL is not installed (apt-get install postgresql)."
        : Environment.UserName == "root" && Account is null ? "PostgreSQL does not run as root, and there is no account 'postgres' or 'nobody'."
        : null;

    /// <summary>Makes a cluster in <c>data</c> of the folder, with one account that signs in by password.</summary>
    public static async Task InitializeAsync(string folder, string owner, string password)
    {
        var passwordFile = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(passwordFile, password + "\n");
        if (Account is not null)
            await RunAsync("chown", "-R", $"{Account}:", folder);
        await RunAsync(
            [.. AsAccount(), Path.Combine(Folder!, "initdb"), "-D", Path.Combine(folder, "data"), "-U", owner, $"--pwfile={passwordFile}", "-A", "scram-sha-256",
             "-E", "UTF8", "--locale=C"]);
    }

    /// <summary>Starts the server of a cluster; its socket lies in the folder.</summary>
    /// <returns>The process that keeps it and ends it when its input ends, and the server's own id.</returns>
    public static async Task<(Process Keeper, int Server)> StartServerAsync(string folder)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["KEEPER_LOG"] = Path.Combine(folder, "server.log");
        string[] arguments =
        [
            "-c", Keeper, "sh", .. AsAccount(), Path.Combine(Folder!, "postgres"), "-D", Path.Combine(folder, "data"), "-k", folder,
            "-c", "listen_addresses=", "-c", "max_connections=200", "-c", "shared_buffers=64MB",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var keeper = Process.Start(start)!;
        return (keeper, int.Parse((await keeper.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture));
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task RunAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in command[1..])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}: {await output}{error}");
    }

    /// <summary>Sends a signal; processes that are gone already are passed over.</summary>
    public static async Task SignalAsync(string signal, IReadOnlyCollection<int> processes)
    {
        if (processes.Count == 0)
            return;
        using var kill = Process.Start(new ProcessStartInfo("kill", ["-" + signal, .. processes.Select(id => id.ToString(CultureInfo.InvariantCulture))]) { RedirectStandardError = true })!;
        await kill.StandardError.ReadToEndAsync();
        await kill.WaitForExitAsync();
    }

    /// <summary>The processes a process has started, the newest last; none where the system has no <c>/proc</c>.</summary>
    public static int[] ChildrenOf(int process) => !Directory.Exists("/proc/self") ? [] :
    [
        .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture)).Where(id => ParentOf(id) == process).Order(),
    ];

    // The fourth field; the second is the program's name in brackets, which may hold blanks.
    private static int ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static string[] AsAccount() => Account is null ? [] : ["setpriv", $"--reuid={Account}", $"--regid={GroupOf(Account)}", "--clear-groups", "--"];

    private static string GroupOf(string account) => Field(account, 3);

    private static bool IsAccount(string account) => Field(account, 2).Length > 0;

    private static string Field(string account, int field) =>
        File.Exists("/etc/passwd") && File.ReadLines("/etc/passwd").FirstOrDefault(line => line.StartsWith(account + ":", StringComparison.Ordinal)) is { } line
            ? line.Split(':')[field]
            : "";

    private static string? Find()
    {
        // Debian keeps the server's programs out of the path, in a folder for each version.
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql")
                .OrderByDescending(path => int.TryParse(Path.GetFileName(path), out var version) ? version : 0)
                .Select(path => Path.Combine(path, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return debian.Concat(path).Append("/opt/homebrew/bin")
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }
}
