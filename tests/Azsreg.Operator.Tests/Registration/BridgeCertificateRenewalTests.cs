using Azsreg.Operator.Registration;
using Azsreg.Protocol;
using Azsreg.Remoting;

namespace Azsreg.Operator.Tests.Registration;

public sealed class BridgeCertificateRenewalTests : RegistrationRig
{
    [Fact]
    public async Task RunAsync_Registered_AsksTheStampAndTouchesNothingElse()
    {
        await SetAsync(PayAsYouUse);
        Azure.Writes.Clear();

        var outcome = await RotateAsync();

        outcome.Thumbprint.ShouldNotBeNull();
        Azure.Writes.ShouldBeEmpty();
        Stamp.Called("Update-AzureBridgeServicePrincipal").Count.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_LostInTheMiddle_NextRunAsksForTheSameRenewal()
    {
        await SetAsync(PayAsYouUse);
        Stamp.Lose = (command, _) => command.Name == "Update-AzureBridgeServicePrincipal" ? new RemotingUnreachableException("gone") : null;
        await RefusedAsync(RotateAsync);
        Stamp.Lose = (_, _) => null;

        await RotateAsync();

        Stamp.Commands.Where(command => command.Name == "Update-AzureBridgeServicePrincipal")
            .Select(command => RemoteObject.TextOf(command.Parameters.Single(one => one.Name == "RenewalId").Value)).Distinct().ShouldHaveSingleItem();
        Stamp.Commands.Clear();
        await RotateAsync();
        Stamp.Called("Update-AzureBridgeServicePrincipal").Count.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_RealStampWithoutTheCommand_SaysThatItIsTooOld()
    {
        await SetAsync(PayAsYouUse);
        Stamp.Fail = (command, _) => command.Name == "Update-AzureBridgeServicePrincipal" ? new RemoteError("No such command.", "CommandNotFoundException") : null;

        (await RefusedAsync(RotateAsync)).Entry.ShouldBe(ErrorCatalogue.StampTooOld);
    }

    [Fact]
    public async Task RunAsync_PrincipalIsGone_PointsAtRegisteringAgain()
    {
        await SetAsync(PayAsYouUse);
        Azure.Principals.Clear();

        var failure = await RefusedAsync(RotateAsync);

        failure.Entry.Code.ShouldBe("AZR5030");
        failure.NextCommands.ShouldBe(["azsreg registration set --stamp AzS-ERCS01"]);
    }

    [Fact]
    public async Task RunAsync_NotRegistered_IsNotFound() => (await RefusedAsync(RotateAsync)).Entry.Code.ShouldBe("AZR2108");

    private Task<CertificateOutcome> RotateAsync() => new BridgeCertificateRenewal(Folder, Clock, new Random(7)).RunAsync(
        Azure.Side(), Stamp.Side(), (_, _) => Task.FromResult(true), Events.Add, default);
}
