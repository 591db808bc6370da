using Azsreg.AzureClient;
using Azsreg.Operator.Environments;
using Azsreg.Operator.Tests.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Environments;

public sealed class EnvironmentBookTests : IDisposable
{
    private readonly OperatorFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private EnvironmentBook Book => new(_folder.Data, TimeProvider.System);

    private static EnvironmentEntry Lab => new(
        new AzureEnvironment
        {
            Name = "Lab", ResourceManagerUrl = new("https://arm.lab/"), LoginEndpoint = new("https://login.lab/"), Audiences = ["https://arm.lab/"],
            GraphUrl = new("https://graph.lab/"), DefaultTenant = "common", DefaultLocation = "local",
        },
        ["pem"]);

    [Fact]
    public void Current_NothingChosen_IsPublicAzure()
    {
        Book.Current.Name.ShouldBe("AzureCloud");
        Book.IsChosen.ShouldBeFalse();
        Book.List().Select(entry => entry.Name).ShouldBe(["AzureCloud", "AzureChinaCloud", "AzureUSGovernment", "AzureGermanCloud"]);
    }

    [Fact]
    public async Task Enter_Environment_ComesBackWhole()
    {
        await Book.EnterAsync(Lab, use: false);

        var read = Book.Get("lab");

        read.Environment.ResourceManagerUrl.ShouldBe(new Uri("https://arm.lab/"));
        read.Environment.LoginEndpoint.ShouldBe(new Uri("https://login.lab/"));
        read.Environment.Audiences.ShouldBe(["https://arm.lab/"]);
        read.Environment.GraphUrl.ShouldBe(new Uri("https://graph.lab/"));
        read.Environment.DefaultTenant.ShouldBe("common");
        read.Environment.DefaultLocation.ShouldBe("local");
        read.TrustedAuthorities.ShouldBe(["pem"]);
        read.IsBuiltIn.ShouldBeFalse();
        Book.Current.Name.ShouldBe("AzureCloud");
    }

    [Fact]
    public async Task Enter_SameName_Replaces()
    {
        await Book.EnterAsync(Lab, use: true);
        await Book.EnterAsync(Lab with { TrustedAuthorities = [] }, use: false);

        Book.List().Count(entry => entry.Name == "Lab").ShouldBe(1);
        Book.Current.TrustedAuthorities.ShouldBeEmpty();
    }

    [Fact]
    public async Task Enter_BuiltInName_IsRefused()
    {
        var fake = Lab with { Environment = Lab.Environment with { Name = "azurecloud" } };

        (await Should.ThrowAsync<CataloguedException>(() => Book.EnterAsync(fake, use: true))).Entry.ShouldBe(ErrorCatalogue.InvalidOption);
    }

    [Fact]
    public async Task Use_Name_IgnoresCaseAndStays()
    {
        await Book.UseAsync("azurechinacloud");

        Book.Current.Name.ShouldBe("AzureChinaCloud");
        Book.IsChosen.ShouldBeTrue();
    }

    [Fact]
    public async Task Remove_InUse_FallsBackToPublicAzure()
    {
        await Book.EnterAsync(Lab, use: true);

        await Book.RemoveAsync("Lab");

        Book.Current.Name.ShouldBe("AzureCloud");
        (await Should.ThrowAsync<CataloguedException>(() => Book.RemoveAsync("Lab"))).Entry.ShouldBe(ErrorCatalogue.EnvironmentUnknown);
        (await Should.ThrowAsync<CataloguedException>(() => Book.RemoveAsync("AzureCloud"))).Entry.ShouldBe(ErrorCatalogue.InvalidOption);
    }

    [Fact]
    public void Get_Unknown_SaysHowToSeeThem() =>
        Should.Throw<CataloguedException>(() => Book.Get("Nowhere")).NextCommands.ShouldBe(["azsreg environment list"]);

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"environments\":5}")]
    public void Read_DamagedFile_NamesIt(string text)
    {
        var path = Path.Combine(_folder.Data.Operator, "environments.json");
        File.WriteAllText(path, text);

        var failure = Should.Throw<CataloguedException>(() => Book.Current);

        failure.Entry.ShouldBe(ErrorCatalogue.SettingsUnreadable);
        failure.Detail.ShouldContain(path);
    }

    [Fact]
    public async Task Enter_ManyAtOnce_LosesNone()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Task.Run(() =>
            Book.EnterAsync(Lab with { Environment = Lab.Environment with { Name = $"Lab{n}" } }, use: false))));

        Book.List().Count(entry => !entry.IsBuiltIn).ShouldBe(12);
    }
}
