using System.Diagnostics;
using System.Text.Json;

namespace Azsreg.PowerShell.Tests;

/// <summary>The published procedure works as typed: every line is bound to the module's surface, and run where this machine has a PowerShell.</summary>
public sealed class ProcedureTests
{
    /// <summary>PowerShell's own commands in the procedure, with their parameters.</summary>
    private static readonly Dictionary<string, string[]> PowerShells = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Import-Module"] = ["Name"],
        ["Get-Credential"] = ["UserName", "Message"],
        ["Get-Content"] = ["Path"],
    };

    public static TheoryData<string> Names => [.. Procedure.Blocks.Select(block => block.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Block_EveryLine_BindsToTheModule(string name)
    {
        foreach (var line in PowerShellLine.Parse(Block(name).Runnable).Where(line => line.Command is not null))
        {
            if (PowerShells.TryGetValue(line.Command!, out var known))
                line.Arguments.Where(argument => argument.Name is not null).ShouldAllBe(argument => known.Contains(argument.Name));
            else
                Bind(Surface.Find(line.Command!).ShouldNotBeNull($"There is no {line.Command}"), line);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Block_AsPrinted_CanBeReadOrItsCorrectionIsDocumented(string name)
    {
        var block = Block(name);
        var filled = (block with { Corrected = null }).Runnable;
        if (block.Corrected is null)
        {
            PowerShellLine.Parse(filled).ShouldNotBeEmpty();
            return;
        }

        Should.Throw<FormatException>(() => PowerShellLine.Parse(filled));
        var page = File.ReadAllText(Path.Combine(ModuleFiles.Root, "docs", "powershell.md"));
        page.ShouldContain(block.Printed.Split('\n')[0].Trim());
        page.ShouldContain(block.Corrected.Split('\n')[0].Trim());
    }

    [Theory]
    [InlineData("Set-AzsRegistration -CloudAdminCredential $c -PrivilegedEndpoint x -BillingModel PayPerUse")]
    [InlineData("Set-AzsRegistration -CloudAdminCredential $c -PrivilegedEndpoint x -BillingModell PayAsYouUse")]
    [InlineData("Set-AzsRegistration -CloudAdminCredential $c")]
    [InlineData("UnRegister-AzsEnvironment -RegistrationName x -CloudId y")]
    [InlineData("Set-AzureRmContext x y")]
    public void Bind_LineThatDoesNotFit_IsRefused(string line)
    {
        var parsed = PowerShellLine.Parse(line)[0];

        Should.Throw<ShouldAssertException>(() => Bind(Surface.Find(parsed.Command!)!, parsed));
    }

    [Theory]
    [InlineData("Set-AzsRegistration -PrivilegedEndpointCredential $c -PrivilegedEndpoint x -BillingModel Custom -MsAssetTag t -UsageReportingEnabled:$false -MarketplaceSyndicationEnabled")]
    [InlineData("Set-AzsRegistration -CloudAdminCredential $c -PrivilegedEndpoint x -Reregister -AzureContext $AzureContext -RegistrationName n -ResourceGroupName g -ResourceGroupLocation westcentralus")]
    [InlineData("Register-AzsEnvironment -RegistrationToken $t -AzureEnvironmentName AzureCloud -AzureSubscriptionId $s")]
    [InlineData("UnRegister-AzsEnvironment -CloudId $id -ResourceGroupName g")]
    [InlineData("Get-AzsActivationKey -RegistrationName n -KeyOutputFilePath f")]
    [InlineData("New-AzsActivationResource -PrivilegedEndpointCredential $c -PrivilegedEndpoint x -ActivationKey $k")]
    [InlineData("Remove-AzsActivationResource -PrivilegedEndpointCredential $c -PrivilegedEndpoint x")]
    [InlineData("Connect-AzAccount -EnvironmentName AzureCloud -TenantId t -SubscriptionId s -Credential $c")]
    [InlineData("Login-AzureRmAccount -ServicePrincipal -Credential $c -TenantId t")]
    [InlineData("Set-AzContext -Subscription s -Tenant t")]
    [InlineData("Register-AzResourceProvider -ProviderNamespace Microsoft.AzureStack")]
    [InlineData("Update-AzsRegistrationModule -Source x.zip")]
    public void Bind_LinesOfBothGenerations_Fit(string line)
    {
        var parsed = PowerShellLine.Parse(line)[0];

        Bind(Surface.Find(parsed.Command!).ShouldNotBeNull(), parsed);
    }

    [Fact]
    public async Task Procedure_InPowerShell_RunsAsTyped()
    {
        var pwsh = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "pwsh")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(pwsh is null, "There is no pwsh on this machine.");
        using var module = InstalledModule.Create();
        var script = Path.Combine(module.Folder, "Registration", "procedure.ps1");
        File.WriteAllText(Path.Combine(module.Folder, "Registration", "RegistrationToken.txt"), "dG9r\nZW4=\n");
        // What stands before the procedure: values for its variables, and a Get-Credential that asks nobody.
        var lines = new List<string>
        {
            "$ErrorActionPreference = 'Stop'", "$WarningPreference = 'SilentlyContinue'", "Set-Location $PSScriptRoot", $"$HOME_ = '{module.Folder}'",
            "function Get-Credential($UserName, $Message) { New-Object PSCredential $UserName, (ConvertTo-SecureString 'p' -AsPlainText -Force) }",
            "$YourCloudAdminCredential = Get-Credential 'AZURESTACK\\CloudAdmin'", "$YourPrivilegedEndpoint = 'AzS-ERCS01'", "$NewSubscriptionId = 's-2'",
            Block("module").Runnable,
        };
        lines.AddRange(Procedure.Blocks.Where(block => block.Name != "module").Select(block => block.Runnable.Replace("$HOME/", "$HOME_/", StringComparison.Ordinal)));
        await File.WriteAllLinesAsync(script, lines, TestContext.Current.CancellationToken);

        using var process = Process.Start(new ProcessStartInfo(pwsh!, ["-NoProfile", "-File", script]) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true, Environment = { ["AZSREG_EXECUTABLE"] = module.Program } })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(0, error + await output);
        error.ShouldBeEmpty();
        module.Heard.Where(verb => verb != "account show")
            .ShouldBe(Procedure.Blocks.Where(block => block.Name != "module").SelectMany(block => Procedure.Verbs[block.Name]));
    }

    private static Procedure.Block Block(string name) => Procedure.Blocks.Single(block => block.Name == name);

    /// <summary>Binds as PowerShell does: names, values, and one parameter set that has all that was given and lacks nothing.</summary>
    private static void Bind(CmdletShape cmdlet, PowerShellLine line)
    {
        var bound = new List<ParameterShape>();
        foreach (var (name, value) in line.Arguments.Where(argument => argument.Name is not null))
        {
            var parameter = cmdlet.Find(name!).ShouldNotBeNull($"{cmdlet.Name} has no -{name}");
            bound.ShouldNotContain(parameter);
            bound.Add(parameter);
            if (parameter.IsSwitch)
                value.ShouldBeOneOf(null, "$false", "$true");
            else
                value.ShouldNotBeNull($"-{name} wants a value");
            if (parameter.Values.Count > 0 && value![0] != '$')
                parameter.Values.ShouldContain(value, StringComparer.OrdinalIgnoreCase);
        }

        var values = line.Arguments.Count(argument => argument.Name is null);
        var sets = cmdlet.Parameters.SelectMany(parameter => parameter.Sets).Select(membership => membership.Set).Distinct().ToList();
        sets.Any(set => Fits(set)).ShouldBeTrue($"No parameter set of {cmdlet.Name} has {string.Join(", ", line.Arguments)}");

        bool Fits(string set)
        {
            var free = cmdlet.Parameters.Except(bound).Where(parameter => parameter.IsIn(set)).ToList();
            var byPosition = free.Where(parameter => parameter.Sets.Any(one => one.Position is not null)).Take(values).ToList();
            return bound.All(parameter => parameter.IsIn(set)) && byPosition.Count == values
                && !free.Except(byPosition).Any(parameter => parameter.IsMandatoryIn(set));
        }
    }
}
