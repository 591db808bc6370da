using System.Diagnostics;
using System.Text.Json;
using Azsreg.PowerShell.Conversation;

namespace Azsreg.PowerShell.Tests;

/// <summary>The program itself with an Azure side and a stamp on this machine (<c>azsreg up</c>), in a folder of its own.</summary>
public sealed class RealAzsreg : IAsyncLifetime
{
    internal const string Password = "Sample-Passw0rd-for-tests";
    internal const string Owner = "owner@contoso.onmicrosoft.com";
    internal const string Stamp = "AzS-ERCS01";

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "azsreg.dll");
    private Process? _up;

    /// <summary>The data folder.</summary>
    internal string Folder { get; } = Directory.CreateTempSubdirectory("azsreg-module-story-").FullName;

    /// <summary>How a cmdlet starts it: in this data folder, and with AzureCloud pointed at the local Azure as a shell does it.</summary>
    internal AzsregLocation Location => new("/usr/bin/env", $"AZSREG_DATA=\"{Folder}\" AZSREG_AZURECLOUD=Local dotnet \"{Program}\" ");

    public async ValueTask InitializeAsync()
    {
        _up = Process.Start(new ProcessStartInfo("dotnet", [Program, "up", "--data", Folder, "--port-base", "0", "--output", "json"])
        {
            RedirectStandardOutput = true, RedirectStandardInput = true, Environment = { ["AZSREG_SAMPLE_PASSWORD"] = Password },
        })!;
        var line = await _up.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2));
        JsonDocument.Parse(line!).RootElement.GetProperty("azureUrl").GetString().ShouldNotBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        _up!.Kill();
        await _up.WaitForExitAsync();
        _up.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Starts <c>azsreg module serve</c> by itself.</summary>
    internal Process Serve(int hostProcess) => Process.Start(new ProcessStartInfo("dotnet", [Program, "module", "serve", "--host-process", $"{hostProcess}"])
    {
        RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["AZSREG_DATA"] = Folder },
    })!;
}
