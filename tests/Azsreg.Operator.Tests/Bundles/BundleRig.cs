using Azsreg.Operator.Bundles;
using Azsreg.Operator.SignIn;
using Azsreg.Operator.Stamps;
using Azsreg.Operator.Tests.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Bundles;

/// <summary>Azure and a stamp over TLS, somebody signed in at both, and a folder that stands for the stick.</summary>
internal sealed class BundleRig : IAsyncDisposable
{
    private readonly OperatorFolder _folder = new();
    private readonly DirectoryInfo _stick = Directory.CreateTempSubdirectory("azsreg-bundle-");
    private FakeAzure _azure = null!;

    public FakeMarketplace Marketplace { get; } = new();

    public OperatorContext Context { get; private set; } = null!;

    public BundleSigners Signers => new(_folder.Data, TimeProvider.System);

    /// <summary>Where bundles go; made by the first export.</summary>
    public string Bundle => Path.Combine(_stick.FullName, "bundle");

    public static async Task<BundleRig> StartAsync()
    {
        var rig = new BundleRig();
        rig._azure = await FakeAzure.StartAsync(rig._folder.Data, rig.Marketplace.Map);
        rig.Context = new OperatorContext(rig._folder.Data, new HastyClock());
        await rig.Context.Environments.EnterAsync(rig._azure.Entry, use: true);
        var login = new LoginRequest(new LoginMethod.Password("owner@contoso.onmicrosoft.com", new Secret("right")));
        await rig.Context.SignIn.LoginAsync(login, new SilentScreen(), default);
        await rig.Context.Accounts.UseAsync("Fake", FakeAzure.Stamps);
        await rig.Context.Stamps.EnterAsync(new StampEntry
        {
            Name = "Lab", PrivilegedEndpoint = new Uri("https://lab:5986/wsman"), AdminEndpoint = rig._azure.Url, TrustedAuthorities = [rig._azure.AuthorityPem],
        });
        await rig.Context.SignIn.LoginAsync(login with { Stamp = "Lab" }, new SilentScreen(), default);
        return rig;
    }

    public async ValueTask DisposeAsync()
    {
        Context.Dispose();
        await _azure.DisposeAsync();
        _folder.Dispose();
        _stick.Delete(recursive: true);
    }

    /// <summary>Adds an item with content of its own.</summary>
    public FakeItem Add(string id, int archiveBytes = 1000)
    {
        var content = new byte[archiveBytes];
        new Random(id.GetHashCode(StringComparison.Ordinal)).NextBytes(content);
        var item = new FakeItem(id, System.Text.Encoding.UTF8.GetBytes("package of " + id), content);
        Marketplace.Items.Add(item);
        return item;
    }

    public async Task<ExportOutcome> ExportAsync(ProductSelection? selection = null, bool accept = true, IProgress<BundleProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var export = await OpenExportAsync(selection);
        return await export.RunAsync(await export.PlanAsync(null, cancellation), accept, progress, cancellation);
    }

    public Task<MarketplaceExport> OpenExportAsync(ProductSelection? selection = null) =>
        MarketplaceExport.OpenAsync(Context, new ExportRequest { Folder = Bundle, Selection = selection ?? new ProductSelection { All = true } }, default);

    public Task<BundleReport> VerifyAsync(BundleSigners? signers = null, string? trusted = null) => new BundleVerification(signers ?? Signers).RunAsync(Bundle, trusted, null, default);

    public async Task<ImportOutcome> ImportAsync(params string[] select)
    {
        using var import = await MarketplaceImport.OpenAsync(Context, Context.Stamps.Get("Lab"), new ImportRequest { Folder = Bundle, Select = select }, default);
        return await import.RunAsync(await import.PlanAsync(null, default), termsAccepted: false, null, default);
    }

    /// <summary>The file of the bundle that holds this content.</summary>
    public string PlaceOf(byte[] content) => Path.Combine(Bundle, BundleFile.PathOf(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content))));
}
