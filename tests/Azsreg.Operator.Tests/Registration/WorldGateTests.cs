using Azsreg.AzureClient;
using Azsreg.Operator.Environments;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Registration;

/// <summary>A real side and a local one are kept apart.</summary>
public sealed class WorldGateTests
{
    private static readonly EnvironmentEntry Real = new(AzureEnvironment.AzureCloud, []);
    private static readonly EnvironmentEntry Local = Custom("https://localhost:20000/");

    private static EnvironmentEntry Custom(string url) =>
        new(new AzureEnvironment { Name = "Local", ResourceManagerUrl = new(url), LoginEndpoint = new(url), Audiences = [url] }, []);

    private static PrivilegedEndpointAddress At(string url) => new("AzS-ERCS01", new Uri(url), null);

    [Fact]
    public void Demand_RealAzureWithALocalStamp_IsRefused()
    {
        var failure = Should.Throw<CataloguedException>(() => WorldGate.Demand(Real, [At("https://localhost:20011/wsman")]));

        failure.Entry.ShouldBe(ErrorCatalogue.WorldsDiffer);
        failure.Detail.ShouldBe("AzureCloud (https://management.azure.com/) is real, and AzS-ERCS01 (https://localhost:20011/wsman) is a stamp on this machine.");
    }

    [Fact]
    public void Demand_RealAzureWithALocalStampBehindSsh_IsRefused() =>
        Should.Throw<CataloguedException>(() => WorldGate.Demand(Real, [At("ssh://me@localhost:20013/PrivilegedEndpoint")])).Entry.ShouldBe(ErrorCatalogue.WorldsDiffer);

    [Fact]
    public void Demand_LocalAzureWithAStampElsewhere_IsRefused() =>
        Should.Throw<CataloguedException>(() => WorldGate.Demand(Local, [At("https://127.0.0.1:20011/wsman"), At("http://azs-ercs01:5985/wsman")]))
            .Entry.ShouldBe(ErrorCatalogue.WorldsDiffer);

    [Fact]
    public void Demand_PointedAzureWithAStampElsewhere_SaysWhatTheNameMeans()
    {
        var pointed = Local with { Environment = Local.Environment with { StandsFor = "AzureCloud" } };

        Should.Throw<CataloguedException>(() => WorldGate.Demand(pointed, [At("http://azs-ercs01:5985/wsman")]))
            .Detail.ShouldContain("which AzureCloud means here");
    }

    [Theory]
    [InlineData("https://localhost:20000/", "https://localhost:20011/wsman")]
    [InlineData("https://localhost:20000/", "http://127.0.0.1:5985/wsman")]
    [InlineData("https://localhost:20000/", "ssh://me@localhost:20013/PrivilegedEndpoint")]
    [InlineData("https://management.lab.example/", "https://localhost:20011/wsman")] // A provider's Azure with a stamp of this system on this machine.
    [InlineData("https://management.lab.example/", "http://azs-ercs01:5985/wsman")]
    public void Demand_OneWorld_Passes(string azure, string stamp) => Should.NotThrow(() => WorldGate.Demand(Custom(azure), [At(stamp)]));

    [Theory]
    [InlineData("http://azs-ercs01:5985/wsman")]
    [InlineData("http://127.0.0.1:5985/wsman")] // A tunnel to a real stamp.
    public void Demand_RealAzureWithARealStamp_Passes(string stamp) => Should.NotThrow(() => WorldGate.Demand(Real, [At(stamp)]));
}
