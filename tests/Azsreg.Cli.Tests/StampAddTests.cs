using System.Net;
using System.Net.Sockets;

namespace Azsreg.Cli.Tests;

/// <summary>Entering a stamp whose privileged endpoint is behind SSH.</summary>
public sealed class StampAddTests : IDisposable
{
    private const string HostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINtrxJPRwcUc1qfFSw2rDar/BpRE00t4dVKYRgPTiADl";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Add_SshAddress_KeepsItsKeys()
    {
        var (key, hostKey) = (Path.Combine(_folder.Path, "key"), Path.Combine(_folder.Path, "host.pub"));
        await File.WriteAllTextAsync(key, "a private key");
        await File.WriteAllTextAsync(hostKey, HostKey + " root@lab\n");

        var run = await AddAsync("ssh://admin@lab:2222/PrivilegedEndpoint", "--ssh-key", key, "--ssh-host-key", hostKey, "--output", "json");

        run.ExitCode.ShouldBe(0, run.Error);
        var entry = System.Text.Json.JsonDocument.Parse(run.LastLine).RootElement;
        entry.GetProperty("privilegedEndpoint").GetString().ShouldBe("ssh://admin@lab:2222/PrivilegedEndpoint");
        entry.GetProperty("sshKeyFile").GetString().ShouldBe(key);
        entry.GetProperty("sshHostKey").GetString().ShouldBe(HostKey);
    }

    [Theory]
    [InlineData("ssh://admin@lab", "--ssh-key", "/no/such/key", "does not exist")]
    [InlineData("ssh://admin@lab", "--ssh-host-key", "/no/such/key.pub", "cannot be used")]
    [InlineData("ssh://admin:hush-hush@lab", null, null, "ssh://USER@HOST")]
    public async Task Add_SshOptionThatCannotBeUsed_IsAUsageError(string address, string? option, string? value, string said)
    {
        var run = await (option is null ? AddAsync(address) : AddAsync(address, option, value!));

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(said);
        run.Error.ShouldNotContain("hush-hush");
    }

    [Fact]
    public async Task Add_SshKeyWithAnotherAddress_IsAUsageError()
    {
        var key = Path.Combine(_folder.Path, "key");
        await File.WriteAllTextAsync(key, "a private key");

        (await AddAsync("https://lab", "--ssh-key", key)).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task Info_SshAddressWithoutTerminal_AsksForNoPassword()
    {
        // Nobody listens there; without SSH the missing password would be the first thing to be said. Bound, so that nobody else gets the port meanwhile.
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)nobody.LocalEndPoint!).Port;
        Assert.SkipWhen(Operator.Stamps.SshPrograms.TryFind("ssh") is null, "There is no ssh.");

        var run = await CliRun.RunAsync("stamp", "info", "--privileged-endpoint", $"ssh://admin@127.0.0.1:{port}", "--data", _folder.Path);

        run.ExitCode.ShouldBe(6, run.Error);
        run.Error.ReplaceLineEndings(" ").ShouldContain("Connection");
    }

    private Task<CliRun> AddAsync(string address, params string[] more) =>
        CliRun.RunAsync(["stamp", "add", "Lab", "--privileged-endpoint", address, .. more, "--data", _folder.Path]);
}
