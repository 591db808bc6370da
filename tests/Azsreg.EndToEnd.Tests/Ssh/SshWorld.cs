using System.Text.Json;

namespace Azsreg.EndToEnd.Tests.Ssh;

/// <summary><c>azsreg up --ssh</c>; nothing where OpenSSH is not installed.</summary>
public sealed class SshWorld : IAsyncLifetime
{
    private readonly LocalWorld _world = new() { Options = ["--ssh"] };

    internal static string? Sshd { get; } = Find("sshd");

    private static bool IsInstalled => Sshd is not null && Find("ssh") is not null && Find("ssh-keygen") is not null;

    internal LocalWorld World
    {
        get
        {
            Assert.SkipUnless(IsInstalled, "OpenSSH (sshd, ssh, ssh-keygen) is not installed.");
            return _world;
        }
    }

    /// <summary>What <c>up</c> says of the stamp's SSH server.</summary>
    internal JsonElement Ready => World.Ready.GetProperty("stamps")[0].GetProperty("ssh");

    internal Uri Url => new(Ready.GetProperty("url").GetString()!);

    internal string KeyFile => Ready.GetProperty("keyFile").GetString()!;

    internal string HostKeyFile => Ready.GetProperty("hostKeyFile").GetString()!;

    public ValueTask InitializeAsync() => IsInstalled ? _world.InitializeAsync() : ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private static string? Find(string program) =>
        (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/usr/local/sbin")
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
