using System.Diagnostics;
using System.Text.Json;
using Azsreg.PowerShell.Cmdlets;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Tests;

/// <summary>The cmdlets with the program they are shipped with, over every real wire.</summary>
[Collection("one context a process")]
public sealed class RealProgramTests(RealAzsreg azsreg) : IClassFixture<RealAzsreg>
{
    private const string Capacity = "8f2a0000-0000-4000-8000-000000000a91";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void PublishedProcedure_AgainstTheLocalAzure_RegistersChangesAndRemoves()
    {
        ChosenContext.IsOurs = false;

        // Nobody is signed in, and nobody can be asked.
        Run(new GetAzsContext()).Warnings.ShouldHaveSingleItem().ShouldContain("AZR3001");
        var alone = Set("PayAsYouUse");
        Run(alone, new FakeShell { IsInteractive = false }).Failure!.Code.ShouldBe("AZR3001");

        // A real Azure with the stamp on this machine, refused before anybody is asked to sign in.
        var mixed = Set("PayAsYouUse");
        mixed.AzureEnvironmentName = "AzureUSGovernment";
        Run(mixed).Failure!.Code.ShouldBe("AZR1040");

        // Login-AzureRmAccount -EnvironmentName "AzureCloud"; Register-AzureRmResourceProvider -ProviderNamespace Microsoft.AzureStack
        var context = Only<AzsContext>(Run(
            new ConnectAzsAccount { EnvironmentName = "AzureCloud", Credential = CmdletRun.Credential }, new FakeShell { Credential = (RealAzsreg.Owner, RealAzsreg.Password) }));
        (context.Account.Id, context.Subscription!.Name, context.Environment.ToString()).ShouldBe((RealAzsreg.Owner, "Contoso Stamps", "Local, which AzureCloud means here"));
        Only<AzsResourceProvider>(Run(new RegisterAzsResourceProvider { ProviderNamespace = "Microsoft.AzureStack" })).RegistrationState.ShouldBe("Registered");

        // An owner's account where the cloud administrator is wanted, as the procedure has it.
        Run(Set("PayAsYouUse"), new FakeShell { Credential = (RealAzsreg.Owner, RealAzsreg.Password) }).Failure!.Code.ShouldBe("AZR1041");
        Run(Set("PayAsYouUse"), new FakeShell { Credential = (@"AZURESTACK\CloudAdmin", "wr0ng") }).Failure!.Code.ShouldBe("AZR4002");

        // -WhatIf is the plan.
        var planned = Run(Set("PayAsYouUse"), new FakeShell { IsWhatIf = true, Credential = Administrator });
        planned.Failure.ShouldBeNull();
        planned.Output.Cast<AzsPlannedChange>().ShouldContain(change => change.Kind == "Add" && change.Subject == "lock RegistrationResourceLock");

        // Pay as you use; the same again; development in place.
        var shell = Run(Set("PayAsYouUse"));
        var registration = Only<AzsRegistration>(shell);
        (registration.BillingModel, registration.Changed, registration.StandsFor).ShouldBe(("PayAsYouUse", true, "AzureCloud"));
        shell.Host[1].ShouldContain("Local, which AzureCloud means here");
        shell.Progress.ShouldContain(line => line.StartsWith("Set-AzsRegistration: activation", StringComparison.Ordinal));
        Only<AzsRegistration>(Run(Set("PayAsYouUse"))).Changed.ShouldBeFalse();
        Only<AzsRegistration>(Run(Set("Development"))).BillingModel.ShouldBe("Development");
        Only<AzsRegistrationStatus>(Run(new GetAzsRegistration())).State.ShouldBe("Registered");
        Run(new TestAzsRegistration { PrivilegedEndpoint = [RealAzsreg.Stamp], CloudAdminCredential = CmdletRun.Credential }).Output.Cast<AzsRegistrationCheck>()
            .ShouldContain(check => check.State == "Ok");
        Only<string>(Run(new GetAzsRegistrationName { CloudAdminCredential = CmdletRun.Credential, PrivilegedEndpoint = [RealAzsreg.Stamp] })).ShouldBe(registration.RegistrationName);

        // Change of subscription, with a context of Az in the way that ours goes before.
        Only<AzsRemovedRegistration>(Run(Remove())).ResourceId.ShouldBe(registration.ResourceId);
        Only<AzsContext>(Run(new SetAzsContext { SubscriptionId = Capacity })).Subscription!.Id.ShouldBe(Capacity);
        var capacity = Set("Capacity");
        capacity.AgreementNumber = "10004711";
        Only<AzsRegistration>(Run(capacity)).SubscriptionId.ShouldBe(Capacity);
        Only<AzsRemovedRegistration>(Run(Remove())).Changed.ShouldBeTrue();

        Run(new DisconnectAzsAccount()).Host.ShouldHaveSingleItem().ShouldContain(RealAzsreg.Owner);
    }

