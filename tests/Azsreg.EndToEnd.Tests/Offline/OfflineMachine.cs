namespace Azsreg.EndToEnd.Tests;

/// <summary>
/// A machine of one side, as somebody has it who registers a stamp without a line: a data folder of its own that knows one side only, and a
/// working folder that stands for the stick.
/// </summary>
internal sealed class OfflineMachine(string folder, string stick, string passwordFile)
{
    /// <summary>The data folder.</summary>
    public string Folder => folder;

    /// <summary>The options by which a verb goes through the privileged endpoint.</summary>
    public string[] ToTheStamp => ["--cloud-admin-password-file", passwordFile];

    /// <summary>A file on the stick.</summary>
    public string OnStick(string name) => Path.Combine(stick, name);

    /// <summary>Makes a machine that is signed in to Azure and knows no stamp.</summary>
    public static async Task<OfflineMachine> AtAzureAsync(LocalWorld world, string name)
    {
        var machine = Make(world, name);
        string[][] steps =
        [
            ["environment", "add", "Local", "--resource-manager", world.AzureUrl.AbsoluteUri, "--ca-file", world.AuthorityFile],
            ["environment", "use", "Local"],
            ["login", "--username", LocalWorld.Owner, "--tenant", "contoso.onmicrosoft.com", "--password-file", world.PasswordFile],
            ["account", "set", "--subscription", "Contoso Stamps"],
        ];
        foreach (var step in steps)
            (await machine.RunAsync(step)).ShouldExitWith(0);
        return machine;
    }

    /// <summary>Makes a machine that knows the world's first stamp and no Azure.</summary>
    public static async Task<OfflineMachine> AtStampAsync(LocalWorld world, string name)
    {
        var machine = Make(world, name);
        var stamp = world.Ready.GetProperty("stamps")[0];
        (await machine.RunAsync(
            "stamp", "add", LocalWorld.Stamp, "--privileged-endpoint", stamp.GetProperty("privilegedEndpointUrl").GetString()!,
            "--admin-endpoint", stamp.GetProperty("adminUrl").GetString()!, "--cloud-admin", @"AZURESTACK\CloudAdmin", "--ca-file", world.AuthorityFile)).ShouldExitWith(0);
        (await machine.RunAsync("login", "--stamp", LocalWorld.Stamp, "--username", "admin@azurestack.local", "--password-file", world.PasswordFile)).ShouldExitWith(0);
        return machine;
    }

    /// <summary>Runs a verb as a person at no terminal does.</summary>
    public Task<ProgramResult> RunAsync(params string[] arguments) => AzsregProgram.RunAsync([.. arguments, "--data", folder]);

    /// <summary>Runs a verb with <c>--output json</c>.</summary>
    public Task<ProgramResult> JsonAsync(params string[] arguments) => RunAsync([.. arguments, "--output", "json"]);

    private static OfflineMachine Make(LocalWorld world, string name)
    {
        var stick = Directory.CreateDirectory(Path.Combine(world.Folder, "stick")).FullName;
        return new OfflineMachine(Path.Combine(world.Folder, name), stick, world.PasswordFile);
    }
}
