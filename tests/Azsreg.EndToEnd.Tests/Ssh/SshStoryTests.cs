using System.Diagnostics;

namespace Azsreg.EndToEnd.Tests.Ssh;

/// <summary>The privileged endpoint through OpenSSH, both directions: our client through a real sshd, genuine clients' bytes through a real ssh.</summary>
public sealed class SshStoryTests(SshWorld ssh) : IClassFixture<SshWorld>
{
    private string Standalone => $"dotnet {AzsregProgram.ProgramPath} stamp pep {LocalWorld.Stamp} --stdio --data {ssh.World.Folder}";

    [Fact]
    public async Task Registration_StampEnteredBySsh_IsSetChangedAndRemovedWithoutAPassword()
    {
        var world = ssh.World;
        await world.LoginAsync();
        await world.LoginStampAsync();

        var set = (await SetAsync("PayAsYouUse")).ShouldExitWith(0).Json;
        set.GetProperty("privilegedEndpointUrl").GetString().ShouldBe(ssh.Url.AbsoluteUri);
        set.GetProperty("activationState").GetString().ShouldBe("Active");
        set.GetProperty("activationRequiredAlert").GetString().ShouldBe("Closed");
        var id = set.GetProperty("registrationId").GetString();

        var changed = (await SetAsync("Development")).ShouldExitWith(0).Json;
        changed.GetProperty("registrationId").GetString().ShouldBe(id);
        changed.GetProperty("billingModel").GetString().ShouldBe("Development");
        changed.GetProperty("activationState").GetString().ShouldBe("Active");

        (await world.JsonAsync("registration", "remove", "--stamp", LocalWorld.Stamp, "--yes")).ShouldExitWith(0);
        (await world.JsonAsync("alerts")).ShouldExitWith(0).Output.ShouldContain("Activation Required");

        var transcripts = string.Concat(Directory.GetFiles(Path.Combine(world.Folder, "stamps", LocalWorld.Stamp, "transcripts")).Select(File.ReadAllText));
        transcripts.ShouldContain(@"AZURESTACK\CloudAdmin");
        transcripts.ShouldContain("New-AzureStackActivation");

        Task<ProgramResult> SetAsync(string model) => world.JsonAsync("registration", "set", "--stamp", LocalWorld.Stamp, "--billing-model", model, "--yes");
    }

    [Theory]
    [InlineData("e2-enter-pssession-jea")]
    [InlineData("m3-jea-cmd-objects")]
    public async Task Subsystem_BytesOfAGenuineClient_AreAnsweredToTheEnd(string recording)
    {
        await using var subsystem = await SshSubsystem.StartAsync(ssh, Standalone);
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "recordings", recording + ".txt")))
        {
            if (line.Split(' ', 3) is [_, "C>S", var sent])
                await subsystem.SendAsync(sent);
        }

        var (exitCode, output, errors) = await subsystem.EndAsync();

        (exitCode, output, errors).ShouldBe((0, "", ""));
        subsystem.PoolStates.ShouldBe([2, 4, 3]); // opened, closing, closed
        if (recording.StartsWith('m'))
            subsystem.Said.ShouldContain("Get-AzureStackStampInformation"); // Its Get-Command.
    }

    [Fact]
    public async Task Subsystem_NoSuchStamp_SaysWhyAmongThePacketsAndHasAnExitCode()
    {
        await using var subsystem = await SshSubsystem.StartAsync(ssh, Standalone.Replace(LocalWorld.Stamp, "Nope", StringComparison.Ordinal));

        var (exitCode, output, errors) = await subsystem.EndAsync();

        exitCode.ShouldBe(6);
        output.ShouldStartWith("__NamedPipeError__:AZR4019 ");
        output.TrimEnd('\n').ShouldNotContain("\n");
        errors.ShouldBeEmpty(); // sshd passes a subsystem's on to nobody.
    }

    [Fact]
    public async Task Info_EveryWayToBeRefused_HasItsCode()
    {
        var other = Path.Combine(ssh.World.Folder, "other_key.pub");
        await File.WriteAllTextAsync(other, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINtrxJPRwcUc1qfFSw2rDar/BpRE00t4dVKYRgPTiADl\n");
        var stranger = Path.Combine(ssh.World.Folder, "stranger_key");
        using (var keygen = Process.Start("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", stranger]))
            await keygen.WaitForExitAsync();

        (await InfoAsync(ssh.Url.AbsoluteUri.Replace("PrivilegedEndpoint", "nosuch", StringComparison.Ordinal), ssh.KeyFile, ssh.HostKeyFile)).ShouldBe((4, "AZR4018"));
        (await InfoAsync(ssh.Url.AbsoluteUri, ssh.KeyFile, other)).ShouldBe((6, "AZR4016"));
        (await InfoAsync(ssh.Url.AbsoluteUri, stranger, ssh.HostKeyFile)).ShouldBe((3, "AZR4017"));
    }

    [Fact]
    public async Task Up_Killed_LeavesNoSshdAndStartsAgain()
    {
        using var held = Process.Start(new ProcessStartInfo(
            "ssh", ["-s", "-i", ssh.KeyFile, "-o", "IdentitiesOnly=yes", "-o", $"UserKnownHostsFile={Path.Combine(Path.GetDirectoryName(ssh.KeyFile)!, "known_hosts")}",
                "-o", "BatchMode=yes", "-p", $"{ssh.Url.Port}", "-l", Uri.UnescapeDataString(ssh.Url.UserInfo), "localhost", "PrivilegedEndpoint"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        // Answered: so the session is open, and sshd and the subsystem run.
        await held.StandardInput.WriteAsync("<Close PSGuid='00000000-0000-0000-0000-000000000000' />\n");
        await held.StandardInput.FlushAsync();
        (await held.StandardOutput.ReadLineAsync())!.ShouldContain("CloseAck");

        await ssh.World.KillAsync();

        await held.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        held.ExitCode.ShouldNotBe(0);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await IsRunningInAsync(ssh.World.Folder)) patience.Token.ThrowIfCancellationRequested();
        await ssh.World.StartAsync();
        (await ssh.World.JsonAsync("stamp", "info", "--stamp", LocalWorld.Stamp)).ShouldExitWith(0).Output.ShouldContain("CloudID");
    }

    private async Task<(int ExitCode, string Code)> InfoAsync(string address, string key, string hostKey)
    {
        var folder = Path.Combine(ssh.World.Folder, "elsewhere");
        (await AzsregProgram.RunAsync(["stamp", "add", "Lab", "--privileged-endpoint", address, "--ssh-key", key, "--ssh-host-key", hostKey, "--data", folder])).ShouldExitWith(0);
        var run = await AzsregProgram.RunAsync(["stamp", "info", "--stamp", "Lab", "--output", "json", "--data", folder]);
        return (run.ExitCode, run.Json.GetProperty("error").GetProperty("code").GetString()!);
    }

    /// <summary>True while a process has this folder on its command line: an sshd by its configuration, a subsystem by its data folder.</summary>
    private static async Task<bool> IsRunningInAsync(string folder)
    {
        using var ps = Process.Start(new ProcessStartInfo("ps", ["-Ao", "args"]) { RedirectStandardOutput = true })!;
        return (await ps.StandardOutput.ReadToEndAsync()).Contains(folder, StringComparison.Ordinal);
    }
}
