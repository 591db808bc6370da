using System.Text.Json;

namespace Azsreg.Cli.Tests;

/// <summary>Who may sign in to a stamp's portal, and under which names a machine finds it; the stamp is stopped.</summary>
public sealed class StampUserVerbTests(StoppedStamp stopped) : IClassFixture<StoppedStamp>, IAsyncLifetime
{
    private const string Ann = "ann@azurestack.local";
    private const string Administrator = "admin@azurestack.local";

    private readonly TemporaryFolder _folder = new();

    public ValueTask InitializeAsync()
    {
        stopped.CopyTo(_folder.Path);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Add_ReaderWithSecondFactor_ShowsPasswordAndSecretOnceAndListsNeither()
    {
        var made = await DataAsync("stamp", "user", "add", Ann, "--role", "Reader", "--second-factor", "--display-name", "Ann");

        made.GetProperty("role").GetString().ShouldBe("Reader");
        var (password, secret) = (made.GetProperty("password").GetString()!, made.GetProperty("secondFactorSecret").GetString()!);
        password.Length.ShouldBeGreaterThanOrEqualTo(12);
        secret.Length.ShouldBe(32);
        secret.ShouldAllBe(one => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".Contains(one));
        var list = await RunAsync("stamp", "user", "list", "--output", "json");
        list.Out.ShouldNotContain(password);
        list.Out.ShouldNotContain(secret);
        var ann = JsonDocument.Parse(list.LastLine).RootElement.EnumerateArray().Single(user => user.GetProperty("name").GetString() == Ann);
        ann.GetProperty("displayName").GetString().ShouldBe("Ann");
        ann.GetProperty("roles").EnumerateArray().Single().GetString().ShouldBe("Reader");
        ann.GetProperty("hasSecondFactor").GetBoolean().ShouldBeTrue();
        ann.GetProperty("isAdministrator").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Add_PasswordGiven_IsNotShown()
    {
        var file = Path.Combine(_folder.Path, "password.txt");
        await File.WriteAllTextAsync(file, "Given-Passw0rd-for-ann\n");

        var run = await RunAsync("stamp", "user", "add", Ann, "--role", "Owner", "--password-file", file);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldBe($"{Ann} is Owner of the stamp.\n");
    }

    [Theory]
    [InlineData(2, "add", "ann@azurestack.local")]
    [InlineData(2, "add", "ann@azurestack.local", "--role", "King")]
    [InlineData(4, "remove", "nobody@azurestack.local", "--yes")]
    [InlineData(4, "list", "--stamp", "Other")]
    public async Task User_WhatCannotBe_IsRefused(int exitCode, params string[] line)
    {
        var run = await RunAsync(["stamp", "user", .. line]);

        run.ExitCode.ShouldBe(exitCode, run.Error + run.Out);
        (await NamesAsync()).ShouldBe([Administrator]);
    }

    [Fact]
    public async Task Remove_User_IsGone()
    {
        await DataAsync("stamp", "user", "add", Ann, "--role", "Owner");

        (await DataAsync("stamp", "user", "remove", Ann, "--yes")).GetProperty("removed").GetString().ShouldBe(Ann);

        (await NamesAsync()).ShouldBe([Administrator]);
    }

    [Fact]
    public async Task Remove_NobodyToAsk_ChangesNothing()
    {
        await DataAsync("stamp", "user", "add", Ann, "--role", "Owner");

        (await RunAsync("stamp", "user", "remove", Ann)).ExitCode.ShouldBe(2);

        (await NamesAsync()).ShouldContain(Ann);
    }

    [Fact]
    public async Task List_Table_NamesRoleAndSecondFactor()
    {
        var run = await RunAsync("stamp", "user", "list");

        run.ExitCode.ShouldBe(0, run.Error);
        var lines = run.Out.TrimEnd('\n').Split('\n');
        lines[0].ShouldStartWith("Name");
        lines.ShouldContain(line => line.StartsWith(Administrator, StringComparison.Ordinal) && line.Contains("Owner", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hosts_StampsOfOneRegion_PrintsEachNameOnce()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "stamps", "Second"));

        var run = await RunAsync("hosts");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldBe("127.0.0.1 adminportal.local.azurestack.external\n127.0.0.1 adminmanagement.local.azurestack.external\n");
    }

    [Fact]
    public async Task Hosts_AddressOfAnotherMachine_StandsInEachLine()
    {
        var told = await DataAsync("hosts", "--address", "192.0.2.7");

        told.GetProperty("address").GetString().ShouldBe("192.0.2.7");
        told.GetProperty("stamps")[0].GetProperty("stamp").GetString().ShouldBe("Lab");
        told.GetProperty("stamps")[0].GetProperty("adminPortal").GetString().ShouldBe("adminportal.local.azurestack.external");
        told.GetProperty("lines").EnumerateArray().Select(line => line.GetString()!).ShouldAllBe(line => line.StartsWith("192.0.2.7 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hosts_NoAddress_IsAUsageError()
    {
        var run = await RunAsync("hosts", "--address", "lab");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("'lab' is no IP address");
    }

    [Fact]
    public async Task Hosts_NoStamp_SaysWhatToDo()
    {
        using var empty = new TemporaryFolder();

        var run = await CliRun.RunAsync("hosts", "--data", empty.Path);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("azsreg up");
    }

    private Task<CliRun> RunAsync(params string[] line) => CliRun.RunAsync([.. line, "--data", _folder.Path]);

    private async Task<JsonElement> DataAsync(params string[] line)
    {
        var run = await RunAsync([.. line, "--output", "json"]);
        run.ExitCode.ShouldBe(0, run.Error + run.Out);
        return JsonDocument.Parse(run.LastLine).RootElement;
    }

    private async Task<IReadOnlyList<string>> NamesAsync() =>
        [.. (await DataAsync("stamp", "user", "list", "--stamp", "Lab")).EnumerateArray().Select(user => user.GetProperty("name").GetString()!)];
}
