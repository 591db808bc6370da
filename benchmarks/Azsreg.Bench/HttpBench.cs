using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Azsreg.ArmServer;
using Azsreg.AzureClient;
using Azsreg.Cloud;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Bench;

/// <summary>
/// How many registrations a second the Azure side answers, over TLS, each with token, rights and database. Caller and server share the
/// machine, so the caller is as plain as can be. The baseline is <c>/healthz</c> of the same server by the same caller: TLS and HTTP alone.
/// </summary>
internal sealed class HttpBench : IBench
{
    private const int Connections = 16;

    public string Name => "http";

    public async IAsyncEnumerable<BenchRow> RunAsync(BenchFolder folder, bool isFull, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var proof = JsonDocument.Parse(await AzsregProcess.RunAsync(folder, ["quickstart", "--port-base", "0"], cancellationToken)).RootElement;
        var registration = proof.GetProperty("registrationId").GetString()!;

        var data = DataFolder.Open(folder.Path);
        using var operation = new OperatorContext(data, TimeProvider.System);
        var local = operation.Environments.Get("Local");
        using var authority = LocalCertificateAuthority.LoadOrCreate(data, TimeProvider.System);
        using var certificate = authority.IssueServerCertificate();
        var host = new RoleHost
        {
            Folder = data,
            Clock = TimeProvider.System,
            Certificate = certificate,
            Port = local.Environment.ResourceManagerUrl.Port,
            Trust = [authority.Root],
        };

        // The limits of Azure would end the run after four seconds; what is measured is the work behind them.
        const int NoLimit = int.MaxValue;
        await using var cloud = CloudRole.Build(new CloudOptions { RequestLimits = new ArmRequestLimits { Reads = NoLimit, Writes = NoLimit, Deletes = NoLimit } }, host);
        await cloud.StartAsync(cancellationToken);
        var url = cloud.Services.GetRequiredService<RoleListeners>().Url();

        var connection = operation.Connect(local.TrustedAuthorities);
        var grant = await new SignInClient(connection, local.Environment, WellKnown.AzurePowerShellClientId).WithPasswordAsync(
            "contoso.onmicrosoft.com", local.Environment.Audience, "owner@contoso.onmicrosoft.com", new Secret(BenchFolder.Password), cancellationToken);
        var request = Encoding.ASCII.GetBytes(
            $"GET {registration}?api-version=2016-01-01 HTTP/1.1\r\nHost: {url.Authority}\r\nAuthorization: Bearer {grant.AccessToken.Reveal()}\r\n\r\n");

        var plain = Encoding.ASCII.GetBytes($"GET /healthz HTTP/1.1\r\nHost: {url.Authority}\r\n\r\n");

        // Warm both before either is measured.
        await MeasureAsync(url, plain, authority, TimeSpan.FromSeconds(1), cancellationToken);
        await MeasureAsync(url, request, authority, TimeSpan.FromSeconds(4), cancellationToken);
        var floor = await MeasureAsync(url, plain, authority, TimeSpan.FromSeconds(isFull ? 30 : 4), cancellationToken);
        var measured = await MeasureAsync(url, request, authority, TimeSpan.FromSeconds(isFull ? 60 : 8), cancellationToken);
        await cloud.StopAsync(cancellationToken);
        yield return new BenchRow("get-registration", measured.PerSecond, "requests/s") { Budget = 3000, IsLeast = true, Baseline = floor.PerSecond };
        yield return new BenchRow("get-registration-p99", measured.P99, "ms") { Budget = 25, Baseline = floor.P99 };
    }

    private static async Task<(double PerSecond, double P99)> MeasureAsync(
        Uri url, byte[] request, LocalCertificateAuthority authority, TimeSpan time, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(
            async () =>
            {
                await using var caller = await PlainCaller.ConnectAsync(url, authority.Root, cancellationToken);
                var times = new List<double>();
                while (Stopwatch.GetElapsedTime(began) < time)
                {
                    var from = Stopwatch.GetTimestamp();
                    await caller.CallAsync(request, cancellationToken);
                    times.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
                }

                return times;
            },
            cancellationToken)));
        var elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var sorted = all.SelectMany(times => times).Order().ToList();
        return (sorted.Count / elapsed, sorted[(int)(sorted.Count * 0.99)]);
    }
}