    [Fact]
    public void DisconnectedProcedure_AgainstTheLocalAzure_CarriesTokenAndKey()
    {
        ChosenContext.IsOurs = false;
        Only<AzsContext>(Run(
            new ConnectAzsAccount { SubscriptionId = Capacity, Credential = CmdletRun.Credential }, new FakeShell { Credential = (RealAzsreg.Owner, RealAzsreg.Password) }));
        var tokenFile = Path.Combine(azsreg.Folder, "RegistrationToken.txt");
        var keyFile = Path.Combine(azsreg.Folder, "ActivationKey.txt");

        // At the stamp.
        var token = Run(new GetAzsRegistrationToken
        {
            CloudAdminCredential = CmdletRun.Credential, PrivilegedEndpoint = [RealAzsreg.Stamp], BillingModel = "Capacity", AgreementNumber = "10004711", TokenOutputFilePath = tokenFile,
        });
        Only<string>(token).ShouldBe(File.ReadAllText(tokenFile).Trim());
        token.Host[0].ShouldBe($"The registration token is in the file {tokenFile}");

        // At Azure: with -WhatIf, then as the lines of Get-Content.
        Register("dG9rZW4=").Failure!.Code.ShouldStartWith("AZR5");
        var planned = Register(Only<string>(token), new FakeShell { IsWhatIf = true });
        planned.Output.ShouldContain(change => change is AzsPlannedChange);
        var registered = Only<AzsRegisteredEnvironment>(Run(new RegisterAzsEnvironment { RegistrationToken = [.. Only<string>(token).Chunk(64).Select(line => new string(line)), ""] }));
        registered.RegistrationName.ShouldBe($"AzureStack-{registered.CloudId}");
        registered.Date.ShouldNotBeNull();
        var key = Only<string>(Run(new GetAzsActivationKey { RegistrationName = registered.RegistrationName, KeyOutputFilePath = keyFile }));
        key.ShouldBe(File.ReadAllText(keyFile).Trim());

        // At the stamp, and back.
        Only<AzsActivation>(Run(new NewAzsActivationResource { CloudAdminCredential = CmdletRun.Credential, PrivilegedEndpoint = [RealAzsreg.Stamp], ActivationKey = [key] })).Changed.ShouldBeTrue();
        Only<AzsActivation>(Run(new RemoveAzsActivationResource { CloudAdminCredential = CmdletRun.Credential, PrivilegedEndpoint = [RealAzsreg.Stamp] })).Changed.ShouldBeTrue();
        Only<AzsRegisteredEnvironment>(Run(new UnregisterAzsEnvironment { RegistrationToken = [Only<string>(token)] })).ResourceId.ShouldBe(registered.ResourceId);
        Only<AzsRegisteredEnvironment>(Run(new UnregisterAzsEnvironment { RegistrationName = registered.RegistrationName })).Changed.ShouldBeFalse();
        Run(new UnregisterAzsEnvironment { RegistrationName = "AzureStack-elsewhere" }).Failure!.Category.ShouldBe(System.Management.Automation.ErrorCategory.ObjectNotFound);
        Run(new DisconnectAzsAccount()).Failure.ShouldBeNull();

        FakeShell Register(string text, FakeShell? shell = null) => Run(new RegisterAzsEnvironment { RegistrationToken = [text] }, shell);
    }

    [Fact]
    public async Task ModuleServe_InputEnds_EndsByItself()
    {
        using var process = azsreg.Serve(Environment.ProcessId);
        (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldStartWith("""{"type":"ready","protocol":1,""");

        process.StandardInput.Close();

        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task ModuleServe_HostIsKilled_EndsThoughItsInputStaysOpen()
    {
        using var host = Process.Start("sleep", ["600"]);
        using var process = azsreg.Serve(host.Id);
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        // A sign-in that waits for a person.
        await process.StandardInput.WriteLineAsync("""{"type":"request","id":1,"verb":"login","options":{"environment":"Local"},"interactive":true}""");
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        JsonDocument.Parse((await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!).RootElement.GetProperty("type").GetString().ShouldBe("deviceCode");

        host.Kill();

        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    private static (string, string) Administrator => (@"AZURESTACK\CloudAdmin", RealAzsreg.Password);

    private FakeShell Run(AzsCmdlet cmdlet, FakeShell? shell = null) => CmdletRun.Of(cmdlet, azsreg.Location, shell ?? new FakeShell { Credential = Administrator });

    private static T Only<T>(FakeShell shell)
    {
        shell.Failure.ShouldBeNull(shell.Failure?.Words);
        return shell.Output.ShouldHaveSingleItem().ShouldBeOfType<T>();
    }

    private static SetAzsRegistration Set(string model) => new() { CloudAdminCredential = CmdletRun.Credential, PrivilegedEndpoint = [RealAzsreg.Stamp], BillingModel = model };

    private static RemoveAzsRegistration Remove() => new() { CloudAdminCredential = CmdletRun.Credential, PrivilegedEndpoint = [RealAzsreg.Stamp] };
}
