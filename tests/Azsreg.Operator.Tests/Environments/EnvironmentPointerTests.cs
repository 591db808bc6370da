using Azsreg.AzureClient;
using Azsreg.Operator.Environments;
using Azsreg.Operator.Tests.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Environments;

/// <summary>The name AzureCloud pointed at another Azure, for a shell or a folder.</summary>
public sealed class EnvironmentPointerTests : IDisposable
{
    private readonly OperatorFolder _folder = new();

    private string Place => _folder.Data.Path;

    public void Dispose() => _folder.Dispose();

    private EnvironmentBook Book(EnvironmentPointer? pointer) => new(_folder.Data, TimeProvider.System, () => pointer);

    private static EnvironmentEntry Local => new(
        new AzureEnvironment { Name = "Local", ResourceManagerUrl = new("https://localhost:20000/"), LoginEndpoint = new("https://localhost:20000/"), Audiences = ["https://localhost:20000/"] }, []);

    [Fact]
    public async Task Get_AzureCloudPointedAtLocal_IsLocalAndSaysSo()
    {
        await Book(null).EnterAsync(Local, use: false);

        var meant = Book(new("local", EnvironmentPointer.Variable)).Get("azurecloud");

        meant.Name.ShouldBe("Local");
        meant.Environment.ResourceManagerUrl.ShouldBe(Local.Environment.ResourceManagerUrl);
        meant.Environment.Told.ShouldBe("Local, which AzureCloud means here");
        meant.IsBuiltIn.ShouldBeFalse();
    }

    [Fact]
    public async Task Current_AzureCloudPointedAtLocalAndNothingChosen_IsLocal()
    {
        await Book(null).EnterAsync(Local, use: false);

        Book(new("Local", "x")).Current.Name.ShouldBe("Local");
        Book(new("AzureCloud", "x")).Current.Environment.ShouldBe(AzureEnvironment.AzureCloud);
    }

    [Fact]
    public void Get_PointedAtABuiltInOne_StaysKnownAsBuiltIn()
    {
        var meant = Book(new("AzureUSGovernment", "x")).Get("AzureCloud");

        meant.Name.ShouldBe("AzureUSGovernment");
        meant.IsBuiltIn.ShouldBeTrue();
    }

    [Fact]
    public void Get_PointedAtNothingKnown_SaysWhatPoints()
    {
        var failure = Should.Throw<CataloguedException>(() => Book(new("Nowhere", EnvironmentPointer.Variable)).Get("AzureCloud"));

        failure.Entry.ShouldBe(ErrorCatalogue.EnvironmentUnknown);
        failure.Detail.ShouldBe("AZSREG_AZURECLOUD points AzureCloud at 'Nowhere', and there is no such environment.");
    }

    [Fact]
    public async Task Get_OtherNames_AreNotPointed()
    {
        await Book(null).EnterAsync(Local, use: false);

        Book(new("Local", "x")).Get("AzureChinaCloud").Environment.ShouldBe(AzureEnvironment.AzureChinaCloud);
    }

    [Fact]
    public void Find_FolderAbove_IsFoundAndTheVariableGoesBefore()
    {
        var path = EnvironmentPointer.Write(Place, "Local");
        var below = Directory.CreateDirectory(Path.Combine(Place, "a", "b")).FullName;

        EnvironmentPointer.Find(_ => null, below).ShouldBe(new EnvironmentPointer("Local", path));
        EnvironmentPointer.Find(_ => "Lab", below).ShouldBe(new EnvironmentPointer("Lab", "AZSREG_AZURECLOUD"));
        EnvironmentPointer.Find(_ => "", below)!.Target.ShouldBe("Local");
    }

    [Fact]
    public void Write_AzureCloudItself_EndsIt()
    {
        EnvironmentPointer.Write(Place, "Local");
        EnvironmentPointer.Write(Place, "AzureCloud");

        File.Exists(Path.Combine(Place, ".azsreg.json")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"azureCloud":7}""")]
    [InlineData("""{"azureCloud":""}""")]
    public void Find_FileThatCannotBeRead_IsNamed(string content)
    {
        var path = Path.Combine(Place, ".azsreg.json");
        File.WriteAllText(path, content);

        var failure = Should.Throw<CataloguedException>(() => EnvironmentPointer.Find(_ => null, Place));

        failure.Entry.ShouldBe(ErrorCatalogue.SettingsUnreadable);
        failure.Detail.ShouldContain(path);
    }
}
