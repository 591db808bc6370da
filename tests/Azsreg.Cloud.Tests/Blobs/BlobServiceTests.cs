using Azsreg.Cloud.Blobs;
using Azsreg.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azsreg.Cloud.Tests.Blobs;

/// <summary>A cloud of its own for what the common one is not set up for.</summary>
public sealed class BlobServiceTests : IDisposable
{
    private readonly string _path = System.IO.Directory.CreateTempSubdirectory("azsreg-bloblog-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task Get_SignedLinkWithEveryLogOn_LeavesNoSignatureInTheLog()
    {
        var folder = DataFolder.Open(_path);
        using var authority = LocalCertificateAuthority.LoadOrCreate(folder, TimeProvider.System);
        string signature;
        await using (var cloud = await StartAsync(folder, authority, new BlobOptions()))
        {
            using var http = new HttpClient(TrustedHttp.CreateHandler([authority.Root], systemRoots: false));
            var link = (await cloud.Services.GetRequiredService<BlobLinks>().SignedAsync("packages", "contoso.router-1.0/osdisk.vhd", default)).Reveal();
            signature = Uri.UnescapeDataString(link[(link.IndexOf("sig=", StringComparison.Ordinal) + 4)..]);
            using var missing = await http.GetAsync(new Uri(link));
            using var altered = await http.GetAsync(new Uri(link.Replace("se=20", "se=21", StringComparison.Ordinal)));
            ((int)missing.StatusCode, (int)altered.StatusCode).ShouldBe((404, 403));
            await cloud.StopAsync();
        }

        var log = string.Concat(System.IO.Directory.EnumerateFiles(folder.Logs).Select(File.ReadAllText));
        log.ShouldContain("osdisk.vhd", customMessage: "the requests themselves are in the log");
        log.ShouldNotContain(signature);
        log.ShouldNotContain(Uri.EscapeDataString(signature));
    }

    [Fact]
    public async Task Get_NoPlaceLeft_IsServerBusyWithATimeToWait()
    {
        var folder = DataFolder.Open(_path);
        using var authority = LocalCertificateAuthority.LoadOrCreate(folder, TimeProvider.System);
        await using var cloud = await StartAsync(folder, authority, new BlobOptions { MostAnswersAtOnce = 0 });
        using var http = new HttpClient(TrustedHttp.CreateHandler([authority.Root], systemRoots: false));

        using var response = await http.GetAsync(new Uri(cloud.Services.GetRequiredService<CloudAddresses>().Base, "azsmarketplace/icons/a/Large.png"));

        ((int)response.StatusCode, response.Headers.GetValues("x-ms-error-code").Single()).ShouldBe((503, "ServerBusy"));
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        await cloud.StopAsync();
    }

    private static async Task<WebApplication> StartAsync(DataFolder folder, LocalCertificateAuthority authority, BlobOptions blobs)
    {
        var cloud = CloudRole.Build(new CloudOptions { Blobs = blobs }, new RoleHost
        {
            Folder = folder,
            Clock = TimeProvider.System,
            Certificate = authority.IssueServerCertificate(),
            ConfigureLogging = logging =>
            {
                logging.SetMinimumLevel(LogLevel.Trace);
                logging.Services.AddSingleton<ILoggerProvider>(_ => new LogFiles(folder, "cloud", TimeProvider.System));
            },
        });
        await cloud.StartAsync();
        return cloud;
    }
}
