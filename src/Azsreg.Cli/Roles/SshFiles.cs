using System.Diagnostics;
using System.Text;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Cli.Roles;

/// <summary>What the private SSH server of a stamp needs, in <c>stamps/NAME/ssh</c>: its host key, the one client key it lets in, its configuration.</summary>
internal sealed class SshFiles
{
    /// <summary>The name of the subsystem, as that of the session configuration over WS-Management.</summary>
    public const string Subsystem = WellKnown.PrivilegedEndpointConfiguration;

    private readonly string _folder;

    private SshFiles(string folder) => _folder = folder;

    /// <summary>The client's private key, readable by its owner only.</summary>
    public string ClientKey => Path.Combine(_folder, "client_key");

    /// <summary>The server's public key.</summary>
    public string HostPublicKey => HostKey + ".pub";

    /// <summary>The server's configuration.</summary>
    public string Configuration => Path.Combine(_folder, "sshd_config");

    /// <summary>A known-hosts file with the server's key, for PowerShell.</summary>
    public string KnownHosts => Path.Combine(_folder, "known_hosts");

    private string HostKey => Path.Combine(_folder, "host_key");

    private string AuthorizedKeys => Path.Combine(_folder, "authorized_keys");

    /// <summary>Makes what is not there yet and writes the configuration.</summary>
    /// <param name="context">The verb's context.</param>
    /// <param name="programs">OpenSSH's programs.</param>
    /// <param name="stamp">The stamp.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CataloguedException">A key cannot be made (AZR1005), or the server refuses its configuration (AZR4015).</exception>
    public static async Task<SshFiles> PrepareAsync(CliContext context, SshServerPrograms programs, string stamp, CancellationToken cancellationToken)
    {
        var files = new SshFiles(Path.Combine(context.Data.Stamp(stamp), "ssh"));
        Directory.CreateDirectory(files._folder); // Below the stamp's own, which is its owner's alone.
        await KeyAsync(programs, files.HostKey, $"azsreg stamp {stamp}", cancellationToken);
        await KeyAsync(programs, files.ClientKey, $"azsreg operator of {stamp}", cancellationToken);
        Write(files.AuthorizedKeys, "restrict " + await File.ReadAllTextAsync(files.ClientKey + ".pub", cancellationToken));
        Write(files.Configuration, files.ConfigurationText(stamp, context.Data.Path));
        await files.CheckAsync(programs, cancellationToken);
        return files;
    }

    /// <summary>Writes the known-hosts file for the port that was taken.</summary>
    public void WriteKnownHosts(string host, int port, string key) => Write(KnownHosts, FormattableString.Invariant($"[{host}]:{port} {key}\n"));

    private string ConfigurationText(string stamp, string dataFolder)
    {
        var program = ProgramWords();
        IReadOnlyList<string> command = [.. program, "stamp", "pep", stamp, "--stdio", "--data", dataFolder];
        return $"""
            # Written at each start of: azsreg up --ssh
            HostKey {Quoted(HostKey)}
            AuthorizedKeysFile {Quoted(AuthorizedKeys.Replace("%", "%%", StringComparison.Ordinal))}
            AuthenticationMethods publickey
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            UsePAM no
            # The keys lie in a folder that is this account's alone, wherever that is; sshd would object to a folder below /tmp.
            StrictModes no
            PermitRootLogin prohibit-password
            {(Environment.IsPrivilegedProcess ? $"AllowUsers {Environment.UserName}" : "# Without being root, sshd lets in nobody but the account it runs as.")}
            DisableForwarding yes
            PermitTTY no
            PermitUserRC no
            PrintMotd no
            LoginGraceTime 30
            ClientAliveInterval 60
            ClientAliveCountMax 3
            Subsystem {Subsystem} {Quoted(program[0])}
            Subsystem powershell {Quoted(program[0])}
            # Whatever is asked for, this is what runs: sshd takes the quotes out of a Subsystem line, and leads to nothing else.
            ForceCommand {string.Join(' ', command.Select(ShellQuoted))}

            """;
    }

    /// <summary>This program as a command line begins with it: the executable, or .NET's host and the assembly.</summary>
    private static IReadOnlyList<string> ProgramWords()
    {
        var executable = Environment.ProcessPath!;
        var assembly = typeof(SshFiles).Assembly.Location;
        if (Path.GetFileNameWithoutExtension(executable) == "azsreg" || assembly.Length == 0)
        {
            // sshd passes no environment on, and the executable finds a .NET of its own place by this variable only.
            return Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root ? ["/usr/bin/env", $"DOTNET_ROOT={root}", executable] : [executable];
        }

        return [Path.GetFileName(executable) == "dotnet" ? executable : "dotnet", assembly];
    }

    private static async Task KeyAsync(SshServerPrograms programs, string path, string comment, CancellationToken cancellationToken)
    {
        if (File.Exists(path) && File.Exists(path + ".pub"))
            return;
        // Half a pair is left where a start was killed.
        File.Delete(path);
        File.Delete(path + ".pub");
        var (exitCode, said) = await RunAsync(programs.KeyMaker, ["-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", path], cancellationToken);
        if (exitCode != 0)
            throw new CataloguedException(ErrorCatalogue.DataFolderUnusable, $"ssh-keygen could not make '{path}': {said}");
    }

    private async Task CheckAsync(SshServerPrograms programs, CancellationToken cancellationToken)
    {
        string[] check = ["-t", "-f", Configuration];
        var (exitCode, said) = await RunAsync(programs.Server, check, cancellationToken);
        const string missing = "Missing privilege separation directory: ";
        if (exitCode != 0 && Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() && said.IndexOf(missing, StringComparison.Ordinal) is >= 0 and var at)
        {
            // Root's sshd wants an empty folder to shut itself into; the service's own start makes it, which a container never ran.
            Directory.CreateDirectory(
                said[(at + missing.Length)..].Split('\n')[0].Trim(),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            (exitCode, said) = await RunAsync(programs.Server, check, cancellationToken);
        }

        if (exitCode != 0)
            throw new CataloguedException(ErrorCatalogue.SshMissing, $"{programs.Server} cannot be used: {said}");
    }

    private static async Task<(int ExitCode, string Said)> RunAsync(string program, IEnumerable<string> words, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, (await errors + await output).Trim());
    }

    private static void Write(string path, string text) => OwnedFile.Replace(path, Encoding.UTF8.GetBytes(text));

    /// <exception cref="CataloguedException">sshd_config has no way to write the path (AZR1001).</exception>
    private static string Quoted(string path) => path.IndexOfAny(['"', '\\', '\n', '\r']) < 0
        ? $"\"{path}\""
        : throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--ssh cannot be used below '{path}': a path in sshd_config has no quotation marks, backslashes or line ends.");

    /// <summary>For the shell that sshd starts the command by.</summary>
    private static string ShellQuoted(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '.' or '-' or '_' or '=') ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
